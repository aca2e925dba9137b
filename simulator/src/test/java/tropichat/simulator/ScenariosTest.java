package tropichat.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tropichat.report.Report;
import tropichat.simulator.scenario.Scenario;
import tropichat.simulator.scenario.Scenarios;
import tropichat.simulator.world.Outcome;
import tropichat.simulator.world.World;

/** The scenarios that are small enough for every build come out as they say. */
class ScenariosTest {
    private static final int PEERS_MAX = 100;

    static List<String> small() throws IOException {
        return Scenarios.all().stream()
                .filter(scenario -> scenario.peers() <= PEERS_MAX)
                .map(Scenario::name)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("small")
    void comesOutAsExpected(String name) throws IOException {
        Outcome outcome = World.run(Scenarios.named(name));
        assertNull(outcome.violation());
        Report report = new Report("simulate " + name, List.of("value"), "under test");
        Quantities.figures(outcome).forEach(report::add);
        assertTrue(report.isReached(), () -> report.text() + outcome.losses());
    }

    @Test
    void tellsWhereLogsAreNotTheSame() throws IOException {
        Outcome outcome = World.run(Scenarios.text(
                "apart", "peers 3\njoin over=1s\ntalk messages=9 from=10s to=12s\ninterception from=0s\nend at=20s"));
        assertEquals(0, outcome.figures().get("logsSameFraction"));
        assertEquals(0, outcome.figures().get("foldsSameFraction"));
        assertTrue(
                outcome.losses().toString().contains("lacks"), outcome.losses().toString());
    }

    @Test
    void goesTheSameWayAgainWithTheSameSeed() throws IOException {
        Scenario scenario = Scenarios.named("churn-20");
        assertEquals(World.run(scenario).digest(), World.run(scenario).digest());
    }

    @Test
    void goesAnotherWayWithAnotherSeed() throws IOException {
        Scenario scenario = Scenarios.named("chat-3");
        assertNotEquals(
                World.run(scenario).digest(), World.run(scenario.withSeed(2)).digest());
    }

    @Test
    void endsWhereThereAreMoreEventsThanTheScenarioAllows() throws IOException {
        Outcome outcome = World.run(Scenarios.text("circles", "peers 3\nlimit events=20\nend at=60s"));
        assertTrue(String.valueOf(outcome.violation()).contains("more than 20 events"), outcome.violation());
    }

    @Test
    void endsWhereAPeerHasMoreLinksThanTheScenarioAllows() throws IOException {
        Outcome outcome = World.run(Scenarios.text("crowd", "peers 4\nlinks cap=2\nend at=60s"));
        assertTrue(String.valueOf(outcome.violation()).contains("above the cap of 2"), outcome.violation());
    }
}
