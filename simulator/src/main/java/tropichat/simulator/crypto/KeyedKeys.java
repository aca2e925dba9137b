package tropichat.simulator.crypto;

import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.EthereumAddress;
import tropichat.core.identity.EthereumSignature;

/** One person's secrets in a {@link KeyedCrypto} world. */
record KeyedKeys(
        DidKey session,
        EthereumAddress wallet,
        Bytes sealing,
        long sessionSecret,
        long walletSecret,
        long sealingSecret)
        implements Keys {
    @Override
    public Bytes sign(Bytes message) {
        return KeyedCrypto.signature(sessionSecret, message);
    }

    @Override
    public @Nullable Bytes unseal(Bytes sealed) {
        return KeyedCrypto.unseal(sealingSecret, sealed);
    }

    @Override
    public EthereumSignature signPersonal(String text) {
        return KeyedCrypto.walletSignature(walletSecret, Bytes.utf8(text));
    }
}
