package tropichat.core;

import java.util.ArrayDeque;
import java.util.function.Consumer;
import tropichat.core.base.Bytes;
import tropichat.core.base.Limits;
import tropichat.core.base.Malformed;
import tropichat.core.base.TokenBucket;
import tropichat.core.identity.DidKey;
import tropichat.core.room.Entry;
import tropichat.core.room.Timeline;

/**
 * The entries of one link on their way to being believed: held back to the author's rate, verified, and handed on in the
 * order in which they came.
 */
final class Intake {
    /** How long to wait for the next token. */
    private static final long PAUSE_MILLIS = 1000 / Limits.AUTHOR_ENTRIES_PER_SECOND;

    private final Host host;
    private final Config config;
    private final Timeline timeline;
    private final DidKey author;
    private final Consumer<Entry.Received> whenAccepted;
    private final Consumer<LinkEnd> whenRefused;
    private final TokenBucket bucket;

    private final ArrayDeque<Bytes> waiting = new ArrayDeque<>();
    private final ArrayDeque<Checking> checking = new ArrayDeque<>();
    private int bytes;
    private long deadlineMillis = Long.MAX_VALUE;

    Intake(
            Host host,
            Config config,
            Timeline timeline,
            DidKey author,
            Consumer<Entry.Received> whenAccepted,
            Consumer<LinkEnd> whenRefused) {
        this.host = host;
        this.config = config;
        this.timeline = timeline;
        this.author = author;
        this.whenAccepted = whenAccepted;
        this.whenRefused = whenRefused;
        this.bucket = new TokenBucket(Limits.AUTHOR_ENTRIES_PER_SECOND, Limits.AUTHOR_ENTRIES_BURST, host.nowMillis());
    }

    /** An entry whose signature is being verified. */
    private static final class Checking {
        final Entry.Received received;
        final int length;
        boolean valid;

        Checking(Entry.Received received, int length) {
            this.received = received;
            this.length = length;
        }
    }

    long deadlineMillis() {
        return deadlineMillis;
    }

    void add(Bytes block) {
        bytes += block.length();
        if (bytes > Limits.UNVERIFIED_BYTES_PER_LINK_MAX) {
            refuse(LinkEnd.FLOOD);
            return;
        }
        waiting.add(block);
        pump();
    }

    /** Starts verifying what the author's rate allows by now. */
    void pump() {
        deadlineMillis = Long.MAX_VALUE;
        while (!waiting.isEmpty()) {
            if (!bucket.take(1, host.nowMillis())) {
                deadlineMillis = host.nowMillis() + PAUSE_MILLIS;
                return;
            }
            verify(waiting.remove());
        }
    }

    private void verify(Bytes block) {
        Entry.Received received;
        try {
            received = Entry.decode(block, config.hashes());
        } catch (Malformed malformed) {
            refuse(LinkEnd.MALFORMED);
            return;
        }
        Entry entry = received.entry();
        if (!entry.room().equals(config.room()) || !timeline.isPlausible(entry)) {
            refuse(LinkEnd.MALFORMED);
            return;
        }
        if (!entry.author().equals(author)) {
            refuse(LinkEnd.ENTRY_FORGED);
            return;
        }
        Checking check = new Checking(received, block.length());
        checking.add(check);
        host.verify(received.check(), valid -> onVerified(check, valid));
    }

    private void onVerified(Checking check, boolean valid) {
        if (!valid) {
            refuse(LinkEnd.ENTRY_FORGED);
            return;
        }
        check.valid = true;
        while (!checking.isEmpty() && checking.element().valid) {
            Checking first = checking.remove();
            bytes -= first.length;
            whenAccepted.accept(first.received);
        }
    }

    private void refuse(LinkEnd end) {
        waiting.clear();
        checking.clear();
        deadlineMillis = Long.MAX_VALUE;
        whenRefused.accept(end);
    }
}
