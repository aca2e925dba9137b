package tropichat.simulator.crypto;

import tropichat.core.base.Bytes;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.EthereumAddress;
import tropichat.core.identity.EthereumSignature;

/** One person's secrets in a {@link KeyedCrypto} world. */
record KeyedKeys(DidKey session, EthereumAddress wallet, long sessionSecret, long walletSecret) implements Keys {
    @Override
    public Bytes sign(Bytes message) {
        return KeyedCrypto.signature(sessionSecret, message);
    }

    @Override
    public EthereumSignature signPersonal(String text) {
        return KeyedCrypto.walletSignature(walletSecret, Bytes.utf8(text));
    }
}
