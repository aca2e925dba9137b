package tropichat.core.identity;

import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;

/**
 * A secp256k1 signature from which the signer can be recovered: r, s and v in the one form that is left when
 * malleability is taken away. r and s are 1 to n − 1, s is at most n / 2 (EIP-2), v is 27 or 28.
 *
 * @param bytes r (32 bytes), s (32 bytes), v (1 byte)
 */
public record EthereumSignature(Bytes bytes) implements KeySignature {
    public static final int LENGTH = 65;

    /** Of a capability (CAIP-74). */
    public static final String TYPE = "eip191";

    private static final String PREFIX = "0x";
    private static final int SCALAR_LENGTH = 32;
    private static final int V_AT = 2 * SCALAR_LENGTH;

    /** v of a signature is this plus the recovery id, 0 or 1 (Ethereum yellow paper, appendix F). */
    private static final int V_BASE = 27;

    /** The order of secp256k1 (SEC 2, section 2.4.1). */
    private static final Bytes ORDER = hex("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");

    private static final Bytes HALF_ORDER = hex("7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0");

    private static final Bytes ZERO = Bytes.wrap(new byte[SCALAR_LENGTH]);

    public EthereumSignature {
        Malformed problem = problem(bytes);
        if (problem != null) {
            throw new IllegalArgumentException(problem.getMessage());
        }
    }

    /**
     * Takes 65 bytes as wallets give them: v may also be 0 or 1, as some hardware has it.
     *
     * @throws Malformed {@code TRUNCATED}, {@code TRAILING}; {@code FIELD} where r, s or v is out of range;
     *     {@code NOT_CANONICAL} where s is above n / 2
     */
    public static EthereumSignature of(Bytes bytes) throws Malformed {
        Bytes normal = bytes;
        if (bytes.length() == LENGTH && bytes.at(V_AT) <= 1) {
            normal = Bytes.concat(bytes.slice(0, V_AT), Bytes.wrap(new byte[] {(byte) (V_BASE + bytes.at(V_AT))}));
        }
        Malformed problem = problem(normal);
        if (problem != null) {
            throw problem;
        }
        return new EthereumSignature(normal);
    }

    /** Reads {@code 0x} and 130 hexadecimal digits of either case. */
    public static EthereumSignature parse(String text) throws Malformed {
        if (text.length() > PREFIX.length() + 2 * LENGTH) {
            throw new Malformed(Reason.TRAILING, "a wallet's signature has " + LENGTH + " bytes");
        }
        Bytes bytes = text.startsWith(PREFIX) ? Bytes.parseHex(text.substring(PREFIX.length())) : null;
        if (bytes == null) {
            throw new Malformed(Reason.SYNTAX, "a wallet's signature is 0x and hexadecimal digits");
        }
        return of(bytes);
    }

    @Override
    public Chain chain() {
        return Chain.ETHEREUM;
    }

    @Override
    public String type() {
        return TYPE;
    }

    /** {@code 0x} and 130 lower-case digits. */
    @Override
    public String text() {
        return hex();
    }

    public String hex() {
        return PREFIX + bytes.hex();
    }

    /** r and s, 64 bytes. */
    public Bytes scalars() {
        return bytes.slice(0, V_AT);
    }

    /** Which of the points with this r was meant: 0 or 1. */
    public int recoveryId() {
        return bytes.at(V_AT) - V_BASE;
    }

    private static @Nullable Malformed problem(Bytes bytes) {
        if (bytes.length() != LENGTH) {
            Reason reason = bytes.length() < LENGTH ? Reason.TRUNCATED : Reason.TRAILING;
            return new Malformed(reason, "a wallet's signature has " + LENGTH + " bytes");
        }
        Bytes s = bytes.slice(SCALAR_LENGTH, V_AT);
        if (!isScalar(bytes.slice(0, SCALAR_LENGTH)) || !isScalar(s)) {
            return new Malformed(Reason.FIELD, "a signature's r or s is out of range");
        }
        if (s.compareTo(HALF_ORDER) > 0) {
            return new Malformed(Reason.NOT_CANONICAL, "a signature's s is in the upper half (EIP-2)");
        }
        if (bytes.at(V_AT) != V_BASE && bytes.at(V_AT) != V_BASE + 1) {
            return new Malformed(Reason.FIELD, "a signature's v is none of 0, 1, 27, 28");
        }
        return null;
    }

    private static boolean isScalar(Bytes scalar) {
        return !scalar.equals(ZERO) && scalar.compareTo(ORDER) < 0;
    }

    private static Bytes hex(String digits) {
        Bytes bytes = Bytes.parseHex(digits);
        if (bytes == null) {
            throw new IllegalArgumentException(digits);
        }
        return bytes;
    }
}
