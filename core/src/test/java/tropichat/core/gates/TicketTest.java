package tropichat.core.gates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tropichat.core.base.Bytes;
import tropichat.core.base.Limits;
import tropichat.core.base.Malformed;
import tropichat.core.base.TestHashes;
import tropichat.core.gates.Ticket.Refusal;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.RoomName;
import tropichat.core.identity.TestSession;
import tropichat.core.identity.TestSignatures;
import tropichat.core.identity.TestWallet;
import tropichat.core.identity.WalletAddress;

/** What gatekeepers sign, and what it is worth elsewhere. */
class TicketTest {
    private static final long NOW = 1_800_000_000_000L;
    private static final long UNTIL = NOW + Ticket.LIFETIME_MILLIS_MAX;
    private static final TestSession KEEPER = new TestSession("keeper");
    private static final TestSession SESSION = new TestSession("ana");
    private static final WalletAddress WALLET = new TestWallet("ana").address();
    private static final RoomName ROOM = new RoomName("whales");
    private static final Bytes RULE = new TestHashes().sha256(Bytes.utf8("a rule"));
    private static final Finding FINDING =
            new Finding(ROOM, WALLET, RULE, List.of(new Finding.Block(1, 100), new Finding.Block(137, 7)));

    private static Ticket ticket(TestSession signer) {
        Bytes signature = signer.sign(Ticket.signable(FINDING, SESSION.key(), UNTIL, KEEPER.key()));
        return new Ticket(FINDING, SESSION.key(), UNTIL, KEEPER.key(), signature);
    }

    private static @Nullable Refusal refusal(
            RoomName room, DidKey session, WalletAddress wallet, Bytes rule, DidKey keeper, long now) {
        return ticket(KEEPER).refusal(room, session, wallet, rule, Set.of(keeper), now, 0);
    }

    @Test
    void isReadAsItWasWritten() throws Malformed {
        Ticket ticket = ticket(KEEPER);
        Ticket read = Ticket.decode(ticket.encode());
        assertEquals(ticket, read);
        assertTrue(TestSignatures.isValid(read.signatureCheck()));
        assertNull(refusal(ROOM, SESSION.key(), WALLET, RULE, KEEPER.key(), NOW));
    }

    @Test
    void aForgedTicketIsNoTicket() {
        assertFalse(TestSignatures.isValid(ticket(SESSION).signatureCheck()));
    }

    @Test
    void anOldTicketIsNoTicket() {
        assertEquals(Refusal.EXPIRED, refusal(ROOM, SESSION.key(), WALLET, RULE, KEEPER.key(), UNTIL));
        assertNull(ticket(KEEPER).refusal(ROOM, SESSION.key(), WALLET, RULE, Set.of(KEEPER.key()), UNTIL, 1));
    }

    @Test
    void aTicketOfAnotherRoomOrSessionOrWalletIsNoTicket() {
        DidKey other = new TestSession("ben").key();
        WalletAddress wallet = new TestWallet("ben").address();
        assertEquals(Refusal.OTHER_ROOM, refusal(new RoomName("fish"), SESSION.key(), WALLET, RULE, KEEPER.key(), NOW));
        assertEquals(Refusal.OTHER_SESSION, refusal(ROOM, other, WALLET, RULE, KEEPER.key(), NOW));
        assertEquals(Refusal.OTHER_WALLET, refusal(ROOM, SESSION.key(), wallet, RULE, KEEPER.key(), NOW));
    }

    @Test
    void aTicketForAnotherRuleOrByAStrangerIsNoTicket() {
        Bytes rule = new TestHashes().sha256(Bytes.utf8("another"));
        assertEquals(Refusal.OTHER_RULE, refusal(ROOM, SESSION.key(), WALLET, rule, KEEPER.key(), NOW));
        assertEquals(Refusal.STRANGE_KEEPER, refusal(ROOM, SESSION.key(), WALLET, RULE, SESSION.key(), NOW));
    }

    @Test
    void aTicketForTooLongIsNoTicket() {
        long early = NOW - Limits.CLOCK_SKEW_MILLIS_MAX - 1;
        assertEquals(Refusal.TOO_LONG, refusal(ROOM, SESSION.key(), WALLET, RULE, KEEPER.key(), early));
    }

    @Test
    void aLapseIsSignedByItsKeeperAndIsNoTicket() throws Malformed {
        Bytes signature = KEEPER.sign(Lapse.signable(FINDING, NOW, KEEPER.key()));
        Lapse lapse = new Lapse(FINDING, NOW, KEEPER.key(), signature);
        Lapse read = Lapse.decode(lapse.encode());
        assertEquals(lapse, read);
        assertTrue(TestSignatures.isValid(read.signatureCheck()));
        assertThrows(Malformed.class, () -> Ticket.decode(lapse.encode()));
        assertFalse(TestSignatures.isValid(new Lapse(FINDING, NOW + 1, KEEPER.key(), signature).signatureCheck()));
    }

    @Test
    void anyBytesAreATicketThatIsNotGoodOrRefused() {
        long seed = 7_003;
        Random random = new Random(seed);
        byte[] good = ticket(KEEPER).encode().toArray();
        for (int i = 0; i < 2_000; i++) {
            byte[] bad = good.clone();
            bad[random.nextInt(bad.length)] ^= (byte) (1 + random.nextInt(255));
            try {
                Ticket read = Ticket.decode(Bytes.wrap(bad));
                assertFalse(TestSignatures.isValid(read.signatureCheck()), "seed " + seed);
            } catch (Malformed refused) {
                assertNotNull(refused.getMessage());
            }
        }
    }
}
