package tropichat.server.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.gates.GateRule;
import tropichat.core.gates.SeatClaim;
import tropichat.core.gates.Ticket;
import tropichat.core.gates.Uint256;
import tropichat.core.identity.EthereumAddress;
import tropichat.core.identity.RoomName;
import tropichat.crypto.JvmHashes;

/** Who sits, and who has to go. */
class SeatsTest {
    private static final Hashes HASHES = new JvmHashes();
    private static final GateRule.Erc721 BADGE = seat("badge");
    private static final GateRule.Erc721 MEDAL = seat("medal");
    private static final GateRule RULE = new GateRule.All(List.of(BADGE, MEDAL));

    private final Seats seats = new Seats();
    private long now = 1_000;

    private static EthereumAddress address(String name) {
        return new EthereumAddress(HASHES.keccak256(Bytes.utf8(name)).slice(0, EthereumAddress.LENGTH));
    }

    private static GateRule.Erc721 seat(String contract) {
        return new GateRule.Erc721(1, address(contract), Uint256.ONE, List.of(), false, true);
    }

    private static Watched member(String name) {
        return new Watched(RoomName.LOBBY, address(name), RULE);
    }

    private static SeatClaim on(GateRule.Erc721 of, long... tokens) {
        List<Uint256> ids = new ArrayList<>();
        for (long token : tokens) {
            ids.add(Uint256.of(token));
        }
        return new SeatClaim(of, ids);
    }

    private List<Watched> come(String name, SeatClaim... claims) {
        return seats.sitAnyway(member(name), List.of(claims), now);
    }

    private boolean stays(String name, SeatClaim... claims) {
        return seats.sit(member(name), List.of(claims), now);
    }

    @Test
    void whoComesLaterHasTheSeatAndTheOtherOneGetsItBackOnlyByComing() {
        assertEquals(List.of(), come("ana", on(BADGE, 7)));
        assertEquals(List.of(), come("ana", on(BADGE, 7)));
        assertEquals(List.of(member("ana")), come("ben", on(BADGE, 7)));
        assertFalse(stays("ana", on(BADGE, 7)));
        assertTrue(stays("ben", on(BADGE, 7)));
        assertEquals(List.of(member("ben")), come("ana", on(BADGE, 7)));
    }

    @Test
    void onTwoTokensTwoSitWhicheverTheyTookFirst() {
        assertEquals(List.of(), come("ana", on(BADGE, 7, 8)));
        assertEquals(List.of(), come("ben", on(BADGE, 7)));
        assertTrue(stays("ana", on(BADGE, 7, 8)));
        assertTrue(stays("ben", on(BADGE, 7)));
        assertEquals(List.of(member("ana")), come("eve", on(BADGE, 7, 8)));
    }

    @Test
    void whoHasGivenAwayItsTokenTakesAnotherOfItsOwnIfItIsFree() {
        come("ana", on(BADGE, 7));
        assertTrue(stays("ana", on(BADGE, 9)));
        assertEquals(List.of(), come("ben", on(BADGE, 7)));
        assertFalse(stays("ana", on(BADGE, 7)));
    }

    @Test
    void seatsOfOtherRoomsRulesAndPartsAreOthers() {
        come("ana", on(BADGE, 7), on(MEDAL, 7));
        Watched elsewhere = new Watched(new RoomName("elsewhere"), address("ben"), RULE);
        assertEquals(List.of(), seats.sitAnyway(elsewhere, List.of(on(BADGE, 7)), now));
        Watched byAnother = new Watched(RoomName.LOBBY, address("ben"), BADGE);
        assertEquals(List.of(), seats.sitAnyway(byAnother, List.of(on(BADGE, 7)), now));
        assertEquals(List.of(), come("ben", on(BADGE, 8), on(MEDAL, 8)));
        assertEquals(List.of(member("ana"), member("ben")), come("eve", on(BADGE, 7), on(MEDAL, 8)));
    }

    @Test
    void seatsEndWithTicketsAndWhereTheyAreNoLongerNeeded() {
        come("ana", on(BADGE, 7));
        now += Ticket.LIFETIME_MILLIS_MAX - 1;
        assertEquals(List.of(member("ana")), come("ben", on(BADGE, 7)));
        now += Ticket.LIFETIME_MILLIS_MAX;
        assertEquals(List.of(), come("ana", on(BADGE, 7)));
        assertTrue(stays("ana"));
        assertEquals(List.of(), come("ben", on(BADGE, 7)));
        seats.leave(member("ben"));
        assertEquals(List.of(), come("ana", on(BADGE, 7)));
    }

    @Test
    void theOldestAreForgottenBeyondABound() {
        Seats few = new Seats(2);
        for (String name : List.of("ana", "ben", "eve")) {
            few.sitAnyway(member(name), List.of(on(BADGE, name.hashCode())), now);
        }
        assertEquals(List.of(), few.sitAnyway(member("dan"), List.of(on(BADGE, "ana".hashCode())), now));
        assertEquals(List.of(member("eve")), few.sitAnyway(member("zoe"), List.of(on(BADGE, "eve".hashCode())), now));
    }
}
