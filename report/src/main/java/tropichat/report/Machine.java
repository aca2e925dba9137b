package tropichat.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the figures were measured on.
 *
 * @param model the processor as the kernel names it
 */
public record Machine(int cores, String model, long memoryMebibytes, String kernel, String jvm) {
    private static final String UNKNOWN = "unknown";

    /** This machine. Where there is no {@code /proc}, the processor is "unknown" and the memory 0. */
    public static Machine current() {
        String model = field(Path.of("/proc/cpuinfo"), "model name");
        String memory = field(Path.of("/proc/meminfo"), "MemTotal");
        return new Machine(
                coresOnline(),
                model.isEmpty() ? UNKNOWN : model,
                memory.isEmpty() ? 0 : Long.parseLong(memory.replace(" kB", "")) / 1024,
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
    }

    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("cores", cores);
        json.put("model", model);
        json.put("memoryMebibytes", memoryMebibytes);
        json.put("kernel", kernel);
        json.put("jvm", jvm);
        return json;
    }

    @Override
    public String toString() {
        return cores + " × " + model + ", " + memoryMebibytes + " MiB, " + kernel + ", " + jvm;
    }

    /** All cores of the machine, also those that this process is not allowed on. */
    private static int coresOnline() {
        long listed = lines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("processor"))
                .count();
        return listed == 0 ? Runtime.getRuntime().availableProcessors() : (int) listed;
    }

    private static String field(Path file, String name) {
        return lines(file).stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("");
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException absent) {
            return List.of();
        }
    }
}
