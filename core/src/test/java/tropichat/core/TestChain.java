package tropichat.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tropichat.core.gates.Verdict;
import tropichat.core.gates.Verdict.Outcome;
import tropichat.core.gates.Verdict.Reason;
import tropichat.core.identity.WalletAddress;

/** A chain that pages ask themselves: nothing is known of a wallet of which nothing was said here. */
final class TestChain {
    private record Seen(Outcome latest, Outcome earlier) {}

    private final Map<WalletAddress, Seen> seen = new LinkedHashMap<>();

    /** Of whom it was asked, in this order. */
    final List<WalletAddress> asked = new ArrayList<>();

    /** What it says at the newest block and at one a few before. */
    void says(WalletAddress wallet, Outcome latest, Outcome earlier) {
        seen.put(wallet, new Seen(latest, earlier));
    }

    boolean lacks(WalletAddress wallet) {
        asked.add(wallet);
        Seen of = seen.getOrDefault(wallet, new Seen(Outcome.UNKNOWN, Outcome.UNKNOWN));
        return Verdict.lacks(verdict(of.latest()), verdict(of.earlier()));
    }

    private static Verdict verdict(Outcome outcome) {
        return new Verdict(outcome, Reason.UNKNOWN, List.of());
    }
}
