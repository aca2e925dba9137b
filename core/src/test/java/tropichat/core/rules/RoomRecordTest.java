package tropichat.core.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tropichat.core.rules.TestRoom.HASHES;
import static tropichat.core.rules.TestRoom.NOW_MILLIS;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tropichat.core.base.Bytes;
import tropichat.core.base.Limits;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;
import tropichat.core.identity.Delegation;
import tropichat.core.identity.TestContract;
import tropichat.core.identity.TestSession;
import tropichat.core.identity.TestSignatures;
import tropichat.core.identity.TestWallet;
import tropichat.core.keys.History;
import tropichat.core.rules.RoomRecord.Policy;
import tropichat.core.wire.Cbor;
import tropichat.core.wire.Value;

/** What makes a room. */
class RoomRecordTest {
    private static final TestSession SESSION = new TestSession("olga");
    private static final TestWallet WALLET = new TestWallet("olga");
    private static final Set<String> DOMAINS = Set.of(TestWallet.DOMAIN);
    private static final Bytes KEY = HASHES.sha256(Bytes.utf8("key"));
    private static final Bytes CHECK = RoomRecord.keyCheck(KEY, HASHES);

    private static RoomRecord record(Delegation delegation) {
        return new RoomRecord(
                new RoomSettings("Palm Beach 🌴", "What the sea brings", 50, 1_000, 30, 5),
                Policy.INVITE,
                History.FORWARD_SECRET,
                delegation,
                NOW_MILLIS,
                CHECK);
    }

    private static Delegation delegation() {
        return WALLET.delegate(SESSION.key(), NOW_MILLIS, NOW_MILLIS + 1_000);
    }

    private static Bytes block(RoomRecord record) {
        return record.block(SESSION.sign(record.signable(HASHES)), HASHES);
    }

    @Test
    void belongsToNoContract() {
        Delegation contracts = new TestContract(WALLET).delegate(SESSION.key(), NOW_MILLIS, NOW_MILLIS + 1_000);
        Bytes block = block(record(contracts));
        assertEquals(
                Reason.FIELD,
                assertThrows(Malformed.class, () -> RoomRecord.decode(block, HASHES))
                        .reason());
    }

    @Test
    void isReadAsItWasWrittenAndNamesTheRoom() throws Malformed {
        RoomRecord record = record(delegation());
        RoomRecord.Received received = RoomRecord.decode(block(record), HASHES);
        assertEquals(record, received.record());
        assertEquals(WALLET.address(), received.record().owner());
        assertEquals(59, received.name().text().length());
        assertEquals(received.id().text(), received.name().text());
        assertEquals(2, received.checks().size());
        assertTrue(received.checks().stream().allMatch(TestSignatures::isValid));
    }

    @Test
    void belongsToAWalletOfSolanaAsWell() throws Malformed {
        TestWallet wallet = new TestWallet("olga" + TestWallet.SOLANA);
        RoomRecord record = record(wallet.delegate(SESSION.key(), NOW_MILLIS, NOW_MILLIS + 1_000));
        RoomRecord.Received received = RoomRecord.decode(block(record), HASHES);
        assertEquals(wallet.address(), received.record().owner());
        assertTrue(received.checks().stream().allMatch(TestSignatures::isValid));
    }

    @Test
    void anOpenRoomHasNoKey() throws Malformed {
        RoomRecord open =
                new RoomRecord(TestRoom.settings(10), Policy.OPEN, History.SHARED, delegation(), NOW_MILLIS, null);
        assertEquals(open, RoomRecord.decode(block(open), HASHES).record());
        assertRefused(Reason.FIELD, with(open, "check", new Value.Blob(CHECK)));
        assertRefused(Reason.FIELD, with(open, "history", new Value.Text("forward-secret")));
        assertRefused(Reason.FIELD, with(record(delegation()), "policy", new Value.Text("open")));
        RoomRecord closed = record(delegation());
        assertRefused(
                Reason.FIELD,
                Cbor.encode(Cbor.decodeFields(block(closed)).mapping().without("check")));
        assertThrows(
                IllegalArgumentException.class,
                () -> new RoomRecord(
                        TestRoom.settings(10), Policy.INVITE, History.SHARED, delegation(), NOW_MILLIS, null));
    }

    @Test
    void isTheWorkOfTheSessionThatTheWalletNames() throws Malformed {
        RoomRecord record = record(delegation());
        Bytes forged = record.block(new TestSession("eve").sign(record.signable(HASHES)), HASHES);
        RoomRecord.Received received = RoomRecord.decode(forged, HASHES);
        assertFalse(TestSignatures.isValid(received.checks().getFirst()));
        assertNotEquals(RoomRecord.decode(block(record), HASHES).id(), received.id());
    }

    @Test
    void theDelegationCountsByTheRecordsOwnTimeAndForItsSite() {
        assertNull(record(delegation()).refusal(DOMAINS));
        assertEquals(Delegation.Refusal.WRONG_DOMAIN, record(delegation()).refusal(Set.of("elsewhere.example")));
        Delegation over = WALLET.delegate(SESSION.key(), NOW_MILLIS - 2_000, NOW_MILLIS);
        assertEquals(Delegation.Refusal.EXPIRED, record(over).refusal(DOMAINS));
        Delegation later = WALLET.delegate(SESSION.key(), NOW_MILLIS + 86_400_000, NOW_MILLIS + 90_000_000);
        assertEquals(Delegation.Refusal.NOT_YET_VALID, record(later).refusal(DOMAINS));
    }

    @Test
    void saysWhichPolicyItDoesNotKnow() throws Malformed {
        assertEquals("a room of the policy moon, which this version does not know", unknown("policy", "moon"));
        assertEquals("a room of the history none, which this version does not know", unknown("history", "none"));
        assertEquals("a room of the policy …, which this version does not know", unknown("policy", "\u202emoon"));
        assertRefused(Reason.TOO_LARGE, with(record(delegation()), "policy", new Value.Text("p".repeat(33))));
        assertRefused(Reason.UNKNOWN_VERSION, with(record(delegation()), "v", new Value.Int(2)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "two\nlines", "bell\u0007", "turned \u202eemor", "is\u2067olated", "half \ud83c"})
    void refusesNamesThatCouldDeceive(String name) {
        assertEquals(Reason.FIELD, reason(name, "", 1));
    }

    @Test
    void refusesWhatIsTooLongOrOutOfRange() throws Malformed {
        assertEquals(Reason.TOO_LARGE, reason("n".repeat(65), "", 1));
        assertEquals(
                "n".repeat(64),
                RoomSettings.parse("n".repeat(64), "", 1, 0, 0, 0).name());
        assertEquals(Reason.TOO_LARGE, reason("n", "🌴".repeat(129), 1));
        assertEquals(
                512,
                Bytes.utf8(RoomSettings.parse("n", "🌴".repeat(128), 1, 0, 0, 0).topic())
                        .length());
        assertEquals(Reason.FIELD, reason("n", "two\nlines", 1));
        assertEquals(Reason.FIELD, reason("n", "", 0));
        assertEquals(Reason.FIELD, reason("n", "", RoomSettings.CAPACITY_MAX + 1));
        assertRange(1, RoomSettings.KEPT_ENTRIES_MAX + 1, 0, 0);
        assertRange(1, 0, RoomSettings.KEPT_DAYS_MAX + 1, 0);
        assertRange(1, 0, 0, RoomSettings.SLOW_SECONDS_MAX + 1);
        assertRange(1, -1, 0, 0);
        assertThrows(IllegalArgumentException.class, () -> new RoomSettings("", "", 1, 0, 0, 0));
        assertRefused(Reason.TOO_LARGE, Bytes.wrap(new byte[Limits.RECORD_BYTES_MAX + 1]));
    }

    @Test
    void aKeyIsCheckedByItsHashUnderALabel() {
        Bytes label = Bytes.utf8("tropichat room key 1\0");
        assertEquals(HASHES.sha256(Bytes.concat(label, KEY)), CHECK);
        assertThrows(IllegalArgumentException.class, () -> RoomRecord.keyCheck(Bytes.EMPTY, HASHES));
    }

    private static void assertRange(int capacity, int keptEntries, int keptDays, int slowSeconds) {
        Malformed malformed = assertThrows(
                Malformed.class, () -> RoomSettings.parse("n", "", capacity, keptEntries, keptDays, slowSeconds));
        assertEquals(Reason.FIELD, malformed.reason());
    }

    private static Reason reason(String name, String topic, int capacity) {
        return assertThrows(Malformed.class, () -> RoomSettings.parse(name, topic, capacity, 0, 0, 0))
                .reason();
    }

    private static @Nullable String unknown(String key, String word) throws Malformed {
        Bytes block = with(record(delegation()), key, new Value.Text(word));
        Malformed malformed = assertThrows(Malformed.class, () -> RoomRecord.decode(block, HASHES));
        assertEquals(Reason.UNKNOWN_VERSION, malformed.reason());
        return malformed.getMessage();
    }

    private static Bytes with(RoomRecord record, String key, Value value) throws Malformed {
        return Cbor.encode(Cbor.decodeFields(block(record)).mapping().with(key, value));
    }

    private static void assertRefused(Reason reason, Bytes block) {
        assertEquals(
                reason,
                assertThrows(Malformed.class, () -> RoomRecord.decode(block, HASHES))
                        .reason());
    }
}
