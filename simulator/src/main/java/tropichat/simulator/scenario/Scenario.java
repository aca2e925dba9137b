package tropichat.simulator.scenario;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One run, described: who takes part, on what network, what goes wrong, what must come of it. Times are microseconds
 * since the beginning.
 *
 * @param joinMicros the peers come one after the other over this time
 * @param settleMicros from so long after being let in on, a peer must hear everything
 * @param mix what the messages are
 * @param ownership null where the room is everybody's
 * @param skewMillisMax how far a peer's clock may be off, either way
 * @param meshMembers members up to whom everybody is linked with everybody
 * @param linksCap open links that a peer may have at most
 * @param linksFromMicros from when on links are counted: a large room begins as a small one
 * @param eventsMax events after which something must be wrong
 */
public record Scenario(
        String name,
        String title,
        int peers,
        long seed,
        NetworkPreset network,
        boolean realCrypto,
        long joinMicros,
        long settleMicros,
        long skewMillisMax,
        NatMix nat,
        Hostility hostility,
        Talk talk,
        Mix mix,
        @Nullable Ownership ownership,
        List<Fault> faults,
        int meshMembers,
        int linksCap,
        long linksFromMicros,
        long eventsMax,
        long endMicros,
        List<Expectation> expectations) {
    /** So many messages at even intervals, each by somebody who can just now speak. */
    public record Talk(int messages, long fromMicros, long toMicros) {}

    public Scenario {
        faults = List.copyOf(faults);
        expectations = List.copyOf(expectations);
    }

    public Scenario withSeed(long other) {
        return with(peers, other);
    }

    public Scenario withPeers(int other) {
        return with(other, seed);
    }

    private Scenario with(int otherPeers, long otherSeed) {
        return new Scenario(
                name,
                title,
                otherPeers,
                otherSeed,
                network,
                realCrypto,
                joinMicros,
                settleMicros,
                skewMillisMax,
                nat,
                hostility,
                talk,
                mix,
                ownership,
                faults,
                meshMembers,
                linksCap,
                linksFromMicros,
                eventsMax,
                endMicros,
                expectations);
    }
}
