package tropichat.core.identity;

import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;
import tropichat.core.wire.Base58;
import tropichat.core.wire.Fields;

/**
 * An Ed25519 public key as a decentralised identifier (method {@code did:key}): {@code did:key:z6Mk…}. It names a
 * session: a key pair that lives in one device and that a wallet has delegated to. It keeps its text, which is asked for
 * far more often than it is worth computing anew.
 */
public final class DidKey implements Comparable<DidKey> {
    /** Bytes of an Ed25519 public key (RFC 8032, section 5.1.5). */
    public static final int KEY_LENGTH = 32;

    /** {@code ed25519-pub} of the multicodec table, as a variable-length integer. */
    private static final Bytes MULTICODEC = Bytes.wrap(new byte[] {(byte) 0xed, 0x01});

    private static final String SCHEME = "did:key:";

    /** Multibase prefix of base58btc. */
    private static final String BASE58_PREFIX = "z";

    /** Keys that are kept for the next time that they are read; a power of two. A guess at how many speak in a room. */
    private static final int READ_COUNT = 256;

    /** By hash of the text, who was read lately: the same few come thousands of times, and base58 is slow. */
    private static final @Nullable DidKey[] READ = new DidKey[READ_COUNT];

    private final Bytes publicKey;
    private @Nullable String text;

    /** Reads a field that holds the raw key. */
    public static DidKey of(Fields fields, String name) throws Malformed {
        return new DidKey(fields.blob(name, KEY_LENGTH, KEY_LENGTH));
    }

    /** The identifier of a key of exactly {@link #KEY_LENGTH} bytes. */
    public DidKey(Bytes publicKey) {
        if (publicKey.length() != KEY_LENGTH) {
            throw new IllegalArgumentException("an Ed25519 key has " + KEY_LENGTH + " bytes");
        }
        this.publicKey = publicKey;
    }

    /**
     * Reads what {@link #did} writes and nothing else.
     *
     * @throws Malformed {@code SYNTAX}, or {@code UNKNOWN_VERSION} where the key is of another kind
     */
    public static DidKey parse(String did) throws Malformed {
        int place = did.hashCode() & READ_COUNT - 1;
        DidKey known = READ[place];
        if (known == null || !did.equals(known.text)) {
            known = decode(did);
            READ[place] = known;
        }
        return known;
    }

    private static DidKey decode(String did) throws Malformed {
        if (!did.startsWith(SCHEME + BASE58_PREFIX)) {
            throw new Malformed(Reason.SYNTAX, "a session's key is written did:key:z6Mk…");
        }
        Bytes content = Base58.decode(did.substring(SCHEME.length() + BASE58_PREFIX.length()));
        if (!content.startsWith(MULTICODEC)) {
            throw new Malformed(Reason.UNKNOWN_VERSION, "a did:key that is not Ed25519");
        }
        if (content.length() != MULTICODEC.length() + KEY_LENGTH) {
            throw new Malformed(Reason.SYNTAX, "an Ed25519 key has " + KEY_LENGTH + " bytes");
        }
        DidKey key = new DidKey(content.slice(MULTICODEC.length(), content.length()));
        // A key has one text only.
        key.text = did;
        return key;
    }

    public Bytes publicKey() {
        return publicKey;
    }

    /** {@code did:key:z6Mk…}, 56 characters. */
    public String did() {
        String known = text;
        if (known == null) {
            known = SCHEME + BASE58_PREFIX + Base58.encode(Bytes.concat(MULTICODEC, publicKey));
            text = known;
        }
        return known;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DidKey key && publicKey.equals(key.publicKey);
    }

    @Override
    public int hashCode() {
        return publicKey.hashCode();
    }

    /** Orders keys as their texts are ordered: base58's digits ascend in ASCII and all texts are equally long. */
    @Override
    public int compareTo(DidKey other) {
        return publicKey.compareTo(other.publicKey);
    }

    @Override
    public String toString() {
        return did();
    }
}
