package tropichat.simulator.crypto;

import tropichat.core.base.Hashes;
import tropichat.core.identity.SignatureCheck;
import tropichat.crypto.JvmHashes;
import tropichat.crypto.SessionKey;
import tropichat.crypto.SignatureVerifier;
import tropichat.crypto.WalletKey;
import tropichat.simulator.chance.Chance;

/** Ed25519, secp256k1, SHA-256 and Keccak as they are used in earnest; their signatures draw no chance. */
public final class RealCrypto implements Crypto {
    private final Hashes hashes = new JvmHashes();
    private final SignatureVerifier verifier = new SignatureVerifier(hashes);

    @Override
    public Hashes hashes() {
        return hashes;
    }

    @Override
    public Keys generate(Chance chance) {
        return new RealKeys(SessionKey.generate(chance), WalletKey.generate(chance, hashes));
    }

    @Override
    public boolean verify(SignatureCheck check) {
        return verifier.verify(check);
    }
}
