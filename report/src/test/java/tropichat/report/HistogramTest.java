package tropichat.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HistogramTest {
    @Test
    void smallValuesAreExact() {
        Histogram histogram = new Histogram();
        for (int value = 1; value <= 100; value++) {
            histogram.record(value);
        }
        assertEquals(50, histogram.percentile(50));
        assertEquals(99, histogram.percentile(99));
        assertEquals(100, histogram.percentile(100));
        assertEquals(100, histogram.total());
    }

    @Test
    void anEmptyHistogramIsZero() {
        assertEquals(0, new Histogram().percentile(99.9));
    }

    @Test
    void aNegativeDurationCountsAsZero() {
        Histogram histogram = new Histogram();
        histogram.record(-5);
        assertEquals(0, histogram.percentile(100));
    }

    @Test
    void theLargestValueFits() {
        Histogram histogram = new Histogram();
        histogram.record(Long.MAX_VALUE);
        assertEquals(Long.MAX_VALUE, histogram.percentile(50));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void percentilesAreWithinOnePercentOfTheSortedValues(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Histogram histogram = new Histogram();
        long[] values = random.longs(10_000, 0, 1L << random.nextInt(10, 50)).toArray();
        Arrays.stream(values).forEach(histogram::record);
        Arrays.sort(values);
        for (double percent : new double[] {1, 50, 90, 99, 99.9}) {
            long exact = values[(int) Math.ceil(values.length * percent / 100) - 1];
            long known = histogram.percentile(percent);
            assertTrue(
                    known >= exact && known <= exact * 1.01 + 1,
                    "seed " + seed + ", p" + percent + ": " + known + " for " + exact);
        }
    }
}
