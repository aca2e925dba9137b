package tropichat.core;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.TestHashes;
import tropichat.core.gates.Finding;
import tropichat.core.gates.Lapse;
import tropichat.core.gates.Ticket;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.RoomName;
import tropichat.core.identity.TestSession;
import tropichat.core.identity.WalletAddress;

/** A gatekeeper that knows who holds what without asking any chain; its signatures are real. */
final class TestGatekeeper {
    static final Bytes RULE = new TestHashes().sha256(Bytes.utf8("a rule"));

    private final TestSession key;

    /** Who holds what the room asks for. */
    final Set<WalletAddress> holders = new LinkedHashSet<>();

    TestGatekeeper(String name) {
        key = new TestSession(name);
    }

    Gating gating() {
        return new Gating(RULE, List.of(key.key()));
    }

    @Nullable
    Bytes ticket(TestNetwork.Page page, long nowMillis) {
        WalletAddress wallet = page.host.wallet.address();
        long until = nowMillis + Ticket.LIFETIME_MILLIS_MAX;
        return holders.contains(wallet) ? ticket(TestHost.ROOM, RULE, wallet, page.host.session.key(), until) : null;
    }

    Bytes ticket(RoomName room, Bytes rule, WalletAddress wallet, DidKey session, long untilMillis) {
        Finding finding = finding(room, rule, wallet);
        Bytes signature = key.sign(Ticket.signable(finding, session, untilMillis, key.key()));
        return new Ticket(finding, session, untilMillis, key.key(), signature).encode();
    }

    Bytes lapse(WalletAddress wallet, long atMillis) {
        Finding finding = finding(TestHost.ROOM, RULE, wallet);
        Bytes signature = key.sign(Lapse.signable(finding, atMillis, key.key()));
        return new Lapse(finding, atMillis, key.key(), signature).encode();
    }

    private static Finding finding(RoomName room, Bytes rule, WalletAddress wallet) {
        return new Finding(room, wallet, rule, List.of(new Finding.Block(1, 100)));
    }
}
