package tropichat.core.base;

import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.modes.GCMModeCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.jspecify.annotations.Nullable;

/** The port to authenticated encryption of tests in core, which cannot see the module that has the real one. */
public final class TestAead implements Aead {
    @Override
    public Bytes seal(Bytes key, Bytes nonce, Bytes associated, Bytes content) {
        try {
            return run(true, key, nonce, associated, content);
        } catch (InvalidCipherTextException e) {
            throw new AssertionError("encryption has no invalid ciphertext", e);
        }
    }

    @Override
    public @Nullable Bytes open(Bytes key, Bytes nonce, Bytes associated, Bytes sealed) {
        try {
            return run(false, key, nonce, associated, sealed);
        } catch (InvalidCipherTextException e) {
            return null;
        }
    }

    private static Bytes run(boolean encrypts, Bytes key, Bytes nonce, Bytes associated, Bytes input)
            throws InvalidCipherTextException {
        GCMModeCipher cipher = GCMBlockCipher.newInstance(AESEngine.newInstance());
        cipher.init(
                encrypts,
                new AEADParameters(
                        new KeyParameter(key.unsafeArray()),
                        Byte.SIZE * TAG_LENGTH,
                        nonce.unsafeArray(),
                        associated.unsafeArray()));
        byte[] output = new byte[cipher.getOutputSize(input.length())];
        int length = cipher.processBytes(input.unsafeArray(), 0, input.length(), output, 0);
        cipher.doFinal(output, length);
        return Bytes.wrap(output);
    }
}
