package tropichat.core;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Limits;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;
import tropichat.core.identity.DidKey;
import tropichat.core.room.Entry;
import tropichat.core.room.EntryBody;
import tropichat.core.room.Log;
import tropichat.core.room.Logged;
import tropichat.core.wire.Cid;

/** An entry as it came from somebody, on its way to being believed: what it says, and what is still to be verified. */
final class Claimed {
    /** What became of it. */
    enum Verdict {
        TRUE,
        /** A signature is wrong: whoever sent it did not look, or lies. */
        FORGED,
        /** Its author's profile is not known, and did not come along. */
        NAMELESS,
        /** Its lamport is ahead of our clock. That is nobody's fault: clocks differ. */
        EARLY,
        /** Its author's delegation is not for here, or was not for then. That is nobody's fault: sites and clocks differ. */
        UNCOVERED,
        /** Its key, or the rule that its author was let in by, has not come yet. */
        LOCKED,
        /**
         * Its author was no member, or made it after its epoch had ended, or does not hold what the room asks for. That may
         * change with what others decided, or chains say.
         */
        UNLAWFUL
    }

    final Cid id;
    final Bytes block;

    /** As it came; once it is verified, as it reads. */
    Entry entry;

    /** What the reader's wallet had in its box, of a letter that is opened by that; null of all others. */
    @Nullable
    Bytes walletSecret;

    private final Room room;
    private final Entry.Received received;
    private Profiles.@Nullable Known profile;
    private int checks;
    private boolean forged;

    private Claimed(Room room, Bytes block, Entry.Received received) {
        this.room = room;
        this.block = block;
        this.received = received;
        this.id = received.id();
        this.entry = received.entry();
    }

    /** Reads what came; nothing of it is verified yet. */
    static Claimed read(Room room, Bytes block, Cid id) throws Malformed {
        Entry.Received received = Entry.decode(block, id);
        Entry entry = received.entry();
        if (!entry.room().equals(room.config.room()) || !Log.isTakenSomewhere(entry, room.host.nowMillis())) {
            throw new Malformed(Reason.FIELD, "an entry of another room, or of a time to come");
        }
        boolean isClosed = room.law != null && room.law.key != null;
        if (entry.isSealed() != isClosed) {
            throw new Malformed(Reason.FIELD, "an entry that is sealed in an open room, or open in a closed one");
        }
        return new Claimed(room, block, received);
    }

    /** The entry as it came. */
    Entry written() {
        return received.entry();
    }

    DidKey author() {
        return entry.author();
    }

    /** Blocks by their identifiers. */
    static Map<Cid, Bytes> byId(List<Bytes> blocks, Hashes hashes) {
        Map<Cid, Bytes> named = new LinkedHashMap<>();
        for (Bytes block : blocks) {
            named.put(Cid.ofBlock(block, hashes), block);
        }
        return named;
    }

    /** The same as below, with the author's profile among those that came along. */
    void verify(Map<Cid, Bytes> profileBlocks, Consumer<Verdict> tell) {
        Cid named = entry.profile();
        verify(named == null ? null : profileBlocks.get(named), tell);
    }

    /**
     * Has everything verified that is not yet.
     *
     * @param profileBlock the author's profile, where it came along
     * @param tell is told once, perhaps at once
     */
    void verify(@Nullable Bytes profileBlock, Consumer<Verdict> tell) {
        try {
            profile = profileOf(profileBlock);
        } catch (Malformed malformed) {
            tell.accept(Verdict.FORGED);
            return;
        }
        if (!Log.isPlausible(entry, room.host.nowMillis())) {
            // Its profile was read all the same: it is not sent along again.
            tell.accept(Verdict.EARLY);
            return;
        }
        Profiles.Known known = profile;
        if (known == null) {
            tell.accept(Verdict.NAMELESS);
            return;
        }
        if (!room.profiles.covers(known, entry.author(), entry.timeMillis())) {
            tell.accept(Verdict.UNCOVERED);
            return;
        }
        checks = 2;
        room.profiles.whenVerified(known, valid -> onChecked(valid, tell));
        if (entry.profile() == null) {
            onChecked(true, tell);
        } else {
            room.host.verify(received.check(), valid -> onChecked(valid, tell));
        }
    }

    /** What it says was sealed, and is this. */
    Verdict reveal(Bytes content) {
        try {
            entry = entry.withBody(EntryBody.decodeContent(content));
            return Verdict.TRUE;
        } catch (Malformed malformed) {
            return Verdict.FORGED;
        }
    }

    private Verdict opened() {
        Law law = room.law;
        Profiles.Known known = profile();
        boolean isAdmitted =
                room.turnstile.admits(known, entry.timeMillis()) && !room.turnstile.distrusts(known.about.wallet());
        if (!isAdmitted) {
            return Verdict.UNLAWFUL;
        }
        if (law == null || law.key == null) {
            return Verdict.TRUE;
        }
        if (!law.knows(known)) {
            return Verdict.UNLAWFUL;
        }
        return entry.body() instanceof EntryBody.Sealed sealed
                ? law.secrets.open(this, sealed.sealed(), known.about.wallet())
                : law.secrets.openProfile(this, known);
    }

    // A profile that is said by itself is the profile.
    private Profiles.@Nullable Known profileOf(@Nullable Bytes sent) throws Malformed {
        Cid named = entry.profile();
        if (named == null) {
            return room.profiles.read(block, id);
        }
        Profiles.Known known = room.profiles.find(named);
        if (known != null || sent == null) {
            return known;
        }
        if (!Cid.ofBlock(sent, room.config.hashes()).equals(named)) {
            throw new Malformed(Reason.FIELD, "another profile than the one that the entry names");
        }
        return room.profiles.read(sent, named);
    }

    private void onChecked(boolean valid, Consumer<Verdict> tell) {
        forged |= !valid;
        checks--;
        if (checks == 0) {
            conclude(forged ? Verdict.FORGED : opened(), tell);
        }
    }

    private void conclude(Verdict verdict, Consumer<Verdict> tell) {
        if (verdict == Verdict.TRUE && entry.body() instanceof EntryBody.Lettered lettered) {
            room.letters.open(this, lettered.letter(), () -> tell.accept(verdict));
        } else {
            tell.accept(verdict);
        }
    }

    /**
     * The entry as it counts; only after {@link Verdict#TRUE}.
     *
     * @param live it has just been said; else its time tells nothing about its author's clock, unless it is to come
     */
    Logged logged(boolean live) {
        long aheadMillis = entry.timeMillis() - room.host.nowMillis();
        boolean off =
                aheadMillis > Limits.CLOCK_SKEW_MILLIS_MAX || (live && aheadMillis < -Limits.CLOCK_SKEW_MILLIS_MAX);
        return new Logged(id, entry, block, profile().speaker, off);
    }

    /** The profile by which it counts. */
    Profiles.Known profile() {
        Profiles.Known known = profile;
        if (known == null) {
            throw new IllegalStateException("an entry that was not verified");
        }
        return known;
    }
}
