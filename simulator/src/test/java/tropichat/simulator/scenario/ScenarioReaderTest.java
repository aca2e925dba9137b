package tropichat.simulator.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tropichat.report.Goal;

/** Scenario files are read as written, and mistakes in them are named. */
class ScenarioReaderTest {
    private static final String BASE = "peers 10\nend at=60s\n";

    @Test
    void readsEveryLine() {
        Scenario scenario = Scenarios.text("all", """
                # A remark.
                title    All lines
                peers    10
                seed     7
                network  mobile
                crypto   real
                join     over=5s settle=2s
                skew     max=1500ms
                nat      cone=0.5 symmetric=0.25 closed=0.1
                hostile  share=0.1 kinds=forge,drop,withhold from=3s to=9s
                talk     messages=9 from=10s to=20s
                mix      reply=0.5 react=0.1 edit=0.1 retract=0.1 rename=0.1
                links    cap=8 from=100s
                limit    events=1000
                kill     at=30s share=0.3 by=close grace=10s
                partition from=1m to=6m share=0.5 oneway grace=30s
                sleep    from=1s to=2s peers=3
                churn    from=1s to=2s every=100ms by=leave
                churn    from=1s to=2s every=100ms by=reload
                kill     at=1s share=1 by=wipe
                server-death from=9s
                interception from=8s to=9s
                newcomers at=4s peers=2 over=1s
                end      at=10m
                expect   deliveredFraction>=1
                expect   linksMax <= 6
                """);
        assertEquals(1_500, scenario.skewMillisMax());
        assertEquals(new NatMix(0.5, 0.25, 0.1), scenario.nat());
        assertEquals(new Mix(0.5, 0.1, 0.1, 0.1, 0.1), scenario.mix());
        assertEquals(
                new Hostility(
                        0.1,
                        List.of(Hostility.Kind.FORGE, Hostility.Kind.DROP, Hostility.Kind.WITHHOLD),
                        3_000_000,
                        9_000_000),
                scenario.hostility());
        assertEquals(
                List.of(
                        new Fault.Kill(30_000_000, 0.3, Fault.Ending.CLOSE, 10_000_000),
                        new Fault.Partition(60_000_000, 360_000_000, 0.5, true, 30_000_000),
                        new Fault.Sleep(1_000_000, 2_000_000, 3, 0),
                        new Fault.Churn(1_000_000, 2_000_000, 100_000, Fault.Ending.LEAVE),
                        new Fault.Churn(1_000_000, 2_000_000, 100_000, Fault.Ending.RELOAD),
                        new Fault.Kill(1_000_000, 1, Fault.Ending.WIPE, 0),
                        new Fault.ServerDeath(9_000_000, Long.MAX_VALUE),
                        new Fault.Interception(8_000_000, 9_000_000),
                        new Fault.Newcomers(4_000_000, 2, 1_000_000)),
                scenario.faults());
        assertEquals(
                List.of(
                        new Expectation("deliveredFraction", new Goal.AtLeast(1)),
                        new Expectation("linksMax", new Goal.AtMost(6))),
                scenario.expectations());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "perish at=1s",
                "kill at=1s",
                "kill at=1s share=2",
                "kill at=1s share=0.1 by=magic",
                "kill at=1 share=0.1",
                "kill at=1s share=0.1 sahre=0.2",
                "churn from=1s to=2s every=0s",
                "network moon",
                "crypto none",
                "mix reply=0.9 edit=0.2",
                "hostile share=0.5 kinds=nice",
                "expect wallSeconds=3",
                "peers many"
            })
    void namesTheLineOfAMistake(String line) {
        IllegalArgumentException mistake =
                assertThrows(IllegalArgumentException.class, () -> Scenarios.text("wrong", BASE + line));
        assertTrue(String.valueOf(mistake.getMessage()).startsWith("wrong, line 3: "), mistake.getMessage());
    }

    @Test
    void wantsPeersAndAnEnd() {
        assertThrows(IllegalArgumentException.class, () -> Scenarios.text("nobody", "end at=1s"));
        assertThrows(IllegalArgumentException.class, () -> Scenarios.text("endless", "peers 3"));
    }
}
