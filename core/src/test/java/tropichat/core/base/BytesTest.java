package tropichat.core.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BytesTest {
    @Test
    void copiesDoNotChangeWithTheirArray() {
        byte[] array = {1, 2, 3};
        Bytes copy = Bytes.copyOf(array);
        array[0] = 9;
        copy.toArray()[1] = 9;
        assertEquals("010203", copy.hex());
    }

    @ParameterizedTest
    @CsvSource({"00, 01", "7f, 80", "80, ff", "ff, ff00", "'', 00", "00ff, 0100"})
    void areOrderedAsUnsignedBytes(String less, String more) {
        assertTrue(hex(less).compareTo(hex(more)) < 0);
        assertTrue(hex(more).compareTo(hex(less)) > 0);
        assertNotEquals(hex(less), hex(more));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0g", "zz", " 0", "0x00", "٠٠"})
    void refuseWhatIsNotHexadecimal(String text) {
        assertNull(Bytes.parseHex(text));
    }

    @Test
    void areReadFromDigitsOfEitherCase() {
        assertEquals("abcdef09", hex("ABCDEF09").hex());
        assertSame(Bytes.EMPTY, hex(""));
    }

    @Test
    void areCutAndJoined() {
        Bytes bytes = hex("00010203");
        assertEquals(hex("0102"), bytes.slice(1, 3));
        assertEquals(bytes, Bytes.concat(bytes.slice(0, 1), Bytes.EMPTY, bytes.slice(1, 4)));
        assertTrue(bytes.startsWith(hex("0001")));
        assertTrue(!bytes.startsWith(hex("01")) && !hex("00").startsWith(bytes));
    }

    @ParameterizedTest
    @CsvSource({"-1, 0", "0, 5", "3, 2", "5, 5"})
    void refuseRangesOutside(int from, int to) {
        Bytes bytes = hex("00010203");
        assertThrows(IndexOutOfBoundsException.class, () -> bytes.slice(from, to));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 4})
    void refuseIndexesOutside(int index) {
        Bytes bytes = hex("00010203");
        assertThrows(IndexOutOfBoundsException.class, () -> bytes.at(index));
    }

    private static Bytes hex(String digits) {
        Bytes bytes = Bytes.parseHex(digits);
        if (bytes == null) {
            throw new IllegalArgumentException(digits);
        }
        return bytes;
    }
}
