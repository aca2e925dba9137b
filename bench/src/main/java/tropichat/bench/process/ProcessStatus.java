package tropichat.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tropichat.bench.load.LoadFailure;

/** What the kernel tells of a process in {@code /proc} (proc(5)). */
public record ProcessStatus(long pid) {
    /** The unit of times in {@code stat}: USER_HZ, 100 on every Linux of the last twenty years. */
    private static final long NANOS_PER_TICK = 10_000_000;

    /** Behind the process's name, which may hold spaces, {@code utime} and {@code stime} are the 12th and 13th. */
    private static final int USER_TIME = 11;

    private static final int SYSTEM_TIME = 12;

    /** Bytes of memory that are resident. */
    public long residentBytes() {
        return read("status")
                .lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow(() -> new LoadFailure("process " + pid + " has no VmRSS"));
    }

    /** Processor time used by all threads since the start. */
    public long cpuNanos() {
        String stat = read("stat");
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME])) * NANOS_PER_TICK;
    }

    private String read(String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), file));
        } catch (IOException gone) {
            throw new LoadFailure("cannot read /proc/" + pid + "/" + file + ": this benchmark needs Linux", gone);
        }
    }
}
