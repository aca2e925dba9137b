package tropichat.bench;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import tropichat.bench.command.Arguments;
import tropichat.bench.gates.GatesBenchmark;
import tropichat.bench.history.HistoryBenchmark;
import tropichat.bench.history.HistorySettings;
import tropichat.bench.keys.KeysBenchmark;
import tropichat.bench.keys.KeysSettings;
import tropichat.bench.load.LoadFailure;
import tropichat.bench.relay.RelayBenchmark;
import tropichat.bench.relay.RelaySettings;
import tropichat.bench.signaling.SignalingBenchmark;
import tropichat.bench.signaling.SignalingSettings;
import tropichat.bench.turn.TurnBenchSettings;
import tropichat.bench.turn.TurnBenchmark;

/** The command {@code bench}: its first argument names the benchmark, the others are that benchmark's. */
public final class Main {
    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    private static final String USAGE = """
            ./tropichat bench signaling [options]
                signals and joins per second, latency, memory per connection, time to start
            ./tropichat bench relay [options]
                messages per second that a page hands on, and how late
            ./tropichat bench history [options]
                how fast a long history reaches who comes late, is shown, and is searched
            ./tropichat bench keys [options]
                what closed rooms cost: sealing, opening, and a new epoch after a removal
            ./tropichat bench gates [options]
                gated joins per second, and what a slow chain does to those who are in
            ./tropichat bench turn [options]
                datagrams per second that the embedded TURN server relays
            """;

    private static final String OPTIONS = "\n" + SignalingSettings.USAGE + "\n" + RelaySettings.USAGE + "\n"
            + HistorySettings.USAGE + "\n" + KeysSettings.USAGE + "\n" + TurnBenchSettings.USAGE
            + "\n" + GatesBenchmark.usage();

    private Main() {}

    public static void main(String[] arguments) {
        int status = run(List.copyOf(Arrays.asList(arguments)));
        if (status != 0) {
            System.exit(status);
        }
    }

    private static int run(List<String> arguments) {
        boolean unnamed = arguments.isEmpty() || arguments.get(0).equals("--");
        String benchmark = unnamed ? "help" : arguments.get(0);
        List<String> words = arguments.subList(Math.min(1, arguments.size()), arguments.size());
        try {
            switch (benchmark) {
                case "signaling" -> SignalingBenchmark.run(SignalingSettings.parse(words));
                case "relay" -> RelayBenchmark.run(RelaySettings.parse(Arguments.own(words)));
                case "history" -> HistoryBenchmark.run(HistorySettings.parse(Arguments.own(words)));
                case "keys" -> KeysBenchmark.run(KeysSettings.parse(Arguments.own(words)));
                case "gates" -> GatesBenchmark.run(words);
                case "turn" -> TurnBenchmark.run(TurnBenchSettings.parse(words));
                case "help", "--help" -> System.out.println(USAGE + OPTIONS);
                default -> throw new IllegalArgumentException("there is no benchmark called " + benchmark);
            }
            return 0;
        } catch (IllegalArgumentException misuse) {
            System.err.println(misuse.getMessage() + "\n\n" + USAGE + OPTIONS);
            return MISUSED;
        } catch (LoadFailure | IOException failure) {
            System.err.println("The benchmark stopped: " + failure.getMessage());
            return FAILED;
        }
    }
}
