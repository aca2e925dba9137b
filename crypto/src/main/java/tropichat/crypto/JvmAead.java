package tropichat.crypto;

import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Aead;
import tropichat.core.base.Bytes;

/** The port to authenticated encryption on the JVM: the JDK's AES-GCM, which uses the processor's. For any thread. */
public final class JvmAead implements Aead {
    private static final String TRANSFORMATION = "AES/GCM/NoPadding";

    @Override
    public Bytes seal(Bytes key, Bytes nonce, Bytes associated, Bytes content) {
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, nonce, associated);
            return Bytes.wrap(cipher.doFinal(content.unsafeArray()));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has " + TRANSFORMATION, e);
        }
    }

    @Override
    public @Nullable Bytes open(Bytes key, Bytes nonce, Bytes associated, Bytes sealed) {
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, nonce, associated);
            return Bytes.wrap(cipher.doFinal(sealed.unsafeArray()));
        } catch (AEADBadTagException e) {
            // Also where there is less than a tag.
            return null;
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has " + TRANSFORMATION, e);
        }
    }

    /** The JDK's ciphers keep the state of a call, so each call has its own. */
    private static Cipher cipher(int mode, Bytes key, Bytes nonce, Bytes associated) throws GeneralSecurityException {
        // The JDK would take other lengths, and encrypt with AES-128 or hash the nonce.
        if (key.length() != KEY_LENGTH || nonce.length() != NONCE_LENGTH) {
            throw new IllegalArgumentException("a key has 32 bytes and a nonce 12");
        }
        Cipher cipher = Cipher.getInstance(TRANSFORMATION);
        cipher.init(
                mode,
                new SecretKeySpec(key.unsafeArray(), "AES"),
                new GCMParameterSpec(TAG_LENGTH * Byte.SIZE, nonce.unsafeArray()));
        cipher.updateAAD(associated.unsafeArray());
        return cipher;
    }
}
