package tropichat.server.stun;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A message read where it lies: knows where each attribute begins and copies none. One object reads one message after
 * the other; what it answers holds until the next {@link #read} and as long as the buffer keeps its content.
 */
public final class StunMessage {
    /** A request of a browser has at most nine. */
    public static final int ATTRIBUTES_MAX = 32;

    private static final int FINGERPRINT_BYTES = 4;
    private static final int TYPE_BITS_FREE = 0xC000;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final int[] types = new int[ATTRIBUTES_MAX];
    private final int[] offsets = new int[ATTRIBUTES_MAX];
    private final int[] lengths = new int[ATTRIBUTES_MAX];
    private ByteBuffer buffer = NOTHING;
    private int start;
    private int type;
    private int count;

    /**
     * Reads what lies between position and limit of {@code datagram}. False where that is no message: cut off, with
     * lengths that do not fit, with more attributes than {@link #ATTRIBUTES_MAX}, or with a fingerprint that is wrong.
     */
    public boolean read(ByteBuffer datagram) {
        buffer = datagram;
        start = datagram.position();
        count = 0;
        int bytes = datagram.remaining();
        if (bytes < Stun.HEADER_BYTES) {
            return false;
        }
        type = unsignedShort(0);
        return (type & TYPE_BITS_FREE) == 0
                && datagram.getInt(start + 4) == Stun.MAGIC_COOKIE
                && unsignedShort(2) == bytes - Stun.HEADER_BYTES
                && bytes % 4 == 0
                && readAttributes(bytes);
    }

    // What follows the seals of a message is not sealed, and passed over (RFC 8489, section 14.5).
    private boolean readAttributes(int bytes) {
        int at = Stun.HEADER_BYTES;
        int sealedBy = 0;
        while (at < bytes) {
            int attribute = unsignedShort(at);
            int length = unsignedShort(at + 2);
            int value = at + Stun.ATTRIBUTE_HEADER_BYTES;
            int end = value + Stun.padded(length);
            if (end > bytes || sealedBy == Stun.FINGERPRINT || count == ATTRIBUTES_MAX) {
                return false;
            }
            if (counts(attribute, sealedBy)) {
                types[count] = attribute;
                offsets[count] = value;
                lengths[count] = length;
                count++;
                sealedBy = isSeal(attribute) ? attribute : sealedBy;
            }
            at = end;
        }
        return sealedBy != Stun.FINGERPRINT || fingerprintFits();
    }

    private static boolean counts(int attribute, int sealedBy) {
        return switch (sealedBy) {
            case 0 -> true;
            case Stun.MESSAGE_INTEGRITY -> attribute == Stun.MESSAGE_INTEGRITY_SHA256 || attribute == Stun.FINGERPRINT;
            default -> attribute == Stun.FINGERPRINT;
        };
    }

    private static boolean isSeal(int attribute) {
        return attribute == Stun.MESSAGE_INTEGRITY
                || attribute == Stun.MESSAGE_INTEGRITY_SHA256
                || attribute == Stun.FINGERPRINT;
    }

    private boolean fingerprintFits() {
        int last = count - 1;
        return lengths[last] == FINGERPRINT_BYTES
                && buffer.getInt(start + offsets[last])
                        == Fingerprint.of(buffer, start, offsets[last] - Stun.ATTRIBUTE_HEADER_BYTES);
    }

    public StunClass messageClass() {
        return StunClass.of(type);
    }

    public int method() {
        return StunClass.method(type);
    }

    /** How many attributes there are that count; the others' indexes are below it. */
    public int attributes() {
        return count;
    }

    public int type(int index) {
        return types[index];
    }

    public int length(int index) {
        return lengths[index];
    }

    /** Where the value of an attribute begins, from the message's first byte. */
    public int offset(int index) {
        return offsets[index];
    }

    /** The index of the first attribute of {@code attribute}'s type; -1 where there is none. */
    public int find(int attribute) {
        for (int i = 0; i < count; i++) {
            if (types[i] == attribute) {
                return i;
            }
        }
        return -1;
    }

    public boolean has(int attribute) {
        return find(attribute) >= 0;
    }

    /** The first byte of a value that has to be as long as {@code bytes}; -1 where it is not there or not as long. */
    public int octet(int attribute, int bytes) {
        int index = find(attribute);
        return index < 0 || lengths[index] != bytes ? -1 : buffer.get(start + offsets[index]) & 0xFF;
    }

    /** The value of four bytes, unsigned; -1 where it is not there or not as long. */
    public long unsignedInt(int attribute) {
        int index = find(attribute);
        return index < 0 || lengths[index] != Integer.BYTES
                ? -1
                : Integer.toUnsignedLong(buffer.getInt(start + offsets[index]));
    }

    /** The value as text; null where it is not there or longer than {@code bytesMax}. */
    public @Nullable String text(int attribute, int bytesMax) {
        int index = find(attribute);
        if (index < 0 || lengths[index] > bytesMax) {
            return null;
        }
        byte[] value = new byte[lengths[index]];
        buffer.get(start + offsets[index], value);
        return new String(value, StandardCharsets.UTF_8);
    }

    /** The XOR-ed address that the attribute at {@code index} carries; null where it carries none. */
    public @Nullable InetSocketAddress address(int index) {
        return XorAddress.read(buffer, start, offsets[index], lengths[index]);
    }

    /** The first XOR-ed address of {@code attribute}'s type; null where there is none that can be read. */
    public @Nullable InetSocketAddress addressOf(int attribute) {
        int index = find(attribute);
        return index < 0 ? null : address(index);
    }

    /** The first eight bytes of the transaction id; with {@link #transactionLow} all of it. */
    public long transactionHigh() {
        return buffer.getLong(start + 8);
    }

    public int transactionLow() {
        return buffer.getInt(start + 16);
    }

    /** Copies {@code bytes} bytes, from the one at {@code from} in the message, to the beginning of {@code into}. */
    void copy(int from, byte[] into, int at, int bytes) {
        buffer.get(start + from, into, at, bytes);
    }

    private int unsignedShort(int at) {
        return buffer.getShort(start + at) & 0xFFFF;
    }
}
