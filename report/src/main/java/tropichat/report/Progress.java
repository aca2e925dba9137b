package tropichat.report;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Tells on standard error what a long command is doing: a line for each step, or, on a terminal, one line that is
 * written over.
 */
public final class Progress {
    private static final String ERASE_LINE = "\r\u001b[2K";

    private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

    private final PrintStream out;
    private final boolean terminal;

    Progress(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    public static Progress onStandardError() {
        return new Progress(System.err, isTerminal(STANDARD_ERROR));
    }

    /** Says what begins now. */
    public void step(String what) {
        if (terminal) {
            out.print(ERASE_LINE + what);
        } else {
            out.println(what);
        }
        out.flush();
    }

    /** Says something that stays on the screen. */
    public void note(String what) {
        out.println(terminal ? ERASE_LINE + what : what);
        out.flush();
    }

    /** Clears the line, so that the report begins on a clean one. */
    public void done() {
        out.print(terminal ? ERASE_LINE : "");
        out.flush();
    }

    /** Java's console tells of standard input and output together; a report's output is often sent to a file. */
    private static boolean isTerminal(Path stream) {
        try {
            String target = Files.readSymbolicLink(stream).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException unknown) {
            return false;
        }
    }
}
