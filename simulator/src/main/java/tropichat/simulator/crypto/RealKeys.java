package tropichat.simulator.crypto;

import tropichat.core.base.Bytes;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.EthereumAddress;
import tropichat.core.identity.EthereumSignature;
import tropichat.crypto.SessionKey;
import tropichat.crypto.WalletKey;

/** One person's secrets in a {@link RealCrypto} world. */
record RealKeys(SessionKey sessionKey, WalletKey walletKey) implements Keys {
    @Override
    public DidKey session() {
        return sessionKey.did();
    }

    @Override
    public EthereumAddress wallet() {
        return walletKey.address();
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
