package tropichat.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.identity.Card;
import tropichat.core.keys.History;

/** A closed room that keeps nothing for newcomers, and whose members erase keys after their use. */
class ForwardSecretTest {
    private static final long SETTLE_MILLIS = 15_000;

    private TestNetwork network;
    private TestGround ground;
    private TestNetwork.Page olga;

    @BeforeEach
    void begin() {
        begin(2);
    }

    private void begin(long seed) {
        network = new TestNetwork(seed);
        ground = new TestGround(network, History.FORWARD_SECRET);
        olga = ground.enter("Olga");
    }

    @Test
    void whoComesLateReadsNothingOfBefore() {
        ground.give("Ben", "for Ben");
        network.pass(SETTLE_MILLIS);
        olga.say("alone");
        olga.tell(new Input.Decree(TestGround.invite("for Ben", 1)));
        network.pass(SETTLE_MILLIS);
        TestNetwork.Page ben = ground.enter("Ben");
        network.pass(SETTLE_MILLIS);
        olga.say("together");
        ben.say("yes");
        network.pass(SETTLE_MILLIS);
        assertEquals(List.of("together"), ben.heard());
        assertEquals(List.of("yes"), olga.heard());
    }

    /** What somebody shows in a closed room is nowhere to be read without the room's key. */
    @Test
    void cardsTravelSealed() throws Malformed {
        ground.give("Ben", "for Ben");
        network.pass(SETTLE_MILLIS);
        olga.tell(new Input.Decree(TestGround.invite("for Ben", 1)));
        network.pass(SETTLE_MILLIS);
        TestNetwork.Page ben = ground.enter("Ben");
        network.pass(SETTLE_MILLIS);
        String link = "https://olga.example/secret";
        Card card = Card.parse(Card.AVATAR_OF_NAME, List.of(link));
        olga.tell(new Input.ChangeProfile(TestHost.profile("Olga").with(card)));
        olga.say("here I am");
        network.pass(SETTLE_MILLIS);
        Member seen = ben.host.member(olga.host.session.did());
        assertNotNull(seen);
        assertEquals(card, seen.card());
        List<Bytes> blocks = new ArrayList<>(ben.host.profiles.values());
        blocks.addAll(ben.host.kept.values());
        assertTrue(blocks.size() >= 2);
        String hidden = Bytes.utf8(link).hex();
        assertTrue(blocks.stream().noneMatch(block -> block.hex().contains(hidden)));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whoHasComeReadsWhatIsSaidAtOnce(long seed) {
        begin(seed);
        ground.give("Ben", "for Ben");
        network.pass(SETTLE_MILLIS);
        olga.tell(new Input.Decree(TestGround.invite("for Ben", 1)));
        TestNetwork.Page ben = ground.enter("Ben");
        for (int millis = 0; millis < SETTLE_MILLIS && !olga.isLinked(ben); millis++) {
            network.pass(1);
        }
        olga.say("welcome");
        network.pass(SETTLE_MILLIS);
        assertEquals(List.of("welcome"), ben.heard());
    }

    @Test
    void aDeviceTakesOtherKeysByAndBy() {
        TestNetwork.Page ben = ground.invite(olga, "Ben", SETTLE_MILLIS);
        List<Bytes> first = List.copyOf(ben.host.prekeys);
        assertEquals(1, first.size());
        List<TestNetwork.Page> both = ground.away(Granting.PREKEY_MILLIS, SETTLE_MILLIS, List.of(olga, ben));
        List<Bytes> second = both.getLast().host.prekeys;
        assertEquals(2, second.size());
        assertEquals(first.getFirst(), second.getFirst());
        both = ground.away(Granting.FORMER_PREKEY_MILLIS, SETTLE_MILLIS, both);
        assertEquals(List.of(second.getLast()), both.getLast().host.prekeys);
        both.getFirst().say("for another key");
        network.pass(SETTLE_MILLIS);
        assertEquals(List.of("for another key"), both.getLast().heard());
    }

    @Test
    void whatWasGrantedForAKeyThatIsGoneIsGrantedAnew() {
        TestNetwork.Page ben = ground.invite(olga, "Ben", SETTLE_MILLIS);
        ben.crash();
        ben.host.prekeys.clear();
        ben.host.epochs.clear();
        TestNetwork.Page again = ground.comeBack(ben);
        network.pass(60_000);
        olga.say("for whoever lost a key");
        network.pass(SETTLE_MILLIS);
        assertEquals(List.of("for whoever lost a key"), again.heard());
    }
}
