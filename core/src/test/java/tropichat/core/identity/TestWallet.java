package tropichat.core.identity;

import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.base.TestHashes;

/**
 * A wallet made from a name: of Solana where that ends as {@link #SOLANA} has it, else of Ethereum. Its signatures
 * have the form of real ones but are only hashes that anybody could compute: core never looks inside, and recovering keys
 * is another module's business.
 */
public final class TestWallet {
    public static final String DOMAIN = "chat.example";
    public static final String SOLANA = " of Solana";

    private static final Hashes HASHES = new TestHashes();
    private static final int SCALAR_BYTES = 32;

    private final WalletAddress address;

    public TestWallet(String name) {
        Bytes hash = HASHES.keccak256(Bytes.utf8("wallet " + name));
        address = name.endsWith(SOLANA)
                ? new SolanaAddress(hash)
                : new EthereumAddress(hash.slice(0, EthereumAddress.LENGTH));
    }

    public WalletAddress address() {
        return address;
    }

    public String text() {
        return address.text(HASHES);
    }

    public WalletSignature sign(Bytes message) {
        return sign(address, message);
    }

    static WalletSignature sign(WalletAddress signer, Bytes message) {
        Bytes digest = HASHES.sha256(Bytes.concat(signer.bytes(), message));
        return switch (signer) {
            case EthereumAddress ignored -> ethereum(digest);
            case SolanaAddress ignored -> new SolanaSignature(Bytes.concat(digest, digest));
        };
    }

    private static EthereumSignature ethereum(Bytes digest) {
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

    private Account account(long chainId) {
        return switch (address) {
            case EthereumAddress ethereum -> new Account.Ethereum(chainId, ethereum);
            case SolanaAddress solana -> new Account.Solana(solana);
        };
    }

    public SiweMessage message(
            String domain, long chainId, DidKey session, String nonce, long issuedAtMillis, long expirationMillis) {
        return SiweMessage.delegating(
                domain, account(chainId), session, nonce, issuedAtMillis, expirationMillis, "Sign in to TropiChat.");
    }
}
