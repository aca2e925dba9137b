package tropichat.server.gate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import tropichat.core.gates.GateRule;
import tropichat.core.gates.SeatClaim;
import tropichat.core.gates.Ticket;
import tropichat.core.gates.Uint256;
import tropichat.core.identity.RoomName;
import tropichat.core.identity.WalletAddress;

/**
 * Who sits on which token, where each lets in one wallet at a time. A seat ends with the ticket for which it was taken;
 * whoever has other tokens moves over where that makes room for somebody.
 */
final class Seats {
    /** Seats that are taken at once; the oldest are forgotten first, and their wallets stay until their tickets end. A guess. */
    static final int TAKEN_MAX = 50_000;

    /** Where seats are counted for themselves: in a room, by one part of its rule. */
    private record Row(RoomName room, GateRule rule, GateRule.Erc721 of) {}

    private record Chair(Row row, Uint256 token) {}

    private record Place(Row row, WalletAddress wallet) {}

    /**
     * Who sits somewhere.
     *
     * @param tokens on any of which it might
     * @param since as how many-eth it sat down
     */
    private record Sitter(WalletAddress wallet, List<Uint256> tokens, long untilMillis, long since) {}

    private final int takenMax;

    /** In the order in which they were last asked about. */
    private final SequencedMap<Chair, Sitter> taken = new LinkedHashMap<>();

    /** The same, by who sits there. */
    private final Map<Place, Uint256> places = new HashMap<>();

    private long count;

    Seats() {
        this(TAKEN_MAX);
    }

    Seats(int takenMax) {
        this.takenMax = takenMax;
    }

    /** Whether it sits wherever it has to, and nobody has to go for that; where it need not sit it stands up. */
    boolean sit(Watched whom, List<SeatClaim> claims, long nowMillis) {
        endOld(nowMillis);
        standUp(whom, claims);
        boolean sits = true;
        for (SeatClaim claim : claims) {
            Row row = new Row(whom.room(), whom.rule(), claim.of());
            sits &= hasSat(row, whom.wallet(), claim.tokens(), nowMillis);
        }
        return sits;
    }

    /** Those who have to go so that it sits wherever it has to: who has sat longest on any of its tokens. */
    List<Watched> sitAnyway(Watched whom, List<SeatClaim> claims, long nowMillis) {
        List<Watched> evicted = new ArrayList<>();
        if (sit(whom, claims, nowMillis)) {
            return evicted;
        }
        for (SeatClaim claim : claims) {
            Row row = new Row(whom.room(), whom.rule(), claim.of());
            Uint256 token = places.containsKey(new Place(row, whom.wallet())) ? null : oldest(row, claim.tokens());
            Sitter former = token == null ? null : taken.get(new Chair(row, token));
            if (token != null && former != null) {
                leave(row, former.wallet());
                put(row, token, new Sitter(whom.wallet(), claim.tokens(), until(nowMillis), count++));
                evicted.add(new Watched(whom.room(), former.wallet(), whom.rule()));
            }
        }
        return evicted;
    }

    /** Has it stand up everywhere. */
    void leave(Watched whom) {
        standUp(whom, List.of());
    }

    private void standUp(Watched whom, List<SeatClaim> claims) {
        for (GateRule leaf : whom.rule().leaves()) {
            if (leaf instanceof GateRule.Erc721 token
                    && token.seat()
                    && claims.stream().noneMatch(claim -> claim.of().equals(token))) {
                leave(new Row(whom.room(), whom.rule(), token), whom.wallet());
            }
        }
    }

    /** Where it did, on a free token, or on one whose sitter moves to another. */
    private boolean hasSat(Row row, WalletAddress wallet, List<Uint256> tokens, long nowMillis) {
        Uint256 former = places.get(new Place(row, wallet));
        Sitter left = leave(row, wallet);
        if (former != null && left != null && tokens.contains(former)) {
            put(row, former, new Sitter(wallet, tokens, until(nowMillis), left.since()));
            return true;
        }
        for (Uint256 token : tokens) {
            if (!taken.containsKey(new Chair(row, token)) || hasMoved(row, token)) {
                put(row, token, new Sitter(wallet, tokens, until(nowMillis), count++));
                return true;
            }
        }
        return false;
    }

    private boolean hasMoved(Row row, Uint256 from) {
        Sitter sitter = taken.get(new Chair(row, from));
        if (sitter == null) {
            return false;
        }
        for (Uint256 other : sitter.tokens()) {
            if (!taken.containsKey(new Chair(row, other))) {
                leave(row, sitter.wallet());
                put(row, other, sitter);
                return true;
            }
        }
        return false;
    }

    private @Nullable Uint256 oldest(Row row, List<Uint256> tokens) {
        Uint256 oldest = null;
        long since = Long.MAX_VALUE;
        for (Uint256 token : tokens) {
            Sitter sitter = taken.get(new Chair(row, token));
            if (sitter != null && sitter.since() < since) {
                oldest = token;
                since = sitter.since();
            }
        }
        return oldest;
    }

    private @Nullable Sitter leave(Row row, WalletAddress wallet) {
        Uint256 token = places.remove(new Place(row, wallet));
        return token == null ? null : taken.remove(new Chair(row, token));
    }

    private void put(Row row, Uint256 token, Sitter sitter) {
        if (taken.size() >= takenMax) {
            endFirst();
        }
        taken.put(new Chair(row, token), sitter);
        places.put(new Place(row, sitter.wallet()), token);
    }

    private static long until(long nowMillis) {
        return nowMillis + Ticket.LIFETIME_MILLIS_MAX;
    }

    private void endOld(long nowMillis) {
        while (!taken.isEmpty() && taken.firstEntry().getValue().untilMillis() <= nowMillis) {
            endFirst();
        }
    }

    private void endFirst() {
        Map.Entry<Chair, Sitter> first = taken.firstEntry();
        leave(first.getKey().row(), first.getValue().wallet());
    }
}
