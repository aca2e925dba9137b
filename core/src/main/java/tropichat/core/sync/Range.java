package tropichat.core.sync;

import java.util.ArrayList;
import java.util.List;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;

/** What a message says of the keys from a lower bound up to but not including an upper one. */
sealed interface Range {
    int MODE_SKIP = 0;
    int MODE_FINGERPRINT = 1;
    int MODE_IDS = 2;

    Bound lower();

    Bound upper();

    /** That they have this fingerprint. */
    record Fingerprint(Bound lower, Bound upper, Bytes fingerprint) implements Range {}

    /** That they are these, one digest after the other. */
    record Ids(Bound lower, Bound upper, Bytes digests) implements Range {
        int count() {
            return digests.length() / IdSet.DIGEST_BYTES;
        }

        Bytes digest(int index) {
            return digests.slice(index * IdSet.DIGEST_BYTES, (index + 1) * IdSet.DIGEST_BYTES);
        }
    }

    /** Reads a message: its ranges in order, without those that it skips. */
    static List<Range> read(Bytes message) throws Malformed {
        if (message.length() > Reconciliation.MESSAGE_BYTES_MAX) {
            throw new Malformed(Reason.TOO_LARGE, "a message of " + message.length() + " bytes");
        }
        return new Reader(message).ranges();
    }

    /** Reads one message from its beginning to its end. */
    final class Reader {
        private static final double NUMBER_SHIFTED_MAX = MessageWriter.NUMBER_MAX / 128;

        private final Bytes message;
        private int at;

        private Reader(Bytes message) {
            this.message = message;
        }

        private List<Range> ranges() throws Malformed {
            if (take(1).at(0) != Reconciliation.VERSION) {
                throw new Malformed(Reason.UNKNOWN_VERSION, "not negentropy's version 1");
            }
            List<Range> ranges = new ArrayList<>();
            Bound lower = Bound.FIRST;
            while (at < message.length()) {
                if (lower.isEnd()) {
                    throw new Malformed(Reason.TRAILING, "a range after the last");
                }
                Bound upper = bound(lower);
                if (!lower.isBelow(upper)) {
                    throw new Malformed(Reason.NOT_CANONICAL, "a range that does not end above its beginning");
                }
                int mode = number(MODE_IDS);
                if (mode == MODE_FINGERPRINT) {
                    ranges.add(new Fingerprint(lower, upper, take(Reconciliation.FINGERPRINT_BYTES)));
                } else if (mode == MODE_IDS) {
                    ranges.add(new Ids(lower, upper, take(number(message.length()) * IdSet.DIGEST_BYTES)));
                }
                lower = upper;
            }
            return ranges;
        }

        private Bound bound(Bound lower) throws Malformed {
            double lamport = number();
            Bytes prefix = take(number(IdSet.DIGEST_BYTES));
            if (lamport == 0) {
                if (!prefix.isEmpty()) {
                    throw new Malformed(Reason.NOT_CANONICAL, "a digest at infinity");
                }
                return Bound.END;
            }
            double sum = lower.lamport() + (lamport - 1);
            if (sum > IdSet.LAMPORT_MAX) {
                throw new Malformed(Reason.TOO_LARGE, "a lamport above 2^53 - 1");
            }
            return new Bound(sum, prefix);
        }

        private int number(int max) throws Malformed {
            double number = number();
            if (number > max) {
                throw new Malformed(Reason.TOO_LARGE, "a number where at most " + max + " is allowed");
            }
            return (int) number;
        }

        /** Digits of seven bits, the highest first; all but the last have the highest bit set. */
        private double number() throws Malformed {
            int digit = take();
            if (digit == 0x80) {
                throw new Malformed(Reason.NOT_CANONICAL, "a number that starts with zero");
            }
            double number = digit & 0x7f;
            while (digit >= 0x80) {
                digit = take();
                // Asked before, since 2^53 + 1 is rounded to 2^53.
                if (number > NUMBER_SHIFTED_MAX || (number == NUMBER_SHIFTED_MAX && digit != 0)) {
                    throw new Malformed(Reason.TOO_LARGE, "a number above 2^53");
                }
                number = number * 128 + (digit & 0x7f);
            }
            return number;
        }

        private int take() throws Malformed {
            if (at == message.length()) {
                throw new Malformed(Reason.TRUNCATED, "a message that ends within a range");
            }
            return message.at(at++);
        }

        private Bytes take(int length) throws Malformed {
            if (length > message.length() - at) {
                throw new Malformed(Reason.TRUNCATED, "a message that ends within a range");
            }
            at += length;
            return message.slice(at - length, at);
        }
    }
}
