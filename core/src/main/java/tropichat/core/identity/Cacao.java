package tropichat.core.identity;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;
import tropichat.core.wire.Cbor;
import tropichat.core.wire.Fields;
import tropichat.core.wire.Value;

/**
 * A sign-in message with its wallet's signature, as a capability that anybody can check (CAIP-74). Its encoding is
 * DAG-CBOR, of which there is exactly one for each message and signature.
 *
 * @param message one without a scheme: CAIP-74 has no field for it, so its text could not be told from the encoding
 * @param signature by the message's account; not checked yet
 */
public record Cacao(SiweMessage message, WalletSignature signature) {
    /** Longest encoding that is read: text and signature at their longest, with field names in place of the text's words. */
    public static final int BYTES_MAX = SiweMessage.TEXT_CHARS_MAX + ContractSignature.TEXT_CHARS_MAX;

    public Cacao {
        if (message.scheme() != null || message.account().chain() != signature.chain()) {
            throw new IllegalArgumentException("a capability has no scheme, and one kind of chain");
        }
    }

    /** Puts together what a stranger sent; {@code FIELD} where the message names a scheme, or the chains differ. */
    public static Cacao of(SiweMessage message, WalletSignature signature) throws Malformed {
        if (message.scheme() != null) {
            throw new Malformed(Reason.FIELD, "a capability (CAIP-74) has no place for a scheme before the domain");
        }
        if (message.account().chain() != signature.chain()) {
            throw new Malformed(Reason.FIELD, "a signature of another kind of chain than the account's");
        }
        return new Cacao(message, signature);
    }

    /**
     * Reads what {@link #encode} writes and nothing else.
     *
     * @throws Malformed as {@link SiweMessage#parse} and {@link WalletSignature#parse} do, and {@code NOT_CANONICAL}
     *     where the same capability would be written otherwise, for instance with further fields
     */
    public static Cacao decode(Bytes encoded, Hashes hashes) throws Malformed {
        if (encoded.length() > BYTES_MAX) {
            throw new Malformed(Reason.TOO_LARGE, "a capability above " + BYTES_MAX + " bytes");
        }
        Fields fields = Cbor.decodeFields(encoded);
        Fields signature = fields.map("s");
        SiweMessage message = message(fields.map("p"), hashes);
        expect(fields.map("h"), "t", message.account().chain().headerType);
        String signed = signature.text("s", ContractSignature.TEXT_CHARS_MAX);
        Cacao cacao = of(message, WalletSignature.parse(text(signature, "t"), signed));
        if (!cacao.encode(hashes).equals(encoded)) {
            throw new Malformed(Reason.NOT_CANONICAL, "a capability that would be written otherwise");
        }
        return cacao;
    }

    public Bytes encode(Hashes hashes) {
        Value.Mapping payload = Value.map()
                .with("aud", message.uri())
                .with("exp", text(message.expirationTime()))
                .with("iat", text(message.issuedAt()))
                .with("iss", message.account().did(hashes))
                .with("nbf", text(message.notBefore()))
                .with("nonce", message.nonce())
                .with("domain", message.domain())
                .with("version", SiweMessage.VERSION)
                .with("requestId", message.requestId())
                .with("resources", resources(message.resources()))
                .with("statement", message.statement());
        return Cbor.encode(Value.map()
                .with("h", Value.map().with("t", signature.chain().headerType))
                .with("p", payload)
                .with("s", Value.map().with("s", signature.text()).with("t", signature.type())));
    }

    /** The question whether the wallet signed the message. */
    public SignatureCheck signatureCheck(Hashes hashes) {
        Bytes text = Bytes.utf8(message.toText(hashes));
        return switch (signature) {
            case KeySignature key ->
                new SignatureCheck.ByWallet(message.account().address(), text, key);
            // The chains are of one kind.
            case ContractSignature contract ->
                new SignatureCheck.ByContract((Account.Ethereum) message.account(), text, contract);
        };
    }

    private static SiweMessage message(Fields payload, Hashes hashes) throws Malformed {
        SiweGrammar.checkVersion(text(payload, "version"));
        return SiweGrammar.message(
                null,
                text(payload, "domain"),
                Account.parse(text(payload, "iss"), hashes),
                optionalText(payload, "statement"),
                text(payload, "aud"),
                text(payload, "nonce"),
                Timestamp.parse(text(payload, "iat")),
                optionalTime(payload, "exp"),
                optionalTime(payload, "nbf"),
                optionalText(payload, "requestId"),
                payload.has("resources") ? resources(payload) : null);
    }

    private static List<String> resources(Fields payload) throws Malformed {
        List<String> resources = new ArrayList<>();
        for (Value item : payload.list("resources", SiweMessage.RESOURCES_MAX)) {
            if (!(item instanceof Value.Text text)) {
                throw new Malformed(Reason.FIELD, "a resource that is not text");
            }
            resources.add(text.text());
        }
        return resources;
    }

    private static Value.@Nullable Sequence resources(@Nullable List<String> resources) {
        if (resources == null) {
            return null;
        }
        List<Value> items = new ArrayList<>();
        for (String resource : resources) {
            items.add(new Value.Text(resource));
        }
        return new Value.Sequence(items);
    }

    private static String text(Fields fields, String key) throws Malformed {
        return fields.text(key, SiweMessage.FIELD_CHARS_MAX);
    }

    private static @Nullable String optionalText(Fields fields, String key) throws Malformed {
        return fields.optionalText(key, SiweMessage.FIELD_CHARS_MAX);
    }

    private static @Nullable Timestamp optionalTime(Fields fields, String key) throws Malformed {
        return fields.has(key) ? Timestamp.parse(text(fields, key)) : null;
    }

    private static @Nullable String text(@Nullable Timestamp time) {
        return time == null ? null : time.text();
    }

    private static void expect(Fields fields, String key, String wanted) throws Malformed {
        if (!text(fields, key).equals(wanted)) {
            throw new Malformed(Reason.UNKNOWN_VERSION, "a capability that is not " + wanted);
        }
    }
}
