package tropichat.core;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Limits;
import tropichat.core.base.Malformed;
import tropichat.core.identity.Delegation;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.SignatureCheck;
import tropichat.core.link.Frame;
import tropichat.core.room.Entry;
import tropichat.core.room.EntryBody;
import tropichat.core.wire.Cid;

/**
 * The entries of one link on their way to being believed: held to their authors' rates, verified together with who the
 * author says to be, and handed on in the order in which they came.
 */
final class Intake {
    /** How long to wait for the next token. */
    private static final long PAUSE_MILLIS = 1000 / Limits.AUTHOR_ENTRIES_PER_SECOND;

    private final Room room;
    private final Link link;
    private final ArrayDeque<Arrival> waiting = new ArrayDeque<>();
    private final ArrayDeque<Arrival> checking = new ArrayDeque<>();
    private int bytes;
    private long deadlineMillis = Long.MAX_VALUE;

    Intake(Room room, Link link) {
        this.room = room;
        this.link = link;
    }

    /** An entry as it came over the link. */
    private static final class Arrival {
        final Frame.Said said;
        final Entry.Received received;

        /** The author's profile entry, where it came along, was not known, and counts. */
        Entry.@Nullable Received profile;

        /** Checks that are still to come out right. */
        int checks;

        Arrival(Frame.Said said, Entry.Received received) {
            this.said = said;
            this.received = received;
        }

        DidKey author() {
            return received.entry().author();
        }

        int length() {
            Bytes profileBlock = said.profile();
            return said.block().length() + (profileBlock == null ? 0 : profileBlock.length());
        }
    }

    long deadlineMillis() {
        return deadlineMillis;
    }

    void add(Frame.Said said, Cid id) {
        Entry.Received received = read(said, id);
        if (received == null) {
            room.broadcast.onRejected(id);
            refuse(LinkEnd.MALFORMED);
            return;
        }
        Arrival arrival = new Arrival(said, received);
        bytes += arrival.length();
        waiting.add(arrival);
        if (bytes > Limits.UNVERIFIED_BYTES_PER_LINK_MAX) {
            refuse(LinkEnd.FLOOD);
        } else {
            pump();
        }
    }

    private Entry.@Nullable Received read(Frame.Said said, Cid id) {
        try {
            Entry.Received received = Entry.decode(said.block(), id);
            Entry entry = received.entry();
            boolean plausible = entry.room().equals(room.config.room()) && room.timeline.isPlausible(entry);
            return plausible ? received : null;
        } catch (Malformed malformed) {
            return null;
        }
    }

    /** Starts verifying what the authors' rates allow by now. */
    void pump() {
        deadlineMillis = Long.MAX_VALUE;
        while (!waiting.isEmpty()) {
            Arrival first = waiting.element();
            if (first.author().equals(link.session) && !room.authors.mayTake(first.author())) {
                deadlineMillis = room.host.nowMillis() + PAUSE_MILLIS;
                return;
            }
            waiting.remove();
            verify(first);
        }
    }

    private void verify(Arrival arrival) {
        Bytes known = room.authors.profileBlock(arrival.author());
        Bytes sent = arrival.said.profile();
        boolean named = known != null || arrival.author().equals(link.session) || isBeingNamed(arrival.author());
        List<SignatureCheck> checks = new ArrayList<>();
        checks.add(arrival.received.check());
        if (sent != null && !sent.equals(known)) {
            try {
                readProfile(arrival, sent, checks);
            } catch (Malformed malformed) {
                bytes -= arrival.length();
                room.broadcast.onRejected(arrival.received.id());
                refuse(LinkEnd.ENTRY_FORGED);
                return;
            }
        }
        if (!named && arrival.profile == null) {
            bytes -= arrival.length();
            room.broadcast.onNameless(link, arrival.received.id(), sent == null);
            return;
        }
        checking.add(arrival);
        arrival.checks = checks.size();
        for (SignatureCheck check : checks) {
            room.host.verify(check, valid -> onVerified(arrival, valid));
        }
    }

    /** Whether the author's profile is being checked: what came with it is taken before what came after it. */
    private boolean isBeingNamed(DidKey author) {
        for (Arrival earlier : checking) {
            if (earlier.profile != null && earlier.author().equals(author)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Reads the profile entry that came along. It counts for nothing where its delegation is not for here and now: clocks
     * and sites differ, so that is nobody's fault.
     */
    private void readProfile(Arrival arrival, Bytes block, List<SignatureCheck> checks) throws Malformed {
        Entry.Received received = Entry.decode(block, room.config.hashes());
        Entry entry = received.entry();
        if (!entry.author().equals(arrival.author())
                || !entry.room().equals(room.config.room())
                || !(entry.body() instanceof EntryBody.AboutAuthor about)) {
            throw new Malformed(Malformed.Reason.FIELD, "a profile that is somebody else's, or none");
        }
        Bytes encoded = about.delegation();
        Delegation delegation = encoded == null ? null : Delegation.decode(encoded, room.config.hashes());
        if (delegation == null) {
            arrival.profile = received;
            checks.add(received.check());
        } else if (room.config.takes(delegation, about.wallet(), entry.author(), room.host.nowMillis())) {
            arrival.profile = received;
            checks.add(received.check());
            checks.add(delegation.signatureCheck(room.config.hashes()));
        }
    }

    private void onVerified(Arrival arrival, boolean valid) {
        if (!valid) {
            refuse(LinkEnd.ENTRY_FORGED);
            return;
        }
        arrival.checks--;
        while (!checking.isEmpty() && checking.element().checks == 0) {
            accept(checking.remove());
        }
    }

    private void accept(Arrival arrival) {
        // Who is linked with the author holds it to its rate; what still comes too fast is nobody's to keep. Only what
        // is
        // really the author's counts, so that nobody spends another's rate.
        if (!arrival.author().equals(link.session) && !room.authors.mayTake(arrival.author())) {
            drop(arrival);
            return;
        }
        bytes -= arrival.length();
        Entry.Received profile = arrival.profile;
        Bytes block = arrival.said.profile();
        if (profile != null && block != null && profile.entry().body() instanceof EntryBody.AboutAuthor about) {
            room.authors.learn(profile.entry(), block, about);
        }
        room.onEntry(link, arrival.said, arrival.received);
    }

    private void drop(Arrival arrival) {
        bytes -= arrival.length();
        room.broadcast.onRejected(arrival.received.id());
    }

    private void refuse(LinkEnd end) {
        link.end(end);
        abandon();
        checking.forEach(arrival -> room.broadcast.onRejected(arrival.received.id()));
        checking.clear();
    }

    /** The link is over: what has not begun to be verified never will be; what has may still come out right. */
    void abandon() {
        deadlineMillis = Long.MAX_VALUE;
        waiting.forEach(arrival -> room.broadcast.onRejected(arrival.received.id()));
        waiting.clear();
    }
}
