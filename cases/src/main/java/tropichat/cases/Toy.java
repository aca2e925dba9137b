package tropichat.cases;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tropichat.core.Config;
import tropichat.core.Identity;
import tropichat.core.Introduction;
import tropichat.core.Peer;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.identity.Account;
import tropichat.core.identity.Cacao;
import tropichat.core.identity.Delegation;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.EthereumAddress;
import tropichat.core.identity.EthereumSignature;
import tropichat.core.identity.Profile;
import tropichat.core.identity.RoomName;
import tropichat.core.identity.SignatureCheck;
import tropichat.core.identity.SiweMessage;
import tropichat.core.identity.WalletAddress;
import tropichat.core.wire.Cid;

/** A person of a {@link Scenario}, whose signatures are hashes with the public key: right or wrong, but safe from nobody. */
final class Toy {
    private static final String DOMAIN = "chat.example";
    private static final long DAY_MILLIS = 24L * 60 * 60 * 1000;

    /** So few that four make a large room. */
    static final int MESH_MEMBERS = 3;

    /** So few that the oldest entries are forgotten. */
    private static final int ENTRIES_MAX = 20;

    private static final int TAG_BYTES = 32;

    final String name;
    final Peer peer;

    /** What it has had stored. */
    final Map<Cid, Bytes> blocks = new LinkedHashMap<>();

    /** What the server knows it by; another one each time it comes. */
    String id = "";

    private final Hashes hashes;
    private final DidKey session;
    private final Bytes sealing;
    private final EthereumAddress wallet;

    Toy(String name, boolean delegated, Chance chance, Hashes hashes, long nowMillis) throws Malformed {
        this.name = name;
        this.hashes = hashes;
        this.session = new DidKey(hashes.sha256(Bytes.utf8("session " + name)));
        this.sealing = hashes.sha256(Bytes.utf8("sealing " + name));
        this.wallet = new EthereumAddress(
                hashes.keccak256(Bytes.utf8("wallet " + name)).slice(0, EthereumAddress.LENGTH));
        Delegation delegation = delegated ? delegate(nowMillis) : null;
        Set<String> domains = new LinkedHashSet<>();
        domains.add(DOMAIN);
        this.peer = Peer.create(
                new Config(RoomName.LOBBY, domains, MESH_MEMBERS, ENTRIES_MAX, false, hashes),
                new Identity(session, sealing, wallet, delegation, profile(name)),
                chance,
                nowMillis);
    }

    private Delegation delegate(long nowMillis) throws Malformed {
        SiweMessage message = SiweMessage.delegating(
                DOMAIN,
                new Account.Ethereum(1, wallet),
                session,
                "nonce1234",
                nowMillis,
                nowMillis + DAY_MILLIS,
                "Sign in.");
        return Delegation.of(Cacao.of(message, sign(wallet, Bytes.utf8(message.toText(hashes)), hashes)));
    }

    Profile profile(String shown) {
        return new Profile(shown, "#00aa88");
    }

    Introduction introduction() {
        return new Introduction(id, session, profile(name), wallet.checksummed(hashes));
    }

    Bytes sign(Bytes message) {
        return sign(session, message, hashes);
    }

    /** The content behind its hash with the key: told apart from what is sealed for others, and hidden from nobody. */
    static Bytes seal(Bytes to, Bytes content, Hashes hashes) {
        return Bytes.concat(hashes.sha256(Bytes.concat(to, content)), content);
    }

    @Nullable
    Bytes unseal(Bytes sealed) {
        if (sealed.length() < TAG_BYTES) {
            return null;
        }
        Bytes content = sealed.slice(TAG_BYTES, sealed.length());
        return seal(sealing, content, hashes).equals(sealed) ? content : null;
    }

    static boolean isValid(SignatureCheck check, Hashes hashes) {
        return switch (check) {
            case SignatureCheck.BySession session ->
                sign(session.signer(), session.message(), hashes).equals(session.signature());
            case SignatureCheck.ByWallet byWallet ->
                sign(byWallet.signer(), byWallet.message(), hashes).equals(byWallet.signature());
            case SignatureCheck.ByContract ignored -> false;
        };
    }

    private static Bytes sign(DidKey signer, Bytes message, Hashes hashes) {
        return Bytes.concat(
                hashes.sha256(Bytes.concat(signer.publicKey(), message)),
                hashes.sha256(Bytes.concat(message, signer.publicKey())));
    }

    /** Of a form that a real signature could have: r and s in range, v 27. */
    private static EthereumSignature sign(WalletAddress signer, Bytes message, Hashes hashes) {
        Bytes hash = hashes.keccak256(Bytes.concat(signer.bytes(), message));
        Bytes scalar = Bytes.concat(Bytes.wrap(new byte[] {1}), hash.slice(1, hash.length()));
        return new EthereumSignature(Bytes.concat(scalar, scalar, Bytes.wrap(new byte[] {27})));
    }
}
