package tropichat.core.keys;

import org.jspecify.annotations.Nullable;
import tropichat.core.base.Aead;
import tropichat.core.base.Bytes;
import tropichat.core.base.Limits;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;
import tropichat.core.wire.Cid;
import tropichat.core.wire.Fields;
import tropichat.core.wire.Value;

/**
 * What was sealed in an epoch, and what names the key that opens it.
 *
 * @param chain which of its author's chains: {@link #CHAIN_LENGTH} bytes where the history is shared, else none
 * @param index which of the chain's keys
 * @param nonce {@link Aead#NONCE_LENGTH} bytes
 * @param ciphertext at least {@link Aead#TAG_LENGTH} bytes, at most {@link Limits#ENTRY_BYTES_MAX}
 */
public record Sealed(Cid epoch, Bytes chain, int index, Bytes nonce, Bytes ciphertext) {
    /** Bytes of a chain's name: by chance no author has the same for two of some dozens of pages (2^-64 a pair). */
    public static final int CHAIN_LENGTH = 8;

    public Value encode() {
        return Value.map()
                .with("epoch", new Value.Link(epoch))
                .with("chain", chain.isEmpty() ? null : chain)
                .with("index", index)
                .with("nonce", nonce)
                .with("sealed", ciphertext);
    }

    public static Sealed decode(Fields fields) throws Malformed {
        return new Sealed(
                fields.link("epoch"),
                chain(fields.optionalBlob("chain", CHAIN_LENGTH)),
                (int) fields.integer("index", 0, Integer.MAX_VALUE),
                fields.blob("nonce", Aead.NONCE_LENGTH, Aead.NONCE_LENGTH),
                fields.blob("sealed", Aead.TAG_LENGTH, Limits.ENTRY_BYTES_MAX));
    }

    private static Bytes chain(@Nullable Bytes name) throws Malformed {
        if (name != null && name.length() != CHAIN_LENGTH) {
            throw new Malformed(Reason.FIELD, "a chain's name has " + CHAIN_LENGTH + " bytes");
        }
        return name == null ? Bytes.EMPTY : name;
    }
}
