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
import tropichat.core.rules.RoomGate;

/** A gatekeeper that knows who holds what without asking any chain; its signatures are real. */
final class TestGatekeeper {
    private static final Bytes WRITTEN_RULE = Bytes.utf8("a rule");
    static final Bytes RULE = new TestHashes().sha256(WRITTEN_RULE);

    private final TestSession key;

    /** Of which room it speaks. */
    RoomName room = TestHost.ROOM;

    /** Who holds what the room asks for. */
    final Set<WalletAddress> holders = new LinkedHashSet<>();

    TestGatekeeper(String name) {
        key = new TestSession(name);
    }

    Gating gating() {
        return new Gating(RULE, List.of(key.key()), null);
    }

    /** The same of a room that belongs to somebody. */
    RoomGate gate() {
        return new RoomGate(WRITTEN_RULE, RULE, List.of(key.key()));
    }

    @Nullable
    Bytes ticket(TestNetwork.Page page, long nowMillis) {
        WalletAddress wallet = page.host.wallet.address();
        long until = nowMillis + Ticket.LIFETIME_MILLIS_MAX;
        return holders.contains(wallet) ? ticket(room, RULE, wallet, page.host.session.key(), until) : null;
    }

    Bytes ticket(RoomName room, Bytes rule, WalletAddress wallet, DidKey session, long untilMillis) {
        Finding finding = finding(room, rule, wallet);
        Bytes signature = key.sign(Ticket.signable(finding, session, untilMillis, key.key()));
        return new Ticket(finding, session, untilMillis, key.key(), signature).encode();
    }

    Bytes lapse(WalletAddress wallet, long atMillis) {
        Finding finding = finding(room, RULE, wallet);
        Bytes signature = key.sign(Lapse.signable(finding, atMillis, key.key()));
        return new Lapse(finding, atMillis, key.key(), signature).encode();
    }

    /** Words on those of these who hold nothing. */
    List<Bytes> lapses(List<WalletAddress> wallets, long nowMillis) {
        return wallets.stream()
                .filter(each -> !holders.contains(each))
                .map(each -> lapse(each, nowMillis))
                .toList();
    }

    private static Finding finding(RoomName room, Bytes rule, WalletAddress wallet) {
        return new Finding(room, wallet, rule, List.of(new Finding.Block(1, 100)));
    }
}
