package tropichat.core.identity;

import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;

/**
 * What a wallet that is a contract takes for its signature (ERC-1271), or would once it is deployed (ERC-6492). Only that
 * contract's code can tell whether it is right, and it may say something else tomorrow. Such wallets have keys of many kinds, so
 * it may well have the 65 bytes of an {@link EthereumSignature}: what it is must be said with it.
 *
 * @param bytes at most {@link #LENGTH_MAX}; none where the contract keeps what was signed
 */
public record ContractSignature(Bytes bytes) implements WalletSignature {
    /**
     * Longest that is read: in hexadecimal digits it leaves a hello and a profile 2 KiB for all else. A passkey's with what makes
     * its wallet has some 1.5 KiB; each further owner of a wallet of several adds 65 bytes.
     */
    public static final int LENGTH_MAX = 3 * 1024;

    /** The same in characters of {@link #text}. */
    public static final int TEXT_CHARS_MAX = 2 + 2 * LENGTH_MAX;

    /** Of a capability (CAIP-74). */
    public static final String TYPE = "eip1271";

    private static final String PREFIX = "0x";

    public ContractSignature {
        if (bytes.length() > LENGTH_MAX) {
            throw new IllegalArgumentException("a contract's signature of " + bytes.length() + " bytes");
        }
    }

    /** Reads {@code 0x} and hexadecimal digits of either case; {@code TOO_LARGE}, else {@code SYNTAX}. */
    public static ContractSignature parse(String text) throws Malformed {
        if (text.length() > TEXT_CHARS_MAX) {
            throw new Malformed(Reason.TOO_LARGE, "a contract's signature above " + LENGTH_MAX + " bytes");
        }
        Bytes bytes = text.startsWith(PREFIX) ? Bytes.parseHex(text.substring(PREFIX.length())) : null;
        if (bytes == null) {
            throw new Malformed(Reason.SYNTAX, "a contract's signature is 0x and hexadecimal digits");
        }
        return new ContractSignature(bytes);
    }

    @Override
    public Chain chain() {
        return Chain.ETHEREUM;
    }

    @Override
    public String type() {
        return TYPE;
    }

    /** {@code 0x} and lower-case digits. */
    @Override
    public String text() {
        return PREFIX + bytes.hex();
    }
}
