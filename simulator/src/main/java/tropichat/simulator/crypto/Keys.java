package tropichat.simulator.crypto;

import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.EthereumAddress;
import tropichat.core.identity.EthereumSignature;

/** What one simulated person holds: a session key and a wallet. Whoever does not hold it cannot sign for them. */
public sealed interface Keys permits KeyedKeys, RealKeys {
    DidKey session();

    EthereumAddress wallet();

    /** The public half of the key to which signals are sealed. */
    Bytes sealing();

    /** The session's signature, 64 bytes. */
    Bytes sign(Bytes message);

    /** Opens what was sealed to {@link #sealing}; null where it was sealed to somebody else, or to nobody. */
    @Nullable
    Bytes unseal(Bytes sealed);

    /** The wallet's signature of a text as a personal message. */
    EthereumSignature signPersonal(String text);
}
