package tropichat.server.net;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** A range of addresses: an address and how many of its first bits count, as in {@code 10.0.0.0/8}. */
public final class Network {
    private final byte[] prefix;
    private final int bits;

    private Network(byte[] prefix, int bits) {
        this.prefix = prefix;
        this.bits = bits;
    }

    /** Reads {@code address/bits}, or an address alone; null where {@code text} is neither. No names. */
    public static @Nullable Network parse(String text) {
        int slash = text.indexOf('/');
        byte[] prefix = literal(slash < 0 ? text : text.substring(0, slash));
        if (prefix == null) {
            return null;
        }
        int most = Byte.SIZE * prefix.length;
        if (slash < 0) {
            return new Network(prefix, most);
        }
        try {
            int bits = Integer.parseInt(text.substring(slash + 1));
            return bits >= 0 && bits <= most ? new Network(prefix, bits) : null;
        } catch (NumberFormatException noNumber) {
            return null;
        }
    }

    private static byte @Nullable [] literal(String text) {
        try {
            return InetAddress.ofLiteral(text).getAddress();
        } catch (IllegalArgumentException noAddress) {
            return null;
        }
    }

    /** The address alone. */
    public static Network of(InetAddress address) {
        byte[] bytes = address.getAddress();
        return new Network(bytes, Byte.SIZE * bytes.length);
    }

    public boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length != prefix.length) {
            return false;
        }
        int whole = bits / Byte.SIZE;
        for (int i = 0; i < whole; i++) {
            if (bytes[i] != prefix[i]) {
                return false;
            }
        }
        int rest = bits % Byte.SIZE;
        return rest == 0 || ((bytes[whole] ^ prefix[whole]) & 0xFF) >>> (Byte.SIZE - rest) == 0;
    }
}
