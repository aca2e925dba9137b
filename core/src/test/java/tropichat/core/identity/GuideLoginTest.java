package tropichat.core.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.base.TestHashes;

class GuideLoginTest {
    private static final Hashes HASHES = new TestHashes();
    private static final String TEXT = "TropiChat P2P Authentication\nTimestamp: 1700000000000\n"
            + "Wallet: 0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2";

    @Test
    void isReadAndWritten() throws Malformed {
        GuideLogin login = GuideLogin.parse(TEXT, HASHES);
        assertEquals(1_700_000_000_000L, login.timestampMillis());
        assertEquals(TEXT, login.toText(HASHES));
        assertEquals(
                login,
                GuideLogin.parse(
                        TEXT.replace(
                                "0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2",
                                "0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2"),
                        HASHES));
    }

    @Test
    void theLongestOneFitsTheLimit() throws Malformed {
        EthereumAddress wallet = GuideLogin.parse(TEXT, HASHES).wallet();
        assertTrue(new GuideLogin(Decimal.MAX, wallet).toText(HASHES).length() <= GuideLogin.TEXT_CHARS_MAX);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "TropiChat, tropichat, SYNTAX",
                "\"Timestamp: \", Timestamp:, SYNTAX",
                "1700000000000, \"\", SYNTAX",
                "1700000000000, -1, SYNTAX",
                "1700000000000, 1.5, SYNTAX",
                "1700000000000, 01, NOT_CANONICAL",
                "1700000000000, 9007199254740992, TOO_LARGE",
                "0xC02a, 0xc02a, CHECKSUM",
                "Cc2, \"Cc2 \", SYNTAX",
                "Cc2, \"Cc2\n\", TRAILING",
                "\"\nWallet\", \"\r\nWallet\", SYNTAX",
            })
    void refusesEverythingElse(String place, String change, Malformed.Reason reason) {
        String text = TEXT.replace(place, change);
        assertEquals(
                reason,
                assertThrows(Malformed.class, () -> GuideLogin.parse(text, HASHES))
                        .reason());
    }
}
