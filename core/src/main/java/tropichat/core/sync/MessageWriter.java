package tropichat.core.sync;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tropichat.core.base.Bytes;

/**
 * The messages of a turn, written from the newest range to the oldest, and so each from its end to its beginning: what a
 * range is written as depends only on its own two bounds. What lies between two ranges is skipped.
 */
final class MessageWriter {
    /** The greatest number in a message: a lamport and 1. Doubles hold it exactly. */
    static final double NUMBER_MAX = IdSet.LAMPORT_MAX + 1.0;

    private static final int NUMBER_BYTES_MAX = 8;
    private static final int HEAD_BYTES_MAX = NUMBER_BYTES_MAX + 1 + IdSet.DIGEST_BYTES + 1;

    /** The version and the skip before the oldest range of a message. */
    private static final int OPENING_BYTES_MAX = 1 + HEAD_BYTES_MAX;

    /** A range without its payload, and the skip between it and the next. */
    private static final int RANGE_BYTES_MAX = 2 * HEAD_BYTES_MAX;

    /** Kept free in a turn: a last fingerprint, and what opens this message, one more, and one for that fingerprint. */
    private static final int REST_BYTES_MAX =
            RANGE_BYTES_MAX + Reconciliation.FINGERPRINT_BYTES + 3 * OPENING_BYTES_MAX;

    private static final int IDS_COUNT_BYTES_MAX = 3;

    private static final int INITIAL_BYTES = 512;

    private final Budget budget;
    private final List<Bytes> messages = new ArrayList<>();

    /** Bytes of the messages that are finished. */
    private int spentBytes;

    private byte[] buffer = new byte[INITIAL_BYTES];

    /** Where the message begins in the buffer; it ends with it. */
    private int start = INITIAL_BYTES;

    /** Where the oldest range of the message begins; {@link Bound#END} while there is none. */
    private Bound oldest = Bound.END;

    /**
     * What a turn may take.
     *
     * @param messageBytes of one message
     * @param turnBytes of all messages together
     */
    record Budget(int messageBytes, int turnBytes) {
        /** Room for a range with some digests, and for the rest. */
        static final int MIN_BYTES = 512;

        Budget {
            if (messageBytes < MIN_BYTES || turnBytes < messageBytes) {
                throw new IllegalArgumentException("too little for one range");
            }
        }
    }

    MessageWriter(Budget budget) {
        this.budget = budget;
    }

    /** Whether the turn has room for another fingerprint and for the rest. */
    boolean hasRoomForFingerprint() {
        return turnRoom() >= Reconciliation.FINGERPRINT_BYTES;
    }

    /** How many digests the next range may have, at least one where the turn has room for it; -1: no range at all. */
    int roomForIds() {
        finishWhereFull(IDS_COUNT_BYTES_MAX + IdSet.DIGEST_BYTES);
        int room = Math.min(messageRoom(), turnRoom()) - IDS_COUNT_BYTES_MAX;
        return room < 0 ? -1 : room / IdSet.DIGEST_BYTES;
    }

    void fingerprint(Bound lower, Bound upper, Bytes fingerprint) {
        finishWhereFull(fingerprint.length());
        skipDownTo(upper);
        put(fingerprint);
        head(lower, upper, Range.MODE_FINGERPRINT);
    }

    /** Writes the digests of the keys from one index up to but not including another. */
    void ids(Bound lower, Bound upper, IdSet set, int from, int to) {
        skipDownTo(upper);
        reserve((to - from) * IdSet.DIGEST_BYTES);
        for (int i = to - 1; i >= from; i--) {
            start -= IdSet.DIGEST_BYTES;
            set.copyDigest(i, buffer, start);
        }
        number(to - from);
        head(lower, upper, Range.MODE_IDS);
    }

    /** The messages, newest first; none where nothing was written. */
    List<Bytes> finish() {
        finishMessage();
        return messages;
    }

    private int turnRoom() {
        return budget.turnBytes - spentBytes - writtenBytes() - REST_BYTES_MAX - RANGE_BYTES_MAX;
    }

    private int messageRoom() {
        return budget.messageBytes - writtenBytes() - OPENING_BYTES_MAX - RANGE_BYTES_MAX;
    }

    private void finishWhereFull(int payloadBytes) {
        if (messageRoom() < payloadBytes) {
            finishMessage();
        }
    }

    private void finishMessage() {
        if (writtenBytes() == 0) {
            return;
        }
        skipDownTo(Bound.FIRST);
        put(Reconciliation.VERSION);
        spentBytes += writtenBytes();
        messages.add(written());
        start = buffer.length;
        oldest = Bound.END;
    }

    /** Skips what lies between this bound and the oldest range, but what is newer than everything is skipped unsaid. */
    private void skipDownTo(Bound bound) {
        if (writtenBytes() > 0 && bound.isBelow(oldest)) {
            head(bound, oldest, Range.MODE_SKIP);
        }
    }

    private void head(Bound lower, Bound upper, int mode) {
        put(mode);
        put(upper.prefix());
        number(upper.prefix().length());
        number(upper.isEnd() ? 0 : upper.lamport() - lower.lamport() + 1);
        oldest = lower;
    }

    /** Digits of seven bits, the highest first; all but the last have the highest bit set. */
    private void number(double value) {
        put((int) (value % 128));
        for (double rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) {
            put((int) (rest % 128) | 0x80);
        }
    }

    private void put(int value) {
        reserve(1);
        buffer[--start] = (byte) value;
    }

    private void put(Bytes content) {
        reserve(content.length());
        start -= content.length();
        System.arraycopy(content.unsafeArray(), 0, buffer, start, content.length());
    }

    private void reserve(int more) {
        if (more > start) {
            byte[] grown = new byte[2 * buffer.length + more];
            int grownStart = grown.length - writtenBytes();
            System.arraycopy(buffer, start, grown, grownStart, writtenBytes());
            buffer = grown;
            start = grownStart;
        }
    }

    private int writtenBytes() {
        return buffer.length - start;
    }

    private Bytes written() {
        return Bytes.wrap(Arrays.copyOfRange(buffer, start, buffer.length));
    }
}
