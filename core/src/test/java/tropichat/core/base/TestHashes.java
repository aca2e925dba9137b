package tropichat.core.base;

import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.KeccakDigest;
import org.bouncycastle.crypto.digests.SHA256Digest;

/** The hash port of tests in core, which cannot see the module that has the real one. */
public final class TestHashes implements Hashes {
    @Override
    public Bytes sha256(Bytes data) {
        return digest(new SHA256Digest(), data);
    }

    @Override
    public Bytes keccak256(Bytes data) {
        return digest(new KeccakDigest(256), data);
    }

    private static Bytes digest(Digest digest, Bytes data) {
        digest.update(data.unsafeArray(), 0, data.length());
        byte[] hash = new byte[digest.getDigestSize()];
        digest.doFinal(hash, 0);
        return Bytes.wrap(hash);
    }
}
