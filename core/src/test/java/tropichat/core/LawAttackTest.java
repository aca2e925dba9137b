package tropichat.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.keys.History;
import tropichat.core.link.Frame;
import tropichat.core.link.LawMessage;
import tropichat.core.rules.Rule;

/** What those try who are not, or no longer, in a closed room, and the server that introduces them. */
class LawAttackTest {
    private static final long SETTLE_MILLIS = 20_000;

    /** A link is being judged, and not yet given up: see {@link Gate#JUDGING_MILLIS_MAX}. */
    private static final long WHILE_JUDGED_MILLIS = 5_000;

    /** Goes before a message that travels in one fragment. */
    private static final Bytes WHOLE = Bytes.wrap(new byte[] {1});

    private TestNetwork network;
    private TestGround ground;
    private TestNetwork.Page olga;
    private TestNetwork.Page ben;

    @BeforeEach
    void begin() {
        network = new TestNetwork(3);
        network.recording = true;
        ground = new TestGround(network, History.SHARED);
        olga = ground.enter("Olga");
        ben = ground.invite(olga, "Ben", SETTLE_MILLIS);
    }

    /** Ben is removed while away, and comes back by a page that has not heard of it. */
    private TestNetwork.Page removed() {
        ben.crash();
        network.pass(SETTLE_MILLIS);
        olga.tell(new Input.Decree(new Rule.Remove(TestGround.account("Ben"))));
        network.pass(SETTLE_MILLIS);
        TestNetwork.Page back = ground.comeBack(ben);
        back.ignores = LawAttackTest::isOfLaw;
        network.pass(WHILE_JUDGED_MILLIS);
        assertEquals(1, back.connections(), "its link is being judged");
        return back;
    }

    private static boolean isOfLaw(Bytes fragment) {
        try {
            return Frame.decode(fragment.slice(1, fragment.length())) instanceof Frame.OfLaw;
        } catch (Malformed malformed) {
            // One of several fragments: nothing of the law in these rooms is that long.
            return false;
        }
    }

    @Test
    void aRemovedMemberThatReplaysOldFramesIsNotHeardAgain() {
        ben.say("once");
        network.pass(SETTLE_MILLIS);
        List<Bytes> old = List.copyOf(ben.sent);
        TestNetwork.Page back = removed();
        old.forEach(fragment -> back.inject(olga, fragment));
        network.pass(SETTLE_MILLIS);
        assertEquals(List.of("once"), olga.heard());
        assertFalse(olga.isLinked(back));
    }

    @Test
    void aRemovedMemberThatSpeaksInAnOldEpochIsNotHeard() {
        TestNetwork.Page back = removed();
        back.say("as if nothing had been");
        network.pass(SETTLE_MILLIS);
        assertTrue(back.host.law().isMember(TestGround.account("Ben")), "it knows nothing of the removal");
        assertEquals(List.of(), olga.heard());
        assertEquals(List.of(), ground.invite(olga, "Cleo", SETTLE_MILLIS).heard());
    }

    @Test
    void aRemovedMemberThatKeepsListeningHearsNothing() {
        TestNetwork.Page back = removed();
        olga.say("among us");
        network.pass(SETTLE_MILLIS);
        assertEquals(List.of(), back.heard());
        assertFalse(back.host.epochs.keySet().containsAll(olga.host.epochs.keySet()));
    }

    @Test
    void aStrangerThatGivesAFalseRecordKeepsNobodyOut() {
        ground.give("Cleo", "for Cleo");
        olga.tell(new Input.Decree(TestGround.invite("for Cleo", 1)));
        network.pass(SETTLE_MILLIS);
        TestNetwork.Page cleo = ground.shutIn("Cleo", olga, ben);
        TestNetwork.Page eve = ground.enter("Eve");
        network.pass(WHILE_JUDGED_MILLIS);
        Bytes other = new TestGround(network, History.FORWARD_SECRET).record;
        for (Bytes record : List.of(other, Bytes.utf8("no record"))) {
            Frame given = new Frame.OfLaw(new LawMessage.Rules(record, List.of(), List.of()));
            eve.inject(cleo, Bytes.concat(WHOLE, given.encode()));
            network.pass(WHILE_JUDGED_MILLIS);
        }
        assertEquals(0, cleo.host.outputs(Output.StoreRecord.class).size());
        network.mend(cleo, olga);
        network.pass(60_000);
        olga.say("welcome");
        network.pass(SETTLE_MILLIS);
        assertEquals(List.of("welcome"), cleo.heard());
    }

    @Test
    void aServerThatIntroducesAStrangerAsAMemberLetsNobodyIn() {
        ben.crash();
        network.pass(SETTLE_MILLIS);
        TestNetwork.Page eve = ground.page("Eve", "Eve", false);
        eve.introducedAs = ben.introducedAs;
        network.connect(eve);
        network.pass(SETTLE_MILLIS);
        olga.say("among us");
        network.pass(SETTLE_MILLIS);
        assertFalse(olga.isLinked(eve));
        assertEquals(List.of(), eve.heard());
        assertTrue(eve.host.epochs.isEmpty());
    }
}
