package tropichat.server.turn;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tropichat.core.base.Bytes;

/**
 * Nonces without a memory: a time, and a keyed hash over it and the client's address. Each begins with the cookie of
 * RFC 8489, section 9.2, which says that none of that section's options is on.
 */
final class Nonces {
    /** RFC 8656, section 5, wants a new one every hour at least. */
    static final long LIFE_SECONDS = 1_800;

    private static final String COOKIE = "obMatJos2AAAA";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int TIME_BYTES = Integer.BYTES;
    private static final int HASH_BYTES = 8;
    private static final int TEXT_CHARS = COOKIE.length() + (TIME_BYTES + HASH_BYTES) / 3 * 4;

    private final Mac mac;

    Nonces(Bytes secret) {
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.unsafeArray(), ALGORITHM));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java platform has HMAC-SHA256", missing);
        }
    }

    /** A nonce for {@code client}, made now. */
    String next(InetSocketAddress client, long nowSeconds) {
        return of(client, (int) nowSeconds);
    }

    /** Whether {@code nonce} was made here for {@code client} and is not too old. */
    boolean isFresh(String nonce, InetSocketAddress client, long nowSeconds) {
        if (nonce.length() != TEXT_CHARS || !nonce.startsWith(COOKIE)) {
            return false;
        }
        try {
            int made = ByteBuffer.wrap(Base64.getUrlDecoder().decode(nonce.substring(COOKIE.length())))
                    .getInt();
            int age = (int) nowSeconds - made;
            return age >= 0 && age <= LIFE_SECONDS && isEqual(nonce, of(client, made));
        } catch (IllegalArgumentException noBase64) {
            return false;
        }
    }

    // Over all characters, so that the time tells nothing.
    private static boolean isEqual(String a, String b) {
        int difference = a.length() ^ b.length();
        for (int i = 0; i < Math.min(a.length(), b.length()); i++) {
            difference |= a.charAt(i) ^ b.charAt(i);
        }
        return difference == 0;
    }

    private String of(InetSocketAddress client, int madeSeconds) {
        ByteBuffer content = ByteBuffer.allocate(TIME_BYTES + HASH_BYTES).putInt(madeSeconds);
        mac.update(content.array(), 0, TIME_BYTES);
        mac.update((byte) (client.getPort() >>> Byte.SIZE));
        mac.update((byte) client.getPort());
        content.put(mac.doFinal(client.getAddress().getAddress()), 0, HASH_BYTES);
        return COOKIE + Base64.getUrlEncoder().withoutPadding().encodeToString(content.array());
    }
}
