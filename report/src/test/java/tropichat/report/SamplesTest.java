package tropichat.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SamplesTest {
    @Test
    void theMedianIsTheMiddleOrTheMeanOfTheTwoMiddleOnes() {
        assertEquals(2, new Samples(List.of(3.0, 1.0, 2.0)).median());
        assertEquals(2.5, new Samples(List.of(4.0, 1.0, 2.0, 3.0)).median());
    }

    @Test
    void withoutRoundsThereIsNoMedian() {
        assertEquals(Double.NaN, new Samples(List.of()).median());
    }
}
