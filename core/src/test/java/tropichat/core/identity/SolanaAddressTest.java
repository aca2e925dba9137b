package tropichat.core.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.base.TestHashes;

/** {@link SolanaAddress}, beside the vectors that the page reads as well: solana.json. */
class SolanaAddressTest {
    private static final Hashes HASHES = new TestHashes();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyKeyIsReadAsItWasWritten(long seed) throws Malformed {
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            byte[] key = new byte[SolanaAddress.LENGTH];
            random.nextBytes(key);
            // Some begin with zeros, which base58 counts.
            for (int zeros = random.nextInt(4); zeros > 0; zeros--) {
                key[zeros - 1] = 0;
            }
            SolanaAddress address = SolanaAddress.of(Bytes.wrap(key));
            assertEquals(address, WalletAddress.parse(address.text(), HASHES));
            assertEquals(address, WalletAddress.of(address.bytes()));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whateverIsWrittenIsReadOrRefused(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(60); length > 0; length--) {
                text.append((char) (random.nextInt(4) == 0 ? random.nextInt(0x3000) : '1' + random.nextInt(70)));
            }
            try {
                assertEquals(
                        text.toString(),
                        WalletAddress.parse(text.toString(), HASHES).text(HASHES));
            } catch (Malformed refused) {
                assertNotEquals("", refused.getMessage());
            }
        }
    }

    @Test
    void logsHoldItsEndsAlone() throws Malformed {
        SolanaAddress address = SolanaAddress.parse("7S3P4HxJpyyigGzodYwHtCxZyUQe9JiBMHyRWXArAaKv");
        assertEquals("7S3P…AaKv", address.toString());
    }

    @Test
    void noneIsMadeOfWhatIsNoKeyOfAnybodys() {
        assertThrows(IllegalArgumentException.class, () -> new SolanaAddress(Bytes.wrap(new byte[32])));
        assertThrows(IllegalArgumentException.class, () -> new SolanaAddress(Bytes.wrap(new byte[31])));
    }
}
