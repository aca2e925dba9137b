package tropichat.core.gates;

import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;
import tropichat.core.identity.EthereumAddress;

/**
 * A type of Solidity whose values are single words.
 *
 * @param size bits of a number, bytes of a string of bytes
 */
public record WordType(Kind kind, int size) {
    /** What people write for the wallet that is judged. */
    static final String WALLET = "$wallet";

    private static final int BITS_MAX = 256;
    private static final int BYTE_BITS = 8;

    /** The families of such types. */
    public enum Kind {
        ADDRESS("address"),
        BOOL("bool"),
        UINT("uint"),
        BYTES("bytes");

        private final String word;

        Kind(String word) {
            this.word = word;
        }
    }

    static WordType parse(String text) throws Malformed {
        for (Kind kind : Kind.values()) {
            boolean isSized = kind == Kind.UINT || kind == Kind.BYTES;
            if (!isSized && text.equals(kind.word)) {
                return new WordType(kind, 0);
            }
            int size = isSized && text.startsWith(kind.word) ? size(text.substring(kind.word.length())) : 0;
            if (kind == Kind.BYTES ? size >= 1 && size <= Uint256.LENGTH : isNumberSize(size)) {
                return new WordType(kind, size);
            }
        }
        throw new Malformed(
                Reason.FIELD, "abi takes the types address, bool, uint8 to uint256 and bytes1 to bytes32 only");
    }

    private static boolean isNumberSize(int bits) {
        return bits >= BYTE_BITS && bits <= BITS_MAX && bits % BYTE_BITS == 0;
    }

    /** 0 for what is no number of at most three digits. */
    private static int size(String digits) {
        int size = 0;
        for (int i = 0; i < digits.length(); i++) {
            char digit = digits.charAt(i);
            if (digit < '0' || digit > '9' || i > 2 || (i == 0 && digit == '0')) {
                return 0;
            }
            size = size * 10 + (digit - '0');
        }
        return size;
    }

    /**
     * A value that somebody wrote, as a word: an address or {@link #WALLET}, true or false, a decimal number, or
     * {@code 0x} and digits.
     *
     * @param wallet that stands for {@link #WALLET}; null where that is no value
     */
    Bytes word(String text, @Nullable EthereumAddress wallet) throws Malformed {
        return switch (kind) {
            case ADDRESS -> Abi.word(wallet != null && text.equals(WALLET) ? wallet : address(text));
            case BOOL -> bool(text).word();
            case UINT -> number(text).word();
            case BYTES -> Abi.rightPadded(bytes(text));
        };
    }

    private static EthereumAddress address(String text) throws Malformed {
        Bytes bytes = hex(text);
        if (bytes.length() != EthereumAddress.LENGTH) {
            throw new Malformed(Reason.FIELD, "\"" + text + "\" is no address");
        }
        return new EthereumAddress(bytes);
    }

    private static Uint256 bool(String text) throws Malformed {
        if (!text.equals("true") && !text.equals("false")) {
            throw new Malformed(Reason.FIELD, "\"" + text + "\" is neither true nor false");
        }
        return text.equals("true") ? Uint256.ONE : Uint256.ZERO;
    }

    private Uint256 number(String text) throws Malformed {
        Uint256 number = Uint256.parse(text);
        if (!fits(number.word())) {
            throw new Malformed(Reason.TOO_LARGE, text + " does not fit into " + this);
        }
        return number;
    }

    private Bytes bytes(String text) throws Malformed {
        Bytes bytes = hex(text);
        if (bytes.length() != size) {
            throw new Malformed(Reason.FIELD, "\"" + text + "\" is no " + this);
        }
        return bytes;
    }

    private static Bytes hex(String text) throws Malformed {
        Bytes bytes = text.startsWith("0x") ? Bytes.parseHex(text.substring(2)) : null;
        if (bytes == null) {
            throw new Malformed(Reason.SYNTAX, "\"" + text + "\" is not 0x and hexadecimal digits");
        }
        return bytes;
    }

    /** Whether a word that a contract returned is a value of this type. */
    boolean fits(Bytes word) {
        return switch (kind) {
            case ADDRESS -> isZero(word, 0, Uint256.LENGTH - EthereumAddress.LENGTH);
            case BOOL -> word.equals(Uint256.ZERO.word()) || word.equals(Uint256.ONE.word());
            case UINT -> isZero(word, 0, Uint256.LENGTH - size / BYTE_BITS);
            case BYTES -> isZero(word, size, Uint256.LENGTH);
        };
    }

    private static boolean isZero(Bytes word, int from, int to) {
        for (int i = from; i < to; i++) {
            if (word.at(i) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether one value can be more than another. */
    boolean isOrdered() {
        return kind == Kind.UINT;
    }

    @Override
    public String toString() {
        return kind == Kind.UINT || kind == Kind.BYTES ? kind.word + size : kind.word;
    }
}
