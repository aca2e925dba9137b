package tropichat.core.sync;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;

/**
 * What one side says at once: it goes through ranges from the newest to the oldest as far as its budget lasts, and says
 * of all that is older only one fingerprint, so that the other side will come back to it.
 */
final class Turn {
    /** Ranges that a range is split into (negentropy). */
    private static final int PARTS = 16;

    /** A range of fewer keys is spelled out: less than two keys a part (negentropy). */
    private static final int IDS_FROM_SPLIT = 2 * PARTS;

    private final IdSet set;
    private final Bound floor;
    private final Hashes hashes;
    private final MessageWriter writer;
    private final @Nullable Difference difference;

    /** @param difference where the initiator gathers what it learns; null for the responder */
    Turn(IdSet set, long floorLamport, Hashes hashes, MessageWriter.Budget budget, @Nullable Difference difference) {
        this.set = set;
        this.floor = new Bound((double) floorLamport, Bytes.EMPTY);
        this.hashes = hashes;
        this.writer = new MessageWriter(budget);
        this.difference = difference;
    }

    List<Bytes> begin() {
        Bound reached = split(floor, Bound.END);
        sayRest(floor, reached);
        return writer.finish();
    }

    List<Bytes> reply(List<Range> ranges) throws Malformed {
        for (int i = ranges.size() - 1; i >= 0 && floor.isBelow(ranges.get(i).upper()); i--) {
            Range range = ranges.get(i);
            Bound lower = Bound.max(floor, range.lower());
            Bound reached = reply(range, lower);
            if (lower.isBelow(reached)) {
                sayRest(Bound.max(floor, ranges.get(0).lower()), reached);
                break;
            }
        }
        return writer.finish();
    }

    // The methods below return how far down they got: the lower bound, unless the budget ended before.

    private Bound reply(Range range, Bound lower) throws Malformed {
        Bound upper = range.upper();
        return switch (range) {
            case Range.Fingerprint theirs ->
                theirs.fingerprint().equals(fingerprint(set.indexOf(lower), set.indexOf(upper)))
                        ? lower
                        : split(lower, upper);
            case Range.Ids theirs -> difference == null ? spellOut(lower, upper) : difference.compare(theirs, lower);
        };
    }

    private Bound split(Bound lower, Bound upper) {
        int from = set.indexOf(lower);
        int count = set.indexOf(upper) - from;
        if (count < IDS_FROM_SPLIT) {
            return spellOut(lower, upper);
        }
        int each = count / PARTS;
        int withOneMore = count % PARTS;
        Bound top = upper;
        int end = from + count;
        for (int part = PARTS - 1; part >= 0; part--) {
            if (!writer.hasRoomForFingerprint()) {
                return top;
            }
            int begin = from + part * each + Math.min(part, withOneMore);
            Bound bottom = part == 0 ? lower : set.boundAt(begin);
            writer.fingerprint(bottom, top, fingerprint(begin, end));
            top = bottom;
            end = begin;
        }
        return lower;
    }

    private Bound spellOut(Bound lower, Bound upper) {
        int from = set.indexOf(lower);
        int end = set.indexOf(upper);
        Bound top = upper;
        while (true) {
            int room = writer.roomForIds();
            if (room >= end - from) {
                writer.ids(lower, top, set, from, end);
                return lower;
            }
            if (room <= 0) {
                return top;
            }
            Bound bottom = set.boundAt(end - room);
            writer.ids(bottom, top, set, end - room, end);
            top = bottom;
            end -= room;
        }
    }

    private void sayRest(Bound lower, Bound upper) {
        if (lower.isBelow(upper)) {
            writer.fingerprint(lower, upper, fingerprint(set.indexOf(lower), set.indexOf(upper)));
        }
    }

    /** The first bytes of the hash of the sum of the digests and of their number, written as in messages. */
    private Bytes fingerprint(int from, int to) {
        int count = to - from;
        int digits = 1;
        while (count >>> (7 * digits) > 0) {
            digits++;
        }
        byte[] hashed = new byte[IdSet.DIGEST_BYTES + digits];
        set.sum(from, to).writeTo(hashed);
        for (int i = hashed.length - 1; i >= IdSet.DIGEST_BYTES; i--) {
            hashed[i] = (byte) ((count & 0x7f) | (i == hashed.length - 1 ? 0 : 0x80));
            count >>>= 7;
        }
        return hashes.sha256(Bytes.wrap(hashed)).slice(0, Reconciliation.FINGERPRINT_BYTES);
    }
}
