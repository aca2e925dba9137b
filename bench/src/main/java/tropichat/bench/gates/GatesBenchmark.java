package tropichat.bench.gates;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tropichat.bench.load.Client;
import tropichat.bench.load.LoadFailure;
import tropichat.bench.load.Login;
import tropichat.bench.load.Logins;
import tropichat.bench.load.Loop;
import tropichat.bench.process.Cores;
import tropichat.bench.process.ServerProcess;
import tropichat.bench.signaling.JoinStorm;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.identity.SignatureCheck;
import tropichat.crypto.JvmHashes;
import tropichat.crypto.SignatureVerifier;
import tropichat.crypto.WalletKey;
import tropichat.report.Commit;
import tropichat.report.Figure;
import tropichat.report.Figure.Better;
import tropichat.report.Goal;
import tropichat.report.Progress;
import tropichat.report.Report;
import tropichat.report.Samples;

/** The command {@code bench gates}: a server with gated rooms on one core, and a real chain that it asks. */
public final class GatesBenchmark {
    private static final double JOINS_PER_SECOND_MIN = 200;
    private static final double RECOVERIES_PER_SECOND_MIN = 6_000;
    private static final double BATCHES_PER_JOIN_MAX = 1;

    /** Far below what the chain takes to answer: whoever is in must not feel it. */
    private static final double SIGNAL_MILLIS_MAX = 50;

    private static final long SLOW_CHAIN_MILLIS = 500;
    private static final int ROOM_MEMBERS = 20;
    private static final int WALLETS = 4_000;
    private static final long LOGIN_SEED = 21;

    /** Rooms that are gated: as many as all that is taken here can use. */
    private static final int ROOMS = 4_000;

    private static final int SINGLE_JOINS = 200;
    private static final int WARM_UP_ROUNDS = 3;
    private static final double NANOS_PER_MILLI = 1e6;

    private final GatesSettings settings;
    private final Cores cores;
    private final Report report;
    private final Progress progress = Progress.onStandardError();
    private final Logins logins = new Logins(ROOM_MEMBERS, LOGIN_SEED);
    private final Path gates;

    private GatesBenchmark(GatesSettings settings, Path home, Path gates) {
        this.settings = settings;
        this.gates = gates;
        cores = Cores.pin(settings.serverCore(), settings.generatorCore());
        report = new Report("bench gates", List.of("server"), Commit.of(home));
        report.setting("rounds", settings.rounds());
        report.setting("seconds", settings.seconds());
        report.setting("pinned", cores.pinned());
    }

    /** How its options are called. */
    public static String usage() {
        return GatesSettings.USAGE;
    }

    /** Takes all measurements and prints them. */
    public static void run(List<String> words) throws IOException {
        GatesSettings settings = GatesSettings.parse(words);
        Path home = Path.of(System.getProperty("tropichat.home", ""));
        Path gates = Files.createTempFile("tropichat-gates-", ".json");
        try (TestChain chain = new TestChain(home)) {
            new GatesBenchmark(settings, home, gates).run(chain);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new LoadFailure("interrupted", interrupted);
        } finally {
            Files.deleteIfExists(gates);
        }
    }

    private void run(TestChain chain) throws IOException, InterruptedException {
        Files.writeString(gates, rules());
        progress.step("giving coin to " + WALLETS + " wallets");
        chain.fund(logins.take(WALLETS));
        try {
            joins(chain);
            batches(chain);
            signals(chain);
            recoveries();
        } finally {
            progress.done();
            report.publish(settings.json());
        }
    }

    /** The same for every room: some coin. */
    private static String rules() {
        StringBuilder rules = new StringBuilder("{");
        for (int i = 0; i < ROOMS; i++) {
            rules.append(i == 0 ? "" : ",").append("\"bench-").append(i).append("\":{\"native\":{\"chain\":");
            rules.append(TestChain.ID).append(",\"min\":1}}");
        }
        return rules.append('}').toString();
    }

    private ServerProcess server(URI rpc) {
        return ServerProcess.start(
                "tropichat",
                port -> {
                    List<String> command = new ArrayList<>(settings.serverCommand());
                    command.addAll(List.of(
                            "--port",
                            Integer.toString(port),
                            "--connections-per-second",
                            "0",
                            "--packets-per-second",
                            "0",
                            "--turn",
                            "false",
                            "--rpc",
                            TestChain.ID + "=" + rpc,
                            "--gates",
                            gates.toString(),
                            "--gatekeeper-key",
                            ""));
                    return command;
                },
                cores);
    }

    private void joins(TestChain chain) {
        List<Double> rates = new ArrayList<>();
        for (int round = 1; round <= settings.rounds(); round++) {
            progress.step("joins, round " + round + " of " + settings.rounds());
            try (ServerProcess server = server(chain.rpc())) {
                for (int i = 0; i < WARM_UP_ROUNDS; i++) {
                    storm(server);
                }
                rates.add(storm(server));
            }
        }
        add(
                "gatedJoinsPerSecond",
                "gated joins/s, server on one core",
                0,
                Better.HIGHER,
                new Goal.AtLeast(JOINS_PER_SECOND_MIN),
                rates);
    }

    private double storm(ServerProcess server) {
        try (Loop loop = new Loop(server.port())) {
            JoinStorm storm = new JoinStorm(loop, new ArrayDeque<>(logins.take(WALLETS)));
            return storm.joinsPerSecond(TimeUnit.SECONDS.toNanos(settings.seconds()));
        }
    }

    /** One after the other, so that nobody shares a request with another. */
    private void batches(TestChain chain) throws IOException {
        progress.step("requests to the chain");
        try (Toll toll = new Toll(chain.rpc(), 0);
                ServerProcess server = server(toll.url())) {
            for (Login login : logins.take(SINGLE_JOINS)) {
                try (Loop loop = new Loop(server.port())) {
                    new JoinStorm(loop, new ArrayDeque<>(List.of(login))).enterAll();
                }
            }
            double perJoin = (double) toll.judging.get() / SINGLE_JOINS;
            add(
                    "batchesPerJoin",
                    "requests to the chain per join, one at a time",
                    2,
                    Better.LOWER,
                    new Goal.AtMost(BATCHES_PER_JOIN_MAX),
                    List.of(perJoin));
        }
    }

    /** How late signals of two who are in come, while others wait for a slow chain. */
    private void signals(TestChain chain) throws IOException {
        List<Double> alone = new ArrayList<>();
        List<Double> beside = new ArrayList<>();
        for (int round = 1; round <= settings.rounds(); round++) {
            progress.step("signals beside a slow chain, round " + round + " of " + settings.rounds());
            try (Toll toll = new Toll(chain.rpc(), SLOW_CHAIN_MILLIS);
                    ServerProcess server = server(toll.url());
                    Loop loop = new Loop(server.port())) {
                List<Client> pair = new JoinStorm(loop, new ArrayDeque<>(logins.take(2))).enterAll();
                Echo echo = new Echo(loop, pair);
                long window = TimeUnit.SECONDS.toNanos(settings.seconds());
                echo.run(window, () -> {});
                alone.add(echo.run(window, () -> {}));
                List<Login> newcomers = new ArrayList<>(logins.take(WALLETS));
                beside.add(echo.run(window, () -> loop.open(newcomers.removeLast())));
            }
        }
        add("signalMillisP99Alone", "signal delay p99, nobody joining, ms", 2, Better.LOWER, new Goal.None(), alone);
        add(
                "signalMillisP99",
                "signal delay p99, joins waiting 500 ms for the chain, ms",
                2,
                Better.LOWER,
                new Goal.AtMost(SIGNAL_MILLIS_MAX),
                beside);
    }

    private void recoveries() {
        progress.step("recovering wallets' keys");
        Hashes hashes = new JvmHashes();
        WalletKey wallet = WalletKey.ofSecret(hashes.sha256(Bytes.utf8("wallet")), hashes);
        Bytes message = Bytes.utf8("x".repeat(400));
        SignatureCheck check = new SignatureCheck.ByWallet(wallet.address(), message, wallet.signPersonal(message));
        SignatureVerifier verifier = new SignatureVerifier(hashes);
        List<Double> rates = new ArrayList<>();
        recoveriesPerSecond(verifier, check);
        for (int round = 0; round < settings.rounds(); round++) {
            rates.add(recoveriesPerSecond(verifier, check));
        }
        report.setting("nativeSecp256k1", verifier.isNative());
        add(
                "recoveriesPerSecond",
                "wallets' signatures checked/s, one core",
                0,
                Better.HIGHER,
                new Goal.AtLeast(RECOVERIES_PER_SECOND_MIN),
                rates);
    }

    private double recoveriesPerSecond(SignatureVerifier verifier, SignatureCheck check) {
        long started = System.nanoTime();
        long until = started + TimeUnit.SECONDS.toNanos(settings.seconds());
        long done = 0;
        while (System.nanoTime() < until) {
            if (!verifier.verify(check)) {
                throw new LoadFailure("a right signature was found wrong");
            }
            done++;
        }
        return done * 1e9 / (System.nanoTime() - started);
    }

    private void add(String key, String label, int decimals, Better better, Goal goal, List<Double> rounds) {
        report.add(new Figure(key, label, decimals, better, goal, List.of(new Samples(rounds))));
    }

    /** Signals from one of two to the other, a hundred a second. */
    private static final class Echo {
        private static final long INTERVAL_NANOS = 10_000_000;
        private static final double PERCENTILE = 0.99;

        private final Loop loop;
        private final Pings pings;

        Echo(Loop loop, List<Client> pair) {
            this.loop = loop;
            this.pings = new Pings(pair.get(0), pair.get(1));
        }

        /** The 99th percentile in milliseconds; {@code besides} is done once with each signal. */
        double run(long nanos, Runnable besides) {
            pings.delays.clear();
            long until = System.nanoTime() + nanos;
            for (long due = System.nanoTime(); due < until; due += INTERVAL_NANOS) {
                while (System.nanoTime() < due) {
                    loop.poll(0);
                }
                pings.send(due);
                besides.run();
            }
            loop.runUntil("signals", pings::arrived, pings::isQuiet);
            long[] sorted = pings.delays.stream().mapToLong(Long::longValue).toArray();
            Arrays.sort(sorted);
            return sorted[(int) (sorted.length * PERCENTILE)] / NANOS_PER_MILLI;
        }
    }
}
