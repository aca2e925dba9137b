package tropichat.bench.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import tropichat.bench.load.LoadFailure;

/** A server under test, started for one sample and stopped after it. */
public final class ServerProcess implements AutoCloseable {
    private static final long START_NANOS_MAX = 30_000_000_000L;
    private static final long STOP_SECONDS_MAX = 10;
    private static final long PROBE_MILLIS = 1;
    private static final int LOG_LINES_SHOWN = 20;

    private final Process process;
    private final int port;
    private final Path log;
    private final Thread stopAtExit;
    private final long listeningNanos;

    private ServerProcess(Process process, int port, Path log, long startedNanos) {
        this.process = process;
        this.port = port;
        this.log = log;
        stopAtExit = new Thread(process::destroy);
        Runtime.getRuntime().addShutdownHook(stopAtExit);
        awaitListening(startedNanos);
        listeningNanos = System.nanoTime() - startedNanos;
    }

    /** Starts the server {@code name} on a free port, and returns once it accepts connections. */
    public static ServerProcess start(String name, IntFunction<List<String>> commandOnPort, Cores cores) {
        try {
            int port = freePort();
            Path log = Files.createTempFile("tropichat-bench-", ".log");
            ProcessBuilder builder = new ProcessBuilder(cores.onServerCore(commandOnPort.apply(port)))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            long startedNanos = System.nanoTime();
            return new ServerProcess(builder.start(), port, log, startedNanos);
        } catch (IOException failure) {
            throw new LoadFailure("cannot start " + name + ": " + failure.getMessage(), failure);
        }
    }

    public int port() {
        return port;
    }

    /** From the start of the process to the first connection that it accepted. */
    public long listeningNanos() {
        return listeningNanos;
    }

    public ProcessStatus status() {
        return new ProcessStatus(process.pid());
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            Runtime.getRuntime().removeShutdownHook(stopAtExit);
            Files.deleteIfExists(log);
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (IOException leftBehind) {
            throw new LoadFailure("cannot delete " + log, leftBehind);
        }
    }

    private void awaitListening(long startedNanos) {
        while (!accepts()) {
            if (!process.isAlive() || System.nanoTime() - startedNanos > START_NANOS_MAX) {
                String output = lastOutput();
                close();
                throw new LoadFailure("the server did not start listening; it said:\n" + output);
            }
            pause();
        }
    }

    private boolean accepts() {
        try (Socket probe = new Socket()) {
            probe.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    /** The last lines that the server wrote. */
    public String lastOutput() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size()));
        } catch (IOException unreadable) {
            return "(nothing that can be read)";
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PROBE_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new LoadFailure("interrupted", interrupted);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
