package tropichat.core.gossip;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.PeerRecord;

/**
 * Members that could be linked when a link is wanted (HyParView's passive view). Nobody who tells of members can fill it:
 * each introducer's share is bounded, and whoever has its share replaces only what it brought itself.
 */
public final class PassiveView {
    /** From the paper (Leitão, Pereira, Rodrigues: HyParView, DSN 2007, section 5.1), for 10,000 peers. */
    public static final int SIZE_MAX = 30;

    /** Two introducers of five links may lie, and most of the view is still of others' making. */
    public static final int SHARE_MAX = 6;

    /** A member that could be linked. */
    public static final class Candidate {
        public final DidKey session;

        /** What the server calls it; null where nobody told. */
        public @Nullable String id;

        /** How to reach it through peers; null where nobody told. */
        public @Nullable PeerRecord record;

        /** When it may be tried again. */
        public long retryAtMillis;

        /** Whose word it is that it exists; null for the server's. */
        private final @Nullable DidKey introducer;

        Candidate(DidKey session, @Nullable DidKey introducer) {
            this.session = session;
            this.introducer = introducer;
        }
    }

    private final IntUnaryOperator below;
    private final Map<DidKey, Candidate> candidates = new LinkedHashMap<>();

    /** @param below draws a number below the one that it is given */
    public PassiveView(IntUnaryOperator below) {
        this.below = below;
    }

    public int size() {
        return candidates.size();
    }

    public @Nullable Candidate find(DidKey session) {
        return candidates.get(session);
    }

    public void remove(DidKey session) {
        candidates.remove(session);
    }

    public void clear() {
        candidates.clear();
    }

    /** Takes note of a member; who is known already is only learnt more about. */
    public Candidate add(
            DidKey session, @Nullable String id, @Nullable PeerRecord record, @Nullable DidKey introducer) {
        Candidate candidate = candidates.get(session);
        if (candidate == null) {
            makeRoom(introducer);
            candidate = new Candidate(session, introducer);
            candidates.put(session, candidate);
        }
        if (id != null) {
            candidate.id = id;
        }
        // The first record stays: a later one need not be true, and is not checked before it is used.
        if (candidate.record == null) {
            candidate.record = record;
        }
        return candidate;
    }

    private void makeRoom(@Nullable DidKey introducer) {
        List<Candidate> own = new ArrayList<>();
        for (Candidate candidate : candidates.values()) {
            if (introducer == null ? candidate.introducer == null : introducer.equals(candidate.introducer)) {
                own.add(candidate);
            }
        }
        boolean full = candidates.size() >= SIZE_MAX;
        boolean share = introducer != null && own.size() >= SHARE_MAX;
        if (share || (full && !own.isEmpty() && introducer == null)) {
            candidates.remove(own.get(below.applyAsInt(own.size())).session);
        } else if (full) {
            List<Candidate> all = new ArrayList<>(candidates.values());
            candidates.remove(all.get(below.applyAsInt(all.size())).session);
        }
    }

    /** Up to {@code count} of those that may be tried now, by chance. */
    public List<Candidate> pick(int count, long nowMillis) {
        List<Candidate> ready = new ArrayList<>();
        for (Candidate candidate : candidates.values()) {
            if (candidate.retryAtMillis <= nowMillis) {
                ready.add(candidate);
            }
        }
        List<Candidate> picked = new ArrayList<>();
        while (picked.size() < count && !ready.isEmpty()) {
            picked.add(ready.remove(below.applyAsInt(ready.size())));
        }
        return picked;
    }

    /** Records of up to {@code count} members by chance, to tell others of. */
    public List<PeerRecord> sample(int count) {
        List<PeerRecord> records = new ArrayList<>();
        for (Candidate candidate : pick(SIZE_MAX, Long.MAX_VALUE)) {
            PeerRecord record = candidate.record;
            if (record != null && records.size() < count) {
                records.add(record);
            }
        }
        return records;
    }
}
