package tropichat.simulator.world;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Limits;
import tropichat.core.base.Malformed;
import tropichat.core.identity.Delegation;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.SessionStatement;
import tropichat.core.link.Frame;
import tropichat.core.room.Entry;
import tropichat.core.room.EntryBody;
import tropichat.core.room.Logged;
import tropichat.core.wire.Cbor;
import tropichat.core.wire.Cid;
import tropichat.core.wire.Value;
import tropichat.simulator.chance.Chance;

/** Entries that a hostile page makes with its own key, and what others said, put wrongly. */
final class BadEntries {
    private static final long DAY_MILLIS = 24L * 60 * 60 * 1000;
    private static final int JUNK_BYTES = 200_000;

    /** As fast as an author may speak. */
    private static final int ORPHANS = Limits.AUTHOR_ENTRIES_PER_SECOND;

    private final Node node;
    private final World world;
    private final Hashes hashes;
    private final Chance chance;
    private final Bytes profile;
    private int count;

    BadEntries(Node node, World world, Chance chance) {
        this.node = node;
        this.world = world;
        this.hashes = world.crypto.hashes();
        this.chance = chance;
        this.profile = profile(own());
    }

    private Delegation own() {
        Delegation delegation = node.identity.delegation();
        if (delegation == null) {
            throw new IllegalStateException("every simulated peer has a delegation");
        }
        return delegation;
    }

    private Bytes profile(Delegation delegation) {
        Entry about = Entry.ofProfile(
                world.config.room(),
                node.keys.session(),
                1,
                node.nowMillis(),
                new EntryBody.AboutAuthor(
                        node.identity.profile(), delegation.account().address(), delegation.encode(hashes)));
        return about.block(node.keys.sign(about.signable()));
    }

    /** A block that ends too early: live, and as history. */
    List<Frame> truncated() {
        Bytes whole = sign(text(nextLamport(), List.of(), profile));
        Bytes cut = whole.slice(0, 1 + chance.below(whole.length() - 1));
        return chance.happens(0.5) ? List.of(said(cut)) : List.of(new Frame.Entries(List.of(cut), List.of(), true));
    }

    /**
     * Entries that claim to be their own ancestors. A hash cannot be in what it is made of: so they name identifiers of
     * nobody's, which are then claimed to be theirs.
     */
    List<Frame> cyclic() {
        Cid one = invented();
        Cid other = invented();
        Bytes first = sign(text(nextLamport(), List.of(one, other), profile));
        Bytes second = sign(text(nextLamport(), List.of(other, Cid.ofBlock(first, hashes)), profile));
        return List.of(
                said(first),
                said(second),
                new Frame.Have(List.of(new Frame.Announced(one, 0, 0), new Frame.Announced(other, 0, 0))),
                new Frame.Offer(List.of(one, other)),
                new Frame.Entries(List.of(first, second), List.of(profile), true));
    }

    /** As many entries as an author may say, each with as many parents as it may name, none of which is there. */
    List<Frame> orphans() {
        List<Frame> frames = new ArrayList<>();
        for (int i = 0; i < ORPHANS; i++) {
            List<Cid> parents = new ArrayList<>();
            for (int parent = 0; parent < Limits.ENTRY_PARENTS_MAX; parent++) {
                parents.add(invented());
            }
            frames.add(said(sign(text(nextLamport(), parents, profile))));
        }
        return frames;
    }

    /** Lamports that can just be, by this page's clock, and such that cannot. */
    List<Frame> future() {
        boolean edge = chance.happens(0.8);
        long lamport = node.nowMillis() + (edge ? Limits.CLOCK_SKEW_MILLIS_MAX : DAY_MILLIS);
        return List.of(said(sign(text(edge ? lamport : Value.Int.MAX, List.of(), profile))));
    }

    /** A small text in an entry with much else in it, and a text that is too long. */
    List<Frame> oversize() {
        Entry small = text(nextLamport(), List.of(), profile);
        if (chance.happens(0.5)) {
            EntryBody.Text much = new EntryBody.Text("x".repeat(Limits.TEXT_BYTES_MAX + 1), false, null);
            return List.of(said(sign(with(small, much))));
        }
        try {
            Value.Mapping padded = Cbor.decodeFields(small.block(Bytes.EMPTY))
                    .mapping()
                    .without("sig")
                    .with("junk", chance.next(JUNK_BYTES));
            Bytes signature = node.keys.sign(SessionStatement.ENTRY.signable(Cbor.encode(padded)));
            return List.of(said(know(Cbor.encode(padded.with("sig", signature)))));
        } catch (Malformed malformed) {
            throw new AssertionError("an entry of our own that is none", malformed);
        }
    }

    /** Own words under a profile that is another's, or by a delegation that is another's. */
    List<Frame> masked() {
        Node victim = world.nodes.get(chance.below(world.nodes.size()));
        Delegation theirs = victim.identity.delegation();
        if (theirs == null || victim.identity.equals(node.identity)) {
            return List.of();
        }
        Bytes worn = chance.happens(0.5) ? profile(theirs) : profileOf(victim);
        Bytes block = worn == null ? null : make(text(nextLamport(), List.of(), worn));
        return block == null ? List.of() : List.of(new Frame.Said(block, 0, wave(), false, worn));
    }

    /** The profile that somebody's words name, as far as this page has any. */
    private @Nullable Bytes profileOf(Node victim) {
        Cid last = node.store.lastTextOf(victim.keys.session());
        Logged logged = last == null ? null : node.store.find(last);
        Cid named = logged == null ? null : logged.entry().profile();
        return named == null ? null : node.store.profile(named);
    }

    private long nextLamport() {
        return node.store.entries().size() + 1L + count;
    }

    private Entry text(long lamport, List<Cid> parents, Bytes named) {
        return new Entry(
                world.config.room(),
                session(),
                lamport,
                node.nowMillis(),
                parents,
                Cid.ofBlock(named, hashes),
                new EntryBody.Text("harm " + ++count + " of " + node.name(), false, null));
    }

    private Entry with(Entry entry, EntryBody body) {
        return new Entry(
                entry.room(),
                entry.author(),
                entry.lamport(),
                entry.timeMillis(),
                entry.parents(),
                entry.profile(),
                body);
    }

    private DidKey session() {
        return node.keys.session();
    }

    /** An entry that is rightly signed: whoever takes it may show it. */
    private Bytes sign(Entry entry) {
        return know(make(entry));
    }

    private Bytes make(Entry entry) {
        return entry.block(node.keys.sign(entry.signable()));
    }

    private Bytes know(Bytes block) {
        world.ledger.onHarm(Cid.ofBlock(block, hashes), node);
        return block;
    }

    private Frame said(Bytes block) {
        return new Frame.Said(block, 0, wave(), false, profile);
    }

    private int wave() {
        return chance.below(Integer.MAX_VALUE);
    }

    private Cid invented() {
        return Cid.ofDigest(chance.next(Cid.DIGEST_LENGTH));
    }
}
