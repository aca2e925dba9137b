package tropichat.simulator.crypto;

import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.EthereumAddress;
import tropichat.core.identity.EthereumSignature;
import tropichat.crypto.SealingKey;
import tropichat.crypto.SessionKey;
import tropichat.crypto.WalletKey;

/** One person's secrets in a {@link RealCrypto} world. */
record RealKeys(SessionKey sessionKey, WalletKey walletKey, SealingKey sealingKey) implements Keys {
    @Override
    public DidKey session() {
        return sessionKey.did();
    }

    @Override
    public EthereumAddress wallet() {
        return walletKey.address();
    }

    @Override
    public Bytes sealing() {
        return sealingKey.publicKey();
    }

    @Override
    public @Nullable Bytes unseal(Bytes sealed) {
        return sealingKey.open(sealed);
    }

    @Override
    public Bytes sign(Bytes message) {
        return sessionKey.sign(message);
    }

    @Override
    public EthereumSignature signPersonal(String text) {
        return walletKey.signPersonal(text);
    }
}
