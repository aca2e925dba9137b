package tropichat.cases;

import java.util.LinkedHashSet;
import java.util.Set;
import tropichat.core.base.Aead;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;
import tropichat.core.identity.Account;
import tropichat.core.identity.Cacao;
import tropichat.core.identity.Delegation;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.Eip191;
import tropichat.core.identity.EthereumAddress;
import tropichat.core.identity.EthereumSignature;
import tropichat.core.identity.GuideLogin;
import tropichat.core.identity.Profile;
import tropichat.core.identity.RoomName;
import tropichat.core.identity.SignatureCheck;
import tropichat.core.identity.SiweMessage;
import tropichat.core.identity.Timestamp;
import tropichat.core.identity.WalletAddress;
import tropichat.core.identity.WalletSignature;
import tropichat.core.wire.Base32;
import tropichat.core.wire.Base58;
import tropichat.core.wire.Cbor;
import tropichat.core.wire.Cid;
import tropichat.core.wire.Value;

/**
 * What a case can ask of core: an operation by name, on texts, to a text. Bytes are written in hexadecimal; input that
 * is refused answers {@code !} and the reason's name.
 */
public final class Operations {
    private final Hashes hashes;
    private final KeyOperations keys;

    public Operations(Hashes hashes, Aead aead) {
        this.hashes = hashes;
        this.keys = new KeyOperations(hashes, aead);
    }

    /** The answer to one case; an operation that is unknown is a mistake in the case, not input to refuse. */
    public String run(String operation, String[] in) {
        try {
            return answer(operation, in);
        } catch (Malformed malformed) {
            return "!" + malformed.reason().name();
        }
    }

    private String answer(String operation, String[] in) throws Malformed {
        int dot = operation.indexOf('.');
        return switch (operation.substring(0, dot)) {
            case "cbor", "cid", "base58", "base32" -> wire(operation, in);
            case "cacao", "delegation" -> capability(operation, in);
            case "peer" -> peer(operation, in);
            case "gate" -> new GateOperations(hashes).answer(operation, in);
            case "hmac", "hkdf", "keys", "roomKey", "letter" -> keys.answer(operation, in);
            default -> identity(operation, in);
        };
    }

    private String wire(String operation, String[] in) throws Malformed {
        return switch (operation) {
            case "cbor.decode" -> decodeCbor(bytes(in[0]));
            case "cid.ofBlock" -> Cid.ofBlock(bytes(in[0]), hashes).text();
            case "cid.parse" -> Cid.parse(in[0]).bytes().hex();
            case "cid.of" -> Cid.of(bytes(in[0])).text();
            case "base58.encode" -> Base58.encode(bytes(in[0]));
            case "base58.decode" -> Base58.decode(in[0]).hex();
            case "base32.encode" -> Base32.encode("", bytes(in[0]));
            case "base32.decode" -> Base32.decode(in[0]).hex();
            default -> throw unknown(operation);
        };
    }

    private String identity(String operation, String[] in) throws Malformed {
        return switch (operation) {
            case "address.parse" -> EthereumAddress.parse(in[0], hashes).checksummed(hashes);
            case "address.parseChecksummed" ->
                EthereumAddress.parseChecksummed(in[0], hashes).checksummed(hashes);
            case "address.ofWallet" ->
                WalletAddress.parse(in[0], hashes).bytes().hex();
            case "address.ofBytes" -> WalletAddress.of(bytes(in[0])).text(hashes);
            case "account.parse" -> Account.parse(in[0], hashes).did(hashes);
            case "didKey.parse" -> DidKey.parse(in[0]).publicKey().hex();
            case "didKey.of" -> new DidKey(bytes(in[0])).did();
            case "timestamp.parse" -> Long.toString(Timestamp.parse(in[0]).millis());
            case "timestamp.ofMillis" ->
                Timestamp.ofMillis(Long.parseLong(in[0])).text();
            case "siwe.parse" -> parseSiwe(in[0]);
            case "guideLogin.parse" -> GuideLogin.parse(in[0], hashes).toText(hashes);
            case "signature.parse" -> EthereumSignature.parse(in[0]).hex();
            case "signature.ofWallet" -> WalletSignature.parse(in[0]).bytes().hex();
            case "signature.ofType" -> WalletSignature.parse(in[0], in[1]).text();
            case "eip191.digest" -> Eip191.digest(Bytes.utf8(in[0]), hashes).hex();
            case "profile.parse" -> profile(Profile.parse(in[0], in[1]));
            case "roomName.parse" -> RoomName.parse(in[0]).text();
            default -> throw unknown(operation);
        };
    }

    private String capability(String operation, String[] in) throws Malformed {
        return switch (operation) {
            case "cacao.encode" -> cacao(in).encode(hashes).hex();
            case "cacao.decode" -> Cacao.decode(bytes(in[0]), hashes).message().toText(hashes);
            case "cacao.signer" -> signer(cacao(in).signatureCheck(hashes));
            case "delegation.session" -> Delegation.of(cacao(in)).session().did();
            case "delegation.refusal" -> refusal(in);
            default -> throw unknown(operation);
        };
    }

    private String peer(String operation, String[] in) throws Malformed {
        return switch (operation) {
            case "peer.scenario" -> Scenario.run(in[0], hashes);
            default -> throw unknown(operation);
        };
    }

    private static String decodeCbor(Bytes encoded) throws Malformed {
        Value value = Cbor.decode(encoded);
        Bytes again = Cbor.encode(value);
        return again.equals(encoded) ? Diagnostic.of(value) : "encoded again as " + again.hex();
    }

    private String parseSiwe(String text) throws Malformed {
        SiweMessage message = SiweMessage.parse(text, hashes);
        return message.toText(hashes).equals(text) ? fields(message) : "written again as " + message.toText(hashes);
    }

    /** All fields that are there, with times in milliseconds. */
    private String fields(SiweMessage message) {
        StringBuilder out = new StringBuilder();
        if (message.scheme() != null) {
            out.append("scheme ").append(message.scheme()).append('\n');
        }
        out.append("domain ").append(message.domain()).append('\n');
        out.append("account ").append(message.account().did(hashes)).append('\n');
        if (message.statement() != null) {
            out.append("statement ").append(message.statement()).append('\n');
        }
        out.append("uri ").append(message.uri()).append('\n');
        out.append("nonce ").append(message.nonce()).append('\n');
        out.append("issuedAt ").append(message.issuedAt().millis());
        if (message.expirationTime() != null) {
            out.append("\nexpirationTime ").append(message.expirationTime().millis());
        }
        if (message.notBefore() != null) {
            out.append("\nnotBefore ").append(message.notBefore().millis());
        }
        if (message.requestId() != null) {
            out.append("\nrequestId ").append(message.requestId());
        }
        if (message.resources() != null) {
            out.append("\nresources");
            for (String resource : message.resources()) {
                out.append(' ').append(resource);
            }
        }
        return out.toString();
    }

    private static String profile(Profile profile) {
        return profile.name() + " " + profile.color();
    }

    private String signer(SignatureCheck check) {
        return switch (check) {
            case SignatureCheck.BySession session -> session.signer().did();
            case SignatureCheck.ByWallet wallet -> wallet.signer().text(hashes);
            case SignatureCheck.ByContract contract ->
                "contract " + contract.signer().did(hashes);
        };
    }

    /** In: a sign-in message and its signature. */
    private Cacao cacao(String[] in) throws Malformed {
        return Cacao.of(SiweMessage.parse(in[0], hashes), WalletSignature.parse(in[1]));
    }

    /** In: a sign-in message, its signature, the session that shows it, the time, then domains. */
    private String refusal(String[] in) throws Malformed {
        Set<String> domains = new LinkedHashSet<>();
        for (int i = 4; i < in.length; i++) {
            domains.add(in[i]);
        }
        long nowMillis = Timestamp.parse(in[3]).millis();
        Delegation.Refusal refusal = Delegation.of(cacao(in)).refusal(DidKey.parse(in[2]), nowMillis, domains);
        return refusal == null ? "none" : refusal.name();
    }

    static Bytes bytes(String hex) throws Malformed {
        Bytes bytes = Bytes.parseHex(hex);
        if (bytes == null) {
            throw new Malformed(Reason.SYNTAX, "hexadecimal digits are wanted");
        }
        return bytes;
    }

    static IllegalArgumentException unknown(String operation) {
        return new IllegalArgumentException("no operation " + operation);
    }
}
