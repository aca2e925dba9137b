package tropichat.report;

/**
 * Counts of durations in buckets whose width grows with the value, so that every percentile is known to within 1 %
 * at any magnitude. The layout is that of HdrHistogram: 128 equal buckets in each power of two. Values are
 * nanoseconds from 0 to {@link Long#MAX_VALUE}.
 */
public final class Histogram {
    private static final int SUB_BUCKET_BITS = 7;
    private static final int SUB_BUCKETS = 1 << SUB_BUCKET_BITS;

    private final long[] counts = new long[(Long.SIZE - SUB_BUCKET_BITS) * SUB_BUCKETS];
    private long total;
    private long max;

    /** Counts one duration; one below zero, which only a clock that jumped can give, counts as zero. */
    public void record(long nanos) {
        long value = Math.max(0, nanos);
        counts[index(value)]++;
        total++;
        max = Math.max(max, value);
    }

    public long total() {
        return total;
    }

    public long max() {
        return max;
    }

    /** The value that {@code percent} of all recorded values do not exceed; 0 when nothing was recorded. */
    public long percentile(double percent) {
        long rank = Math.max(1, (long) Math.ceil(total * percent / 100));
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= rank) {
                return Math.min(highestOf(i), max);
            }
        }
        return max;
    }

    private static int index(long value) {
        int shift = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(value) - SUB_BUCKET_BITS - 1);
        return shift * SUB_BUCKETS + (int) (value >>> shift);
    }

    /** The largest value that falls into the bucket; the inverse of {@link #index}. */
    private static long highestOf(int index) {
        int shift = Math.max(0, index / SUB_BUCKETS - 1);
        long lowest = (long) (index - shift * SUB_BUCKETS) << shift;
        return lowest + (1L << shift) - 1;
    }
}
