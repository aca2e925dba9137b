package tropichat.core.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;

class EthereumSignatureTest {
    private static final String ZERO = "0000000000000000000000000000000000000000000000000000000000000000";
    private static final String ONE = "0000000000000000000000000000000000000000000000000000000000000001";
    private static final String HALF = "7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0";
    private static final String ABOVE_HALF = "7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a1";
    private static final String LAST = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140";
    private static final String ORDER = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";

    @ParameterizedTest
    @CsvSource({"00, 1b, 0", "01, 1c, 1", "1b, 1b, 0", "1c, 1c, 1"})
    void bringsVIntoOneForm(String given, String normal, int recoveryId) throws Malformed {
        EthereumSignature signature = EthereumSignature.parse("0x" + LAST + HALF + given);
        assertEquals("0x" + LAST + HALF + normal, signature.hex());
        assertEquals(LAST + HALF, signature.scalars().hex());
        assertEquals(recoveryId, signature.recoveryId());
        assertEquals(signature, EthereumSignature.parse("0x" + (LAST + HALF + given).toUpperCase(Locale.ROOT)));
    }

    @ParameterizedTest
    @CsvSource({
        ZERO + ", " + ONE + ", 1b, FIELD",
        ONE + ", " + ZERO + ", 1b, FIELD",
        ORDER + ", " + ONE + ", 1b, FIELD",
        ONE + ", " + ORDER + ", 1b, FIELD",
        ONE + ", " + ABOVE_HALF + ", 1b, NOT_CANONICAL",
        ONE + ", " + LAST + ", 1b, NOT_CANONICAL",
        ONE + ", " + ONE + ", 02, FIELD",
        ONE + ", " + ONE + ", 1a, FIELD",
        ONE + ", " + ONE + ", 1d, FIELD",
        ONE + ", " + ONE + ", ff, FIELD",
    })
    void refusesWhatIsOutOfRange(String r, String s, String v, Reason reason) {
        assertEquals(reason, refusal("0x" + r + s + v));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0x", "0x00", "00", "0x0", "0xzz", "zz"})
    void refusesWhatIsNoSignature(String text) {
        Reason reason = refusal(text);
        assertEquals(text.equals("0x") || text.equals("0x00") ? Reason.TRUNCATED : Reason.SYNTAX, reason);
    }

    @Test
    void refusesOtherLengths() {
        assertEquals(Reason.TRUNCATED, refusal("0x" + ONE + ONE));
        assertEquals(Reason.TRAILING, refusal("0x" + ONE + ONE + "1b00"));
        assertThrows(IllegalArgumentException.class, () -> new EthereumSignature(Bytes.EMPTY));
    }

    private static Reason refusal(String text) {
        return assertThrows(Malformed.class, () -> EthereumSignature.parse(text))
                .reason();
    }
}
