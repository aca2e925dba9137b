package tropichat.core.identity;

import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;

/**
 * The older way to sign in, of the guide that TropiChat began with: three lines that name a time and a wallet. They
 * carry neither a domain nor a nonce nor a session key, so whoever accepts one must bound its age and accept it once.
 *
 * @param timestampMillis Unix milliseconds, 0 to 2^53 − 1
 */
public record GuideLogin(long timestampMillis, EthereumAddress wallet) {
    /** The one length that a text with a time of 16 digits cannot exceed. */
    public static final int TEXT_CHARS_MAX = 128;

    /** Its first line, by which it is told from other messages. */
    public static final String TITLE = "TropiChat P2P Authentication";

    private static final String TIMESTAMP = "\nTimestamp: ";
    private static final String WALLET = "\nWallet: ";

    public GuideLogin {
        if (timestampMillis < 0 || timestampMillis > Decimal.MAX) {
            throw new IllegalArgumentException("timestamp " + timestampMillis);
        }
    }

    /**
     * Reads the three lines; the wallet may be written in any case that {@link EthereumAddress#parse} takes, so the
     * signature is to be checked over the text that came, not over one written again.
     *
     * @throws Malformed {@code TOO_LARGE}, {@code TRUNCATED}, {@code SYNTAX}, {@code NOT_CANONICAL} of the time,
     *     {@code CHECKSUM} of the wallet
     */
    public static GuideLogin parse(String text, Hashes hashes) throws Malformed {
        if (text.length() > TEXT_CHARS_MAX) {
            throw new Malformed(Reason.TOO_LARGE, "a login message above " + TEXT_CHARS_MAX + " characters");
        }
        TextReader reader = new TextReader(text);
        reader.expect(TITLE);
        reader.expect(TIMESTAMP);
        long timestampMillis = Decimal.parse(reader.restOfLine());
        reader.expect(WALLET);
        EthereumAddress wallet = EthereumAddress.parse(reader.restOfLine(), hashes);
        reader.expectEnd();
        return new GuideLogin(timestampMillis, wallet);
    }

    /** The text to sign, the wallet with its checksum. */
    public String toText(Hashes hashes) {
        return TITLE + TIMESTAMP + timestampMillis + WALLET + wallet.checksummed(hashes);
    }
}
