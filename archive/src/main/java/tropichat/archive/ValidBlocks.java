package tropichat.archive;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.wire.Car;
import tropichat.core.wire.Cid;

/** A CAR file as a stream of bytes from which everything that is wrong has been left out. */
final class ValidBlocks extends InputStream {
    private final CarFile file;
    private final List<String> refused = new ArrayList<>();
    private Bytes chunk;
    private int at;
    private Car.@Nullable Section ahead;
    private long blocks;
    private @Nullable Cid last;
    private final AtomicLong passed = new AtomicLong();

    /** Reads as far as the first section, so that what is no CAR is known before anything is sent. */
    ValidBlocks(CarFile file) throws IOException {
        this.file = file;
        ahead = file.next();
        chunk = Car.header(file.roots());
    }

    /** What was left out so far, and why. */
    List<String> refused() {
        return refused;
    }

    /** Blocks so far; for the thread that reads, or after it. */
    long blocks() {
        return blocks;
    }

    /** The last block so far; for the thread that reads, or after it. */
    @Nullable
    Cid last() {
        return last;
    }

    /** Bytes so far, for any thread. */
    long passed() {
        return passed.get();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        while (at == chunk.length()) {
            Car.Block block = next();
            if (block == null) {
                return -1;
            }
            chunk = Car.section(block);
            at = 0;
            blocks++;
            last = block.cid();
        }
        int count = Math.min(length, chunk.length() - at);
        System.arraycopy(chunk.unsafeArray(), at, into, offset, count);
        at += count;
        passed.addAndGet(count);
        return count;
    }

    private Car.@Nullable Block next() throws IOException {
        while (true) {
            Car.Section section = ahead;
            if (section == null) {
                Malformed broken = file.broken();
                if (broken != null && !refused.contains(broken.getMessage())) {
                    refused.add(String.valueOf(broken.getMessage()));
                }
                return null;
            }
            ahead = file.next();
            switch (section) {
                case Car.Block block -> {
                    return block;
                }
                case Car.Refused bad -> refused.add(Refusals.words(bad));
            }
        }
    }
}
