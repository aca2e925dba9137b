package tropichat.server.turn;

import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;

/**
 * A secret that makes credentials and that a TURN server knows too (draft-uberti-behave-turn-rest-00): the name is
 * {@code expiry:id}, with the expiry in Unix seconds, and the password is Base64 of HMAC-SHA1 over the name. coturn has
 * it as {@code use-auth-secret}.
 */
public final class SharedSecret {
    private static final String ALGORITHM = "HmacSHA1";
    private static final char SEPARATOR = ':';

    private final SecretKeySpec key;

    public SharedSecret(Bytes secret) {
        key = new SecretKeySpec(secret.unsafeArray(), ALGORITHM);
    }

    /** The name under which {@code id} is known until {@code expirySeconds}. */
    public static String username(String id, long expirySeconds) {
        return "" + expirySeconds + SEPARATOR + id;
    }

    public String password(String username) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return Base64.getEncoder()
                    .encodeToString(mac.doFinal(Bytes.utf8(username).unsafeArray()));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java platform has HMAC-SHA1", missing);
        }
    }

    /** The id in a name; null where the name is none of this scheme, or no longer good at {@code nowSeconds}. */
    static @Nullable String id(String username, long nowSeconds) {
        int separator = username.indexOf(SEPARATOR);
        if (separator <= 0) {
            return null;
        }
        try {
            return Long.parseLong(username, 0, separator, 10) > nowSeconds ? username.substring(separator + 1) : null;
        } catch (NumberFormatException noTime) {
            return null;
        }
    }

    /** Nothing of the secret: this may end up in a log. */
    @Override
    public String toString() {
        return "SharedSecret";
    }
}
