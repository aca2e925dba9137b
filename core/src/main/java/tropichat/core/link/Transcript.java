package tropichat.core.link;

import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.identity.SessionStatement;
import tropichat.core.wire.Cbor;
import tropichat.core.wire.Value;

/**
 * What both ends of a link sign, each from its own side: both hellos (and with them both nonces, both session keys and
 * the room) and both DTLS fingerprints as that side sees them. Somebody who sits in the middle shows each end another
 * fingerprint, and cannot sign for either.
 */
public final class Transcript {
    private Transcript() {}

    /**
     * The bytes that the peer which sent {@code senderHello} signs.
     *
     * @param senderFingerprint the certificate fingerprint of the signer's own end, {@code sha-256 AB:CD:…}
     * @param receiverFingerprint that of the other end
     */
    public static Bytes signable(
            Bytes senderHello,
            Bytes receiverHello,
            String senderFingerprint,
            String receiverFingerprint,
            Hashes hashes) {
        return SessionStatement.LINK.signable(Cbor.encode(Value.map()
                .with("from", hashes.sha256(senderHello))
                .with("to", hashes.sha256(receiverHello))
                .with("fromFingerprint", senderFingerprint)
                .with("toFingerprint", receiverFingerprint)));
    }
}
