package tropichat.simulator.crypto;

import tropichat.core.base.Bytes;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.EthereumAddress;
import tropichat.core.identity.EthereumSignature;

/** What one simulated person holds: a session key and a wallet. Whoever does not hold it cannot sign for them. */
public sealed interface Keys permits KeyedKeys, RealKeys {
    DidKey session();

    EthereumAddress wallet();

    /** The session's signature, 64 bytes. */
    Bytes sign(Bytes message);

    /** The wallet's signature of a text as a personal message. */
    EthereumSignature signPersonal(String text);
}
