package tropichat.core.identity;

import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;

/**
 * The address of an Ethereum account: 20 bytes, whatever way its hexadecimal digits were written.
 *
 * <p>Its text is {@code 0x} and 40 digits. Their case may carry a checksum (EIP-55); hashing is needed for that, so
 * {@link #checksummed} and the parsers take the {@link Hashes} port.
 *
 * @param bytes exactly {@link #LENGTH} bytes
 */
public record EthereumAddress(Bytes bytes) implements WalletAddress {
    /** Bytes of an address (Ethereum yellow paper, section 7). */
    public static final int LENGTH = 20;

    private static final String PREFIX = "0x";
    private static final int TEXT_LENGTH = PREFIX.length() + 2 * LENGTH;
    private static final int SHORTENED_DIGITS = 4;

    /** A digit is written as a capital where the hash has at least this in the same place (EIP-55). */
    private static final int CAPITAL_FROM = 8;

    public EthereumAddress {
        if (bytes.length() != LENGTH) {
            throw new IllegalArgumentException("an address has " + LENGTH + " bytes, not " + bytes.length());
        }
    }

    /**
     * Reads an address of any case: digits all lower or all upper case carry no checksum, mixed ones must match it.
     *
     * @throws Malformed {@code SYNTAX} where the text is no address, {@code CHECKSUM} where mixed case is wrong
     */
    public static EthereumAddress parse(String text, Hashes hashes) throws Malformed {
        EthereumAddress address = read(text);
        if (hasMixedCase(text) && !address.checksummed(hashes).equals(text)) {
            throw wrongChecksum();
        }
        return address;
    }

    /**
     * Reads an address that must be written exactly as {@link #checksummed} writes it.
     *
     * @throws Malformed {@code SYNTAX} where the text is no address, {@code CHECKSUM} where the case is wrong
     */
    public static EthereumAddress parseChecksummed(String text, Hashes hashes) throws Malformed {
        EthereumAddress address = read(text);
        if (!address.checksummed(hashes).equals(text)) {
            throw wrongChecksum();
        }
        return address;
    }

    @Override
    public String text(Hashes hashes) {
        return checksummed(hashes);
    }

    /** {@code 0x} and 40 digits whose case is the checksum of EIP-55. */
    public String checksummed(Hashes hashes) {
        String digits = bytes.hex();
        Bytes hash = hashes.keccak256(Bytes.utf8(digits));
        StringBuilder text = new StringBuilder(TEXT_LENGTH).append(PREFIX);
        for (int i = 0; i < digits.length(); i++) {
            char digit = digits.charAt(i);
            int nibble = i % 2 == 0 ? hash.at(i / 2) >> 4 : hash.at(i / 2) & 0xf;
            text.append(digit >= 'a' && nibble >= CAPITAL_FROM ? (char) (digit - 'a' + 'A') : digit);
        }
        return text.toString();
    }

    /** {@code 0x1234…abcd}. */
    @Override
    public String shortened() {
        String digits = bytes.hex();
        return PREFIX + digits.substring(0, SHORTENED_DIGITS) + "…"
                + digits.substring(digits.length() - SHORTENED_DIGITS);
    }

    /** The {@link #shortened} form, so that a log never holds an address in full by accident. */
    @Override
    public String toString() {
        return shortened();
    }

    private static EthereumAddress read(String text) throws Malformed {
        Bytes bytes = text.length() == TEXT_LENGTH && text.startsWith(PREFIX)
                ? Bytes.parseHex(text.substring(PREFIX.length()))
                : null;
        if (bytes == null) {
            throw new Malformed(Reason.SYNTAX, "an address is 0x and 40 hexadecimal digits");
        }
        return new EthereumAddress(bytes);
    }

    private static boolean hasMixedCase(String text) {
        boolean lower = false;
        boolean upper = false;
        for (int i = PREFIX.length(); i < text.length(); i++) {
            char digit = text.charAt(i);
            lower |= digit >= 'a';
            upper |= digit >= 'A' && digit <= 'F';
        }
        return lower && upper;
    }

    private static Malformed wrongChecksum() {
        return new Malformed(Reason.CHECKSUM, "the address's case does not match its checksum (EIP-55)");
    }
}
