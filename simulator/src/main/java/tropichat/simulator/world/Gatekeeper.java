package tropichat.simulator.world;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.gates.Finding;
import tropichat.core.gates.Lapse;
import tropichat.core.gates.Ticket;
import tropichat.core.identity.RoomName;
import tropichat.core.identity.WalletAddress;
import tropichat.core.rules.RoomGate;
import tropichat.simulator.crypto.Crypto;
import tropichat.simulator.crypto.Keys;

/** Who says who holds what the room asks for: it asks no chain, but knows. Beside the server, and as long there as it. */
final class Gatekeeper {
    private static final Bytes RULE = Bytes.utf8("what wallets must hold here");

    private final Keys keys;
    private final Set<WalletAddress> holders = new LinkedHashSet<>();

    /** What the room writes down of it. */
    final RoomGate gate;

    Gatekeeper(Keys keys, Crypto crypto) {
        this.keys = keys;
        this.gate = new RoomGate(RULE, crypto.hashes().sha256(RULE), List.of(keys.session()));
    }

    void give(WalletAddress wallet) {
        holders.add(wallet);
    }

    void take(WalletAddress wallet) {
        holders.remove(wallet);
    }

    boolean isHolder(WalletAddress wallet) {
        return holders.contains(wallet);
    }

    /** Null for whoever holds nothing. */
    @Nullable
    Bytes ticket(RoomName room, Node asking, long nowMillis) {
        WalletAddress wallet = asking.identity.wallet();
        if (!isHolder(wallet)) {
            return null;
        }
        Finding finding = finding(room, wallet);
        long until = nowMillis + Ticket.LIFETIME_MILLIS_MAX;
        Bytes signature = keys.sign(Ticket.signable(finding, asking.keys.session(), until, keys.session()));
        return new Ticket(finding, asking.keys.session(), until, keys.session(), signature).encode();
    }

    /** Words on those of these who hold nothing. */
    List<Bytes> lapses(RoomName room, List<WalletAddress> wallets, long nowMillis) {
        List<Bytes> lapses = new ArrayList<>();
        for (WalletAddress wallet : wallets) {
            if (!isHolder(wallet)) {
                Finding finding = finding(room, wallet);
                Bytes signature = keys.sign(Lapse.signable(finding, nowMillis, keys.session()));
                lapses.add(new Lapse(finding, nowMillis, keys.session(), signature).encode());
            }
        }
        return lapses;
    }

    private Finding finding(RoomName room, WalletAddress wallet) {
        return new Finding(room, wallet, gate.hash(), List.of());
    }
}
