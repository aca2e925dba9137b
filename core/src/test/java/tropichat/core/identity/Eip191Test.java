package tropichat.core.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tropichat.core.base.Bytes;
import tropichat.core.base.TestHashes;

class Eip191Test {
    /** From the documentation of ethers ("hashMessage") and of web3.js ("eth.accounts.sign"). */
    @ParameterizedTest
    @CsvSource({
        "Hello World, a1de988600a42c4b4ab089b619297c17d53cffae5d5120d82d8a92d0bb3b78f2",
        "Some data, 1da44b586eb0729ff70a73c326926f6ed5a25f5b056e7f47fbc6e58d86871655",
    })
    void digestsPersonalMessages(String message, String digest) {
        assertEquals(
                digest, Eip191.digest(Bytes.utf8(message), new TestHashes()).hex());
    }
}
