package tropichat.core.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tropichat.core.rules.TestRoom.HASHES;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tropichat.core.base.Bytes;
import tropichat.core.base.Limits;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;
import tropichat.core.identity.TestSession;
import tropichat.core.identity.TestSignatures;
import tropichat.core.room.Entry;
import tropichat.core.room.EntryBody;
import tropichat.core.room.Envelope;
import tropichat.core.wire.Cbor;
import tropichat.core.wire.Cid;
import tropichat.core.wire.Value;

/** How rules are written, and what is refused. */
class RuleTest {
    private static final Cid TARGET = Cid.ofBlock(Bytes.utf8("target"), HASHES);
    private static final Bytes CHECK = TARGET.digest();

    private static final Bytes FIRST = RuleSamples.listed(1);
    private static final Bytes BOTH = RuleSamples.listed(2);
    private static final Bytes SECRET = Bytes.wrap(new byte[Rule.Ended.SECRET_BYTES]);

    static List<Rule> rules() {
        return RuleSamples.rules();
    }

    private static void assertReason(Reason reason, Executable reading) {
        assertEquals(reason, assertThrows(Malformed.class, reading).reason());
    }

    @ParameterizedTest
    @MethodSource("rules")
    void isReadAsItWasWritten(Rule rule) throws Malformed {
        assertEquals(rule, Rule.decode(rule.encode()));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void missesNoField(Rule rule) throws Malformed {
        Value.Mapping whole = Cbor.decodeFields(rule.encode()).mapping();
        for (String key : whole.keys()) {
            assertReason(Reason.FIELD, () -> Rule.decode(Cbor.encode(whole.without(key))));
        }
    }

    @Test
    void knowsNoOtherRules() {
        assertReason(
                Reason.UNKNOWN_VERSION,
                () -> Rule.decode(Cbor.encode(Value.map().with("op", "gate"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "two\nlines", "\u202eecived", "tab\t"})
    void refusesNamesOfDevicesThatCouldDeceive(String name) {
        assertReason(Reason.FIELD, () -> Rule.Device.parse(CHECK, name));
        assertReason(Reason.FIELD, () -> Rule.decode(new Rule.Device(CHECK, name).encode()));
    }

    @Test
    void devicesHaveBounds() throws Malformed {
        Bytes longest = Bytes.wrap(new byte[Rule.Device.PREKEY_BYTES_MAX]);
        assertEquals(longest, Rule.Device.parse(longest, "n".repeat(32)).prekey());
        assertReason(Reason.FIELD, () -> Rule.Device.parse(Bytes.concat(longest, CHECK), "n"));
        assertReason(Reason.FIELD, () -> Rule.Device.parse(Bytes.EMPTY, "n"));
        assertReason(Reason.TOO_LARGE, () -> Rule.Device.parse(longest, "n".repeat(33)));
    }

    @Test
    void invitationsHaveBounds() {
        assertReason(Reason.FIELD, () -> Rule.decode(invite(0)));
        assertReason(Reason.FIELD, () -> Rule.decode(invite(Rule.Invite.USES_MAX + 1)));
    }

    private static Bytes invite(int uses) {
        return new Rule.Invite(TestRoom.INVITATION, uses, 0).encode();
    }

    @Test
    void listsOfEntriesAreInOrderAndBounded() throws Malformed {
        Bytes second = BOTH.slice(FIRST.length(), BOTH.length());
        Bytes turned = Bytes.concat(second, FIRST);
        Bytes twice = Bytes.concat(FIRST, FIRST);
        assertReason(Reason.NOT_CANONICAL, () -> Rule.decode(epoch(turned)));
        assertReason(Reason.NOT_CANONICAL, () -> Rule.decode(epoch(twice)));
        assertReason(Reason.FIELD, () -> Rule.decode(epoch(BOTH.slice(0, BOTH.length() - 1))));
        Bytes half = RuleSamples.listed(Rule.Epoch.LISTED_MAX / 2);
        assertEquals(2, ((Rule.Epoch) Rule.decode(epoch(half, half))).ended().size());
        assertReason(Reason.FIELD, () -> Rule.decode(epoch(half, half, FIRST)));
        Bytes[] many =
                Collections.nCopies(Rule.Epoch.ENDED_MAX + 1, Bytes.EMPTY).toArray(Bytes[]::new);
        assertReason(Reason.TOO_LARGE, () -> Rule.decode(epoch(many)));
    }

    @Test
    void findsWhatIsListed() {
        Bytes listed = RuleSamples.listed(300);
        Rule.Ended ended = new Rule.Ended(TARGET, listed, Bytes.EMPTY);
        for (int i = 0; i < 300; i++) {
            assertTrue(ended.lists(Bytes.concat(ended.at(i), CHECK)));
        }
        Bytes more = RuleSamples.listed(301);
        assertFalse(ended.lists(Bytes.concat(more.slice(listed.length(), more.length()), CHECK)));
        assertFalse(ended.lists(CHECK));
        assertFalse(TestRoom.ended(TARGET).lists(CHECK));
    }

    private static Bytes epoch(Bytes... lists) {
        List<Rule.Ended> ended = new ArrayList<>();
        for (Bytes list : lists) {
            ended.add(new Rule.Ended(TARGET, list, Bytes.EMPTY));
        }
        return new Rule.Epoch(1, ended, CHECK, 0).encode();
    }

    /** Each with a list whose length takes the most bytes, too. */
    @Test
    void anEpochThatEndsAsManyAsItMayFitsWithAllThatItMayList() throws Malformed {
        Bytes all = RuleSamples.listed(Rule.Epoch.LISTED_MAX);
        List<Rule.Ended> ended = new ArrayList<>();
        int share = all.length() / Rule.Epoch.ENDED_MAX / Rule.Ended.PREFIX_BYTES * Rule.Ended.PREFIX_BYTES;
        for (int i = 0; i < Rule.Epoch.ENDED_MAX; i++) {
            int to = i == Rule.Epoch.ENDED_MAX - 1 ? all.length() : (i + 1) * share;
            ended.add(new Rule.Ended(TARGET, all.slice(i * share, to), SECRET));
        }
        Rule.Epoch largest = new Rule.Epoch(Value.Int.MAX, ended, CHECK, Value.Int.MAX);
        assertTrue(largest.encode().length() <= Rule.BYTES_MAX, largest.encode().length() + " bytes");
        assertEquals(largest, Rule.decode(largest.encode()));
    }

    @Test
    void aSecretIsHandedDownWholeOrNotAtAll() throws Malformed {
        Value.Mapping with = ended().with("secret", SECRET);
        assertEquals(SECRET, first(with).secret());
        assertEquals(Bytes.EMPTY, first(ended()).secret());
        for (int length : new int[] {0, 1, SECRET.length() - 1, SECRET.length() + 1}) {
            assertReason(Reason.FIELD, () -> first(ended().with("secret", Bytes.wrap(new byte[length]))));
        }
        assertReason(Reason.FIELD, () -> first(ended().with("secret", "text")));
    }

    private static Value.Mapping ended() {
        return Value.map().with("epoch", new Value.Link(TARGET)).with("ids", FIRST);
    }

    /** What is read of an epoch that ends only this. */
    private static Rule.Ended first(Value ended) throws Malformed {
        Value.Mapping epoch = Cbor.decodeFields(epoch()).mapping();
        Bytes encoded = Cbor.encode(epoch.with("ended", new Value.Sequence(List.of(ended))));
        return ((Rule.Epoch) Rule.decode(encoded)).ended().getFirst();
    }

    @Test
    void epochsBeginAtALamport() {
        for (long wrong : new long[] {-1, -Value.Int.MAX}) {
            assertReason(Reason.FIELD, () -> Rule.decode(new Rule.Epoch(1, List.of(), CHECK, wrong).encode()));
        }
    }

    @Test
    void grantsAreBounded() throws Malformed {
        Rule.Share share = new Rule.Share(TestRoom.INVITATION, Bytes.wrap(new byte[Rule.Share.SEALED_BYTES_MAX]));
        Rule.Grant largest = new Rule.Grant(TARGET, Collections.nCopies(Rule.Grant.SHARES_MAX, share));
        assertEquals(largest, Rule.decode(largest.encode()));
        Rule.Grant more = new Rule.Grant(TARGET, Collections.nCopies(Rule.Grant.SHARES_MAX + 1, share));
        assertReason(Reason.TOO_LARGE, () -> Rule.decode(more.encode()));
        Rule.Share empty = new Rule.Share(TestRoom.INVITATION, Bytes.EMPTY);
        assertReason(Reason.FIELD, () -> Rule.decode(new Rule.Grant(TARGET, List.of(empty)).encode()));
        assertReason(Reason.TOO_LARGE, () -> Rule.decode(Bytes.wrap(new byte[Rule.BYTES_MAX + 1])));
    }

    @Test
    void theLargestRulesFitIntoAnEntryEvenWhenSealed() {
        RuleEntry some = RuleSamples.entry(Bytes.wrap(new byte[Rule.BYTES_MAX + RoomKey.SEALING_BYTES]));
        Envelope largest = new Envelope(
                some.envelope().room(),
                some.envelope().author(),
                Value.Int.MAX,
                Value.Int.MAX,
                Collections.nCopies(Limits.ENTRY_PARENTS_MAX, TARGET),
                TARGET);
        int length = new RuleEntry(largest, some.content())
                .block(Bytes.wrap(new byte[64]))
                .length();
        assertTrue(length <= Limits.ENTRY_BYTES_MAX, length + " bytes");
    }

    @Test
    void anEntryBringsARule() throws Malformed {
        TestSession may = new TestSession("may");
        RuleEntry entry = RuleSamples.entry(new Rule.Leave().encode());
        RuleEntry.Received received = RuleEntry.decode(entry.block(may.sign(entry.signable())), HASHES);
        assertEquals(entry, received.entry());
        assertTrue(TestSignatures.isValid(received.check()));
        assertEquals(new Rule.Leave(), Rule.decode(received.entry().content()));
    }

    @Test
    void theLogOfWhatIsSaidTakesNoRulesNorTheOtherWayRound() {
        Bytes rule = RuleSamples.blocks().getFirst();
        assertReason(Reason.UNKNOWN_VERSION, () -> Entry.decode(rule, HASHES));
        Bytes said = new Entry(
                        RuleSamples.entry(CHECK).envelope().room(),
                        TestRoom.OLGA.session(),
                        1,
                        1,
                        List.of(),
                        TARGET,
                        new EntryBody.Retraction(TARGET))
                .block(Bytes.wrap(new byte[64]));
        assertReason(Reason.FIELD, () -> RuleEntry.decode(said, HASHES));
    }
}
