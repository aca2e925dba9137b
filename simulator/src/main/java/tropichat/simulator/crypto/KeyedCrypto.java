package tropichat.simulator.crypto;

import org.jspecify.annotations.Nullable;
import tropichat.core.base.Aead;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.EthereumAddress;
import tropichat.core.identity.EthereumSignature;
import tropichat.core.identity.PeerRecord;
import tropichat.core.identity.SignatureCheck;
import tropichat.simulator.chance.Chance;

/**
 * Signatures that are hashes under a key which only this object knows and only {@link KeyedKeys} are lent: as fast as a
 * hash, and still nobody signs for anybody else. The world's master key turns a public key into its secret.
 */
public final class KeyedCrypto implements Crypto {
    private static final int SIGNATURE_HALF = KeyedHash.LENGTH;

    private final long master;
    private final Hashes hashes = new FastHashes();
    private final Aead aead = new KeyedAead();

    public KeyedCrypto(Chance chance) {
        this.master = KeyedHash.key(chance.next(KeyedHash.LENGTH));
    }

    /** Both hash functions, each under a fixed key of its own. */
    private static final class FastHashes implements Hashes {
        @Override
        public Bytes sha256(Bytes data) {
            return KeyedHash.of(1, data);
        }

        @Override
        public Bytes keccak256(Bytes data) {
            return KeyedHash.of(2, data);
        }
    }

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
        DidKey session = new DidKey(chance.next(DidKey.KEY_LENGTH));
        EthereumAddress wallet = new EthereumAddress(chance.next(EthereumAddress.LENGTH));
        Bytes sealing = chance.next(PeerRecord.SEALING_LENGTH);
        return new KeyedKeys(
                session, wallet, sealing, secret(session.publicKey()), secret(wallet.bytes()), secret(sealing));
    }

    @Override
    public Bytes seal(Bytes to, Bytes content, Chance chance) {
        return Bytes.concat(KeyedHash.of(secret(to), content), content);
    }

    /** The content, where it was sealed under this secret. Nothing is hidden: nobody in a simulation peeps. */
    static @Nullable Bytes unseal(long secret, Bytes sealed) {
        if (sealed.length() < KeyedHash.LENGTH) {
            return null;
        }
        Bytes content = sealed.slice(KeyedHash.LENGTH, sealed.length());
        return sealed.startsWith(KeyedHash.of(secret, content)) ? content : null;
    }

    @Override
    public boolean verify(SignatureCheck check) {
        return switch (check) {
            case SignatureCheck.BySession session ->
                signature(secret(session.signer().publicKey()), session.message())
                        .equals(session.signature());
            case SignatureCheck.ByWallet wallet ->
                walletSignature(secret(wallet.signer().bytes()), wallet.message())
                        .equals(wallet.signature());
            // There are no chains here.
            case SignatureCheck.ByContract ignored -> false;
        };
    }

    private long secret(Bytes publicKey) {
        return KeyedHash.key(KeyedHash.of(master, publicKey));
    }

    static Bytes signature(long secret, Bytes message) {
        return Bytes.concat(KeyedHash.of(secret, message), KeyedHash.of(~secret, message));
    }

    /** A first byte of 1 is in range for both scalars. */
    static EthereumSignature walletSignature(long secret, Bytes message) {
        Bytes one = Bytes.wrap(new byte[] {1});
        Bytes scalar = Bytes.concat(one, KeyedHash.of(secret, message).slice(1, SIGNATURE_HALF));
        try {
            return EthereumSignature.of(Bytes.concat(scalar, scalar, Bytes.wrap(new byte[] {0})));
        } catch (Malformed e) {
            throw new AssertionError("a scalar that begins with 1 is in range", e);
        }
    }
}
