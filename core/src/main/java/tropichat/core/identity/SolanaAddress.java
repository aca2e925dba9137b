package tropichat.core.identity;

import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;
import tropichat.core.wire.Base58;

/**
 * The address of a Solana account that has a key: the Ed25519 public key itself (RFC 8032, section 5.1.5). Base58 writes
 * it in one way only, whose case counts.
 *
 * <p>Keys of small order are none, and neither are those whose y is not reduced: of the former anybody can sign in the
 * name, and implementations differ in whether either verifies. Whether the key is a point at all, verifying tells.
 *
 * @param bytes exactly {@link #LENGTH} bytes
 */
public record SolanaAddress(Bytes bytes) implements WalletAddress {
    public static final int LENGTH = 32;

    /** Fewest and most characters of 32 bytes in base58. */
    private static final int TEXT_LENGTH_MIN = 32;

    private static final int TEXT_LENGTH_MAX = 44;
    private static final int SHORTENED_CHARS = 4;

    /** The sign of x, in the last byte; the rest is y, least significant byte first. */
    private static final int SIGN = 0x80;

    /** The modulus, 2^255 − 19, without its lowest byte: 30 bytes, and the last without the sign. */
    private static final int MODULUS_LOWEST = 0xed;

    /** y of the points of order 4, 1, 8, 8 and 2, with either sign of x, as libsodium has them. */
    private static final String SMALL_ORDER = "0000000000000000000000000000000000000000000000000000000000000000 "
            + "0100000000000000000000000000000000000000000000000000000000000000 "
            + "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05 "
            + "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a "
            + "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f";

    public SolanaAddress {
        Malformed problem = problem(bytes);
        if (problem != null) {
            throw new IllegalArgumentException(problem.getMessage());
        }
    }

    /**
     * Takes a key.
     *
     * @throws Malformed {@code SYNTAX} where it has another length, {@code FIELD} where it is of small order,
     *     {@code NOT_CANONICAL} where its y is not reduced
     */
    public static SolanaAddress of(Bytes bytes) throws Malformed {
        Malformed problem = problem(bytes);
        if (problem != null) {
            throw problem;
        }
        return new SolanaAddress(bytes);
    }

    /** Reads 32 to 44 characters of base58, and what they stand for as {@link #of} does. */
    public static SolanaAddress parse(String text) throws Malformed {
        if (text.length() < TEXT_LENGTH_MIN || text.length() > TEXT_LENGTH_MAX) {
            throw new Malformed(Reason.SYNTAX, "a Solana address has 32 to 44 characters");
        }
        return of(Base58.decode(text));
    }

    @Override
    public String text(Hashes hashes) {
        return text();
    }

    /** Base58. */
    public String text() {
        return Base58.encode(bytes);
    }

    @Override
    public String shortened() {
        String text = text();
        return text.substring(0, SHORTENED_CHARS) + "…" + text.substring(text.length() - SHORTENED_CHARS);
    }

    /** The {@link #shortened} form, so that a log never holds an address in full by accident. */
    @Override
    public String toString() {
        return shortened();
    }

    private static @Nullable Malformed problem(Bytes bytes) {
        if (bytes.length() != LENGTH) {
            return new Malformed(Reason.SYNTAX, "a Solana address is " + LENGTH + " bytes in base58");
        }
        byte[] y = bytes.toArray();
        y[LENGTH - 1] = (byte) (y[LENGTH - 1] & ~SIGN);
        if (isUnreduced(y)) {
            return new Malformed(Reason.NOT_CANONICAL, "a Solana address whose key is not reduced");
        }
        return SMALL_ORDER.contains(Bytes.wrap(y).hex())
                ? new Malformed(Reason.FIELD, "a Solana address in whose name anybody could sign")
                : null;
    }

    private static boolean isUnreduced(byte[] y) {
        for (int i = 1; i < LENGTH - 1; i++) {
            if (y[i] != -1) {
                return false;
            }
        }
        return y[LENGTH - 1] == SIGN - 1 && (y[0] & 0xff) >= MODULUS_LOWEST;
    }
}
