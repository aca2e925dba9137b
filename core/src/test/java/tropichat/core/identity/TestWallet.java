package tropichat.core.identity;

import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.base.TestHashes;

/**
 * A wallet made from a name. Its signatures have the form of real ones but are only hashes that anybody could compute:
 * core never looks inside, and recovering keys is another module's business.
 */
public final class TestWallet {
    public static final String DOMAIN = "chat.example";

    private static final Hashes HASHES = new TestHashes();
    private static final int SCALAR_BYTES = 32;

    private final EthereumAddress address;

    public TestWallet(String name) {
        address = new EthereumAddress(
                HASHES.keccak256(Bytes.utf8("wallet " + name)).slice(0, EthereumAddress.LENGTH));
    }

    public EthereumAddress address() {
        return address;
    }

    public String text() {
        return address.checksummed(HASHES);
    }

    public EthereumSignature sign(Bytes message) {
        return sign(address, message);
    }

    static EthereumSignature sign(EthereumAddress signer, Bytes message) {
        Bytes digest = HASHES.sha256(Bytes.concat(signer.bytes(), message));
        // A first byte below 0x7f is in range for both scalars.
        Bytes scalar = Bytes.concat(Bytes.wrap(new byte[] {1}), digest.slice(1, SCALAR_BYTES));
        try {
            return EthereumSignature.of(Bytes.concat(scalar, scalar, Bytes.wrap(new byte[] {27})));
        } catch (Malformed malformed) {
            throw new AssertionError(malformed);
        }
    }

    /** A delegation of this wallet to {@code session} for {@link #DOMAIN}. */
    public Delegation delegate(DidKey session, long issuedAtMillis, long expirationMillis) {
        return delegate(DOMAIN, session, issuedAtMillis, expirationMillis);
    }

    public Delegation delegate(String domain, DidKey session, long issuedAtMillis, long expirationMillis) {
        return delegation(message(domain, 1, session, "nonce1234", issuedAtMillis, expirationMillis));
    }

    public Delegation delegation(SiweMessage message) {
        try {
            return Delegation.of(Cacao.of(message, sign(Bytes.utf8(message.toText(HASHES)))));
        } catch (Malformed malformed) {
            throw new AssertionError(malformed);
        }
    }

    public SiweMessage message(
            String domain, long chainId, DidKey session, String nonce, long issuedAtMillis, long expirationMillis) {
        return SiweMessage.delegating(
                domain,
                new Account(chainId, address),
                session,
                nonce,
                issuedAtMillis,
                expirationMillis,
                "Sign in to TropiChat.");
    }
}
