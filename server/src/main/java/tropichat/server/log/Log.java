package tropichat.server.log;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * One line per event on standard error: time, level, words. Addresses, wallets, session ids and what people say do not
 * belong here.
 */
public final class Log {
    /** How much is told; each level tells what those before it tell. */
    public enum Level {
        ERROR,
        WARN,
        INFO,
        DEBUG
    }

    private static volatile Level level = Level.INFO;

    private Log() {}

    public static void setLevel(Level level) {
        Log.level = level;
    }

    public static void debug(String words) {
        write(Level.DEBUG, words);
    }

    public static void info(String words) {
        write(Level.INFO, words);
    }

    public static void warn(String words) {
        write(Level.WARN, words);
    }

    /** A fault of our own; its trace is told, since nobody can mend it without. */
    public static void error(String words, Throwable fault) {
        StringWriter trace = new StringWriter();
        fault.printStackTrace(new PrintWriter(trace));
        write(Level.ERROR, words + System.lineSeparator() + trace.toString().stripTrailing());
    }

    private static void write(Level of, String words) {
        if (of.compareTo(level) <= 0) {
            System.err.println(Instant.now().truncatedTo(ChronoUnit.MILLIS) + " " + of + " " + words);
        }
    }
}
