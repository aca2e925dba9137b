package tropichat.crypto;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.bouncycastle.crypto.digests.KeccakDigest;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;

/** The hash port on the JVM: the JDK's SHA-256, BouncyCastle's Keccak, which the JDK lacks. For any thread. */
public final class JvmHashes implements Hashes {
    private static final int KECCAK_BITS = 256;

    @Override
    public Bytes sha256(Bytes data) {
        try {
            return Bytes.wrap(MessageDigest.getInstance("SHA-256").digest(data.unsafeArray()));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    @Override
    public Bytes keccak256(Bytes data) {
        KeccakDigest digest = new KeccakDigest(KECCAK_BITS);
        digest.update(data.unsafeArray(), 0, data.length());
        byte[] hash = new byte[digest.getDigestSize()];
        digest.doFinal(hash, 0);
        return Bytes.wrap(hash);
    }
}
