package tropichat.server.stun;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/** The checksum by which a message is told from other data (RFC 8489, section 14.7). */
final class Fingerprint {
    /** "STUN" as four bytes, so that the checksum is no other protocol's. */
    private static final int MASK = 0x5354554E;

    private Fingerprint() {}

    /** Over {@code bytes} bytes from {@code start}: all that stands before the attribute. */
    static int of(ByteBuffer buffer, int start, int bytes) {
        CRC32 checksum = new CRC32();
        checksum.update(buffer.slice(start, bytes));
        return (int) checksum.getValue() ^ MASK;
    }

    static int of(byte[] message, int bytes) {
        CRC32 checksum = new CRC32();
        checksum.update(message, 0, bytes);
        return (int) checksum.getValue() ^ MASK;
    }
}
