package tropichat.simulator.crypto;

import org.jspecify.annotations.Nullable;
import tropichat.core.base.Aead;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.identity.SignatureCheck;
import tropichat.crypto.JvmAead;
import tropichat.crypto.JvmHashes;
import tropichat.crypto.SealingKey;
import tropichat.crypto.SessionKey;
import tropichat.crypto.SignatureVerifier;
import tropichat.crypto.WalletKey;
import tropichat.simulator.chance.Chance;

/** Ed25519, secp256k1, SHA-256 and Keccak as they are used in earnest; their signatures draw no chance. */
public final class RealCrypto implements Crypto {
    private final Hashes hashes = new JvmHashes();
    private final Aead aead = new JvmAead();
    private final SignatureVerifier verifier = new SignatureVerifier(hashes);

    @Override
    public Hashes hashes() {
        return hashes;
    }

    @Override
    public Aead aead() {
        return aead;
    }

    @Override
    public Keys generate(Chance chance) {
        return new RealKeys(
                SessionKey.generate(chance), WalletKey.generate(chance, hashes), SealingKey.generate(chance));
    }

    @Override
    public @Nullable Bytes seal(Bytes to, Bytes content, Chance chance) {
        return SealingKey.seal(to, content, chance);
    }

    @Override
    public boolean verify(SignatureCheck check) {
        return verifier.verify(check);
    }
}
