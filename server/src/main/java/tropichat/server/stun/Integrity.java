package tropichat.server.stun;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tropichat.core.base.Bytes;

/**
 * The seals of messages (RFC 8489, sections 14.5 and 14.6): MESSAGE-INTEGRITY by HMAC-SHA1, and
 * MESSAGE-INTEGRITY-SHA256, which counts where both are there. Reuses its working memory: for one thread.
 */
public final class Integrity {
    static final int SHA1_BYTES = 20;
    static final int SHA256_BYTES = 32;

    /** To which the longer seal may be cut (section 14.6). */
    private static final int SHA256_BYTES_MIN = 16;

    private final Mac sha1 = mac("HmacSHA1");
    private final Mac sha256 = mac("HmacSHA256");
    private byte[] scratch = new byte[0];

    public Integrity() {}

    /** The key of somebody with a long-term credential (section 9.2.2): MD5 over name, realm and password. */
    public static Bytes longTermKey(String username, String realm, String password) {
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            String text = username + ":" + realm + ":" + password;
            return Bytes.wrap(md5.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java platform has MD5", missing);
        }
    }

    /** Whether {@code message} is sealed with {@code key}; without a seal it is not. */
    public boolean isSealed(StunMessage message, Bytes key) {
        int longer = message.find(Stun.MESSAGE_INTEGRITY_SHA256);
        if (longer >= 0) {
            int bytes = message.length(longer);
            return bytes >= SHA256_BYTES_MIN
                    && bytes <= SHA256_BYTES
                    && bytes % 4 == 0
                    && fits(message, longer, sha256, "HmacSHA256", key);
        }
        int index = message.find(Stun.MESSAGE_INTEGRITY);
        return index >= 0 && message.length(index) == SHA1_BYTES && fits(message, index, sha1, "HmacSHA1", key);
    }

    private boolean fits(StunMessage message, int index, Mac mac, String algorithm, Bytes key) {
        int value = message.offset(index);
        int bytes = message.length(index);
        int before = value - Stun.ATTRIBUTE_HEADER_BYTES;
        if (scratch.length < before + bytes) {
            scratch = new byte[before + bytes];
        }
        message.copy(0, scratch, 0, before);
        message.copy(value, scratch, before, bytes);
        byte[] expected = seal(scratch, before, bytes, mac, algorithm, key);
        int difference = 0; // over all bytes, so that the time tells nothing
        for (int i = 0; i < bytes; i++) {
            difference |= expected[i] ^ scratch[before + i];
        }
        return difference == 0;
    }

    /** The seal of the {@code before} bytes that stand in {@code message} before the attribute. */
    byte[] seal(byte[] message, int before, boolean longer, Bytes key) {
        return longer
                ? seal(message, before, SHA256_BYTES, sha256, "HmacSHA256", key)
                : seal(message, before, SHA1_BYTES, sha1, "HmacSHA1", key);
    }

    // The header's length has to be as though the attribute were the last.
    private static byte[] seal(byte[] message, int before, int bytes, Mac mac, String algorithm, Bytes key) {
        int length = before + Stun.ATTRIBUTE_HEADER_BYTES + bytes - Stun.HEADER_BYTES;
        message[2] = (byte) (length >>> Byte.SIZE);
        message[3] = (byte) length;
        try {
            mac.init(new SecretKeySpec(key.unsafeArray(), algorithm));
        } catch (GeneralSecurityException unfit) {
            throw new IllegalStateException("a key that is none", unfit);
        }
        mac.update(message, 0, before);
        return mac.doFinal();
    }

    private static Mac mac(String algorithm) {
        try {
            return Mac.getInstance(algorithm);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java platform has " + algorithm, missing);
        }
    }
}
