import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * A long cable between two network interfaces, for kernels without netem: {@code java Shuttle.java near far 20} carries what
 * goes into one TAP interface out of the other, 20 ms later. Packets that find a thousand others on their way are lost.
 */
final class Shuttle {
    private static final int PACKETS_MAX = 1_000;
    private static final int FRAME_BYTES_MAX = 2_048;

    // linux/if_tun.h, asm-generic/ioctl.h, fcntl.h
    private static final long TUNSETIFF = 0x4004_54CAL;
    private static final short TAP_WITHOUT_HEADER = 0x1002;
    private static final int READ_AND_WRITE = 2;
    private static final int REQUEST_BYTES = 40;
    private static final int NAME_BYTES = 16;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final SymbolLookup LIBC = LINKER.defaultLookup();
    private static final MethodHandle OPEN = function(
            "open",
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
            Linker.Option.firstVariadicArg(2));
    private static final MethodHandle IOCTL = function(
            "ioctl",
            FunctionDescriptor.of(
                    ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS),
            Linker.Option.firstVariadicArg(2));
    private static final FunctionDescriptor TRANSFER = FunctionDescriptor.of(
            ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG);
    private static final MethodHandle READ = function("read", TRANSFER);
    private static final MethodHandle WRITE = function("write", TRANSFER);

    private record Packet(byte[] frame, long dueNanos) {}

    private Shuttle() {}

    public static void main(String[] arguments) throws Throwable {
        int near = attach(arguments[0]);
        int far = attach(arguments[1]);
        long delayNanos = Long.parseLong(arguments[2]) * 1_000_000;
        carry(near, far, delayNanos);
        carry(far, near, delayNanos);
    }

    private static MethodHandle function(String name, FunctionDescriptor descriptor, Linker.Option... options) {
        return LINKER.downcallHandle(LIBC.findOrThrow(name), descriptor, options);
    }

    private static int attach(String name) throws Throwable {
        try (Arena arena = Arena.ofConfined()) {
            int device = (int) OPEN.invokeExact(arena.allocateFrom("/dev/net/tun"), READ_AND_WRITE);
            MemorySegment request = arena.allocate(REQUEST_BYTES);
            request.setString(0, name);
            request.set(ValueLayout.JAVA_SHORT, NAME_BYTES, TAP_WITHOUT_HEADER);
            if (device < 0 || (int) IOCTL.invokeExact(device, TUNSETIFF, request) < 0) {
                throw new IllegalStateException("The interface " + name + " cannot be had.");
            }
            return device;
        }
    }

    private static void carry(int from, int to, long delayNanos) {
        BlockingQueue<Packet> underWay = new ArrayBlockingQueue<>(PACKETS_MAX);
        start(buffer -> {
            long length = (long) READ.invokeExact(from, buffer, (long) FRAME_BYTES_MAX);
            if (length > 0) {
                byte[] frame = buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
                underWay.offer(new Packet(frame, System.nanoTime() + delayNanos));
            }
        });
        start(buffer -> {
            Packet packet = underWay.take();
            for (long left = packet.dueNanos - System.nanoTime(); left > 0; left = packet.dueNanos - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            MemorySegment.copy(packet.frame, 0, buffer, ValueLayout.JAVA_BYTE, 0, packet.frame.length);
            long written = (long) WRITE.invokeExact(to, buffer, (long) packet.frame.length);
            assert written != 0 : "an interface that is down takes nothing, and says so by a negative number";
        });
    }

    @FunctionalInterface
    private interface Step {
        void take(MemorySegment buffer) throws Throwable;
    }

    /** Takes the step again and again, on a thread of its own. */
    private static void start(Step step) {
        Thread.ofPlatform().start(() -> {
            MemorySegment buffer = Arena.global().allocate(FRAME_BYTES_MAX);
            try {
                while (true) {
                    step.take(buffer);
                }
            } catch (Throwable broken) {
                broken.printStackTrace();
                System.exit(1);
            }
        });
    }
}
