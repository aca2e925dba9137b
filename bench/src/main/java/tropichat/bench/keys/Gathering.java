package tropichat.bench.keys;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tropichat.bench.load.LoadFailure;
import tropichat.bench.room.Author;
import tropichat.bench.room.LocalPeer;
import tropichat.bench.room.Loop;
import tropichat.core.Event;
import tropichat.core.Input;
import tropichat.core.Peer;
import tropichat.core.base.Bytes;
import tropichat.core.rules.Rule;
import tropichat.core.rules.State;
import tropichat.core.wire.Cid;

/** All members of a closed room in this process, linked as pages of a room of that size are. The owner removes one. */
final class Gathering {
    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private static final String DOMAIN = "chat.example";

    /** How long they have until all are linked and at rest: longer than {@code PartialView} takes to find links. */
    private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(3);

    /**
     * From the decision until everybody else is in the new epoch and can speak in it.
     *
     * @param cpuSeconds processor time of all of them
     */
    record Duration(double seconds, double cpuSeconds) {}

    private final Estate estate;
    private final LocalPeer owner;

    /** Without the owner, and whoever is to be removed. */
    private final List<LocalPeer> others = new ArrayList<>();

    private final Loop loop;

    private Gathering(Owner kept, Loop loop) throws InterruptedException {
        estate = kept.estate;
        this.loop = loop;
        Map<Author, LocalPeer> peers = new LinkedHashMap<>();
        owner = peer(estate.owner, kept.rules(), List.copyOf(kept.epochs().values()));
        peers.put(estate.owner, owner);
        for (Author guest : estate.guests) {
            peers.put(guest, peer(guest, kept.rules(), List.of()));
        }
        LocalPeer.gather(List.copyOf(peers.values()), estate.random);
        peers.remove(estate.guests.getLast());
        peers.remove(estate.owner);
        others.addAll(peers.values());
        long restNanos = System.nanoTime() + REST_NANOS;
        loop.runUntil(() -> System.nanoTime() > restNanos && owner.isLinked() && areIn(1));
    }

    private LocalPeer peer(Author author, List<Input.KeptRule> rules, List<Bytes> epochs) {
        LocalPeer.Making making =
                (identity, source, now) -> Peer.createRuled(estate.config, estate.charter, identity, source, now);
        LocalPeer peer = new LocalPeer(author.profile.name(), author, making, loop, estate.random);
        peer.tell(new Input.LawRestored(rules, epochs));
        peer.restoreNothing();
        return peer;
    }

    /**
     * @param members the owner among them
     * @param threads that verify, beside the one that runs all peers
     */
    static Duration measure(int members, int threads, long seed) {
        // What was there before has been made in a time of its own, which must be over.
        Owner kept = Owner.owner(members, DOMAIN, System.currentTimeMillis() - Owner.SETTLE_MILLIS, seed);
        kept.settle();
        try (Loop loop = new Loop(threads)) {
            return new Gathering(kept, loop).remove();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new LoadFailure("interrupted", interrupted);
        }
    }

    private Duration remove() throws InterruptedException {
        long cpuNanos = PROCESS.getProcessCpuTime();
        long decidedNanos = System.nanoTime();
        owner.tell(Owner.removal(estate));
        loop.runUntil(() -> areIn(2));
        long nanos = System.nanoTime() - decidedNanos;
        return new Duration(nanos / 1e9, (PROCESS.getProcessCpuTime() - cpuNanos) / 1e9);
    }

    private boolean areIn(long number) {
        return others.stream().allMatch(each -> each.isLinked() && isIn(each, number));
    }

    private static boolean isIn(LocalPeer peer, long number) {
        Event.LawChanged law = peer.law();
        State state = law == null ? null : law.state();
        Cid epoch = state == null ? null : state.epoch();
        Rule.Epoch rule = state == null || epoch == null ? null : state.epochs().get(epoch);
        return law != null && law.ready() && rule != null && rule.number() == number;
    }
}
