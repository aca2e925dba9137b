package tropichat.core.identity;

import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.base.TestHashes;

/** A wallet that is a contract, made from a name; it takes {@link #sign}'s hash for its signature, and nothing else. */
public final class TestContract {
    private static final TestHashes HASHES = new TestHashes();
    private static final long CHAIN = 1;

    private final TestWallet wallet;

    public TestContract(String name) {
        this(new TestWallet("contract " + name));
    }

    /** One at the address of a key's. */
    public TestContract(TestWallet wallet) {
        this.wallet = wallet;
    }

    public WalletAddress address() {
        return wallet.address();
    }

    /** A delegation of this wallet to {@code session} for {@link TestWallet#DOMAIN}. */
    public Delegation delegate(DidKey session, long issuedAtMillis, long expirationMillis) {
        return delegation(message(session, issuedAtMillis, expirationMillis));
    }

    /** The same with a signature that no chain tells anybody is right: it is wrong, or nobody can be asked. */
    public Delegation silent(DidKey session, long issuedAtMillis, long expirationMillis) {
        SiweMessage message = message(session, issuedAtMillis, expirationMillis);
        try {
            return Delegation.of(Cacao.of(message, new ContractSignature(Bytes.utf8("anything"))));
        } catch (Malformed malformed) {
            throw new AssertionError(malformed);
        }
    }

    private SiweMessage message(DidKey session, long issuedAtMillis, long expirationMillis) {
        return wallet.message(TestWallet.DOMAIN, CHAIN, session, "nonce1234", issuedAtMillis, expirationMillis);
    }

    public static Delegation delegation(SiweMessage message) {
        Bytes text = Bytes.utf8(message.toText(HASHES));
        try {
            return Delegation.of(Cacao.of(message, sign(message.account().address(), text)));
        } catch (Malformed malformed) {
            throw new AssertionError(malformed);
        }
    }

    /** Of another length than a key's. */
    static ContractSignature sign(WalletAddress signer, Bytes message) {
        Bytes digest = HASHES.sha256(Bytes.concat(signer.bytes(), message));
        return new ContractSignature(Bytes.concat(digest, digest, digest));
    }
}
