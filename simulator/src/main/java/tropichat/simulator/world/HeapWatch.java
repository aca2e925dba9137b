package tropichat.simulator.world;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;

/** The most heap that was in use since this was made, garbage included: what the JVM had to be given. */
final class HeapWatch {
    private static final double BYTES_PER_MEBIBYTE = 1 << 20;

    HeapWatch() {
        ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
    }

    /** The sum over the heap's pools, whose peaks need not have come at the same time. */
    double mebibytesMax() {
        long bytes = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getType() == MemoryType.HEAP) {
                bytes += pool.getPeakUsage().getUsed();
            }
        }
        return bytes / BYTES_PER_MEBIBYTE;
    }
}
