package tropichat.core.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;
import tropichat.core.base.TestHashes;

class EthereumAddressTest {
    private static final Hashes HASHES = new TestHashes();
    private static final String MIXED = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";

    /** The addresses of EIP-55, "Test Cases". */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0x52908400098527886E0F7030069857D2E4169EE7",
                "0x8617E340B3D01FA5F11F306F4090FD50E238070D",
                "0xde709f2102306220921060314715629080e2fb77",
                "0x27b1fdb04752bbc536007a920d24acb045561c26",
                MIXED,
                "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
                "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
                "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb"
            })
    void writesTheChecksumOfEip55(String text) throws Malformed {
        String digits = text.substring(2);
        assertEquals(
                text,
                EthereumAddress.parse("0x" + digits.toLowerCase(Locale.ROOT), HASHES)
                        .checksummed(HASHES));
        assertEquals(
                text,
                EthereumAddress.parse("0x" + digits.toUpperCase(Locale.ROOT), HASHES)
                        .checksummed(HASHES));
        assertEquals(text, EthereumAddress.parseChecksummed(text, HASHES).checksummed(HASHES));
    }

    @Test
    void refusesMixedCaseThatDoesNotMatch() {
        String wrong = MIXED.replace('F', 'f');
        assertEquals(Reason.CHECKSUM, refusal(wrong));
    }

    @Test
    void demandsTheChecksumWhereAsked() {
        assertEquals(
                Reason.CHECKSUM,
                assertThrows(
                                Malformed.class,
                                () -> EthereumAddress.parseChecksummed(MIXED.toLowerCase(Locale.ROOT), HASHES))
                        .reason());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0x",
                "5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
                "0X5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
                "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe",
                "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed0",
                "0xgaAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
                " 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe"
            })
    void refusesWhatIsNoAddress(String text) {
        assertEquals(Reason.SYNTAX, refusal(text));
    }

    @Test
    void isShortenedInLogs() throws Malformed {
        EthereumAddress address = EthereumAddress.parse(MIXED, HASHES);
        assertEquals("0x5aae…eaed", address.toString());
        assertFalse(new Account.Ethereum(1, address).toString().contains("5aaeb6"));
    }

    @Test
    void hasTwentyBytes() {
        assertThrows(IllegalArgumentException.class, () -> new EthereumAddress(Bytes.wrap(new byte[19])));
    }

    private static Reason refusal(String text) {
        return assertThrows(Malformed.class, () -> EthereumAddress.parse(text, HASHES))
                .reason();
    }
}
