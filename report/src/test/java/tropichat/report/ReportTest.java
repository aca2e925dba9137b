package tropichat.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tropichat.report.Figure.Better;

final class ReportTest {
    private static Figure compared(Better better, Goal goal) {
        return new Figure(
                "joinsPerSecond",
                "joins/s",
                0,
                better,
                goal,
                List.of(new Samples(List.of(4000.0, 5000.0, 9000.0)), new Samples(List.of(400.0, 400.0, 1000.0))));
    }

    @Test
    void ratiosAreTakenRoundByRound() {
        assertEquals(
                List.of(10.0, 12.5, 9.0),
                compared(Better.HIGHER, new Goal.None()).ratios().rounds());
    }

    @Test
    void theRatioOfAFigureThatShouldBeLowIsTurnedAround() {
        assertEquals(
                List.of(0.1, 0.08, 1000.0 / 9000.0),
                compared(Better.LOWER, new Goal.None()).ratios().rounds());
    }

    @Test
    void aComparisonHasAMapForEachSubjectAndTheRatios() {
        Report report = new Report("bench signaling", List.of("tropichat", "socketIo"), "abc");
        report.add(compared(Better.HIGHER, new Goal.TimesBetter(10)));
        Map<?, ?> figures = (Map<?, ?>) report.json().get("figures");
        assertEquals(
                "{tropichat={joinsPerSecond=5000.0}, socketIo={joinsPerSecond=400.0}, "
                        + "timesBetter={joinsPerSecond=10.0}}",
                String.valueOf(figures));
        assertTrue(report.isReached());
        assertTrue(report.text().contains("≥ 10 ×"), report.text());
    }

    @Test
    void aSingleSubjectsFiguresStandAlone() {
        Report report = new Report("simulate", List.of("tropichat"), "abc");
        report.add(Figure.of("convergedMillis", "converged, ms", 0, 1234));
        assertEquals("{convergedMillis=1234.0}", String.valueOf(report.json().get("figures")));
    }

    @Test
    void aMissedGoalIsSaid() {
        Report report = new Report("bench signaling", List.of("tropichat", "socketIo"), "abc");
        report.add(compared(Better.HIGHER, new Goal.TimesBetter(11)));
        assertFalse(report.isReached());
        assertTrue(report.text().contains("missed"), report.text());
    }

    @Test
    void aRatioIsNotJudgedWithoutASecondSubject() {
        Report report = new Report("bench signaling", List.of("tropichat"), "abc");
        report.add(new Figure(
                "joinsPerSecond", "joins/s", 0, Better.HIGHER, new Goal.TimesBetter(10), List.of(Samples.of(1))));
        assertTrue(report.isReached());
    }
}
