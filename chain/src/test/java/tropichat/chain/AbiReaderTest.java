package tropichat.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;
import tropichat.core.gates.Abi;
import tropichat.core.gates.Uint256;
import tropichat.core.identity.EthereumAddress;
import tropichat.json.Json;

/** What contracts write, good and bad. */
class AbiReaderTest {
    private static final EthereumAddress SENDER = new EthereumAddress(
            Bytes.wrap(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20}));

    private static Bytes lookup() {
        return Bytes.concat(
                Selectors.of("556f1830"),
                AbiValue.encode(
                        new AbiValue.Word(Abi.word(SENDER)),
                        new AbiValue.Sequence(List.of(
                                new AbiValue.Blob(Bytes.utf8("https://one.example/{data}")),
                                new AbiValue.Blob(Bytes.utf8("https://two.example/")))),
                        new AbiValue.Blob(Bytes.utf8("a question longer than one word of the machine")),
                        new AbiValue.Word(Bytes.concat(Selectors.of("01020304"), Bytes.wrap(new byte[28]))),
                        new AbiValue.Blob(Bytes.EMPTY)));
    }

    @Test
    void whatIsWrittenIsRead() throws Malformed {
        OffchainLookup read = OffchainLookup.read(lookup());
        assertEquals(SENDER, read.sender());
        assertEquals(
                List.of("https://one.example/{data}", "https://two.example/"),
                read.request().urls());
        assertEquals(
                Bytes.utf8("a question longer than one word of the machine"),
                read.request().data());
        assertEquals(Selectors.of("01020304"), read.callback());
        assertEquals(Bytes.EMPTY, read.extra());
    }

    /** {@code f("dave", true, [1,2,3])}'s arguments, as the specification has them. */
    @Test
    void theSpecificationsExampleIsWritten() {
        Bytes written = AbiValue.encode(
                new AbiValue.Blob(Bytes.utf8("dave")),
                new AbiValue.Word(Uint256.ONE.word()),
                new AbiValue.Sequence(List.of(
                        new AbiValue.Word(Uint256.of(1).word()),
                        new AbiValue.Word(Uint256.of(2).word()),
                        new AbiValue.Word(Uint256.of(3).word()))));
        List<String> words = List.of("60", "01", "a0", "04", "64617665" + "00".repeat(28), "03", "01", "02", "03");
        StringBuilder expected = new StringBuilder();
        words.forEach(word -> expected.append("0".repeat(64 - word.length())).append(word));
        assertEquals(expected.toString(), written.hex());
    }

    @Test
    void whatPointsOutsideIsRefused() {
        Bytes far = Bytes.wrap(new byte[] {
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x7f, -1, -1, -1
        });
        for (Bytes offset : List.of(
                far, Uint256.of(33).word(), Uint256.of(-1L >>> 1).word(), Bytes.wrap(new byte[] {1}), Bytes.EMPTY)) {
            assertEquals(
                    Reason.TRUNCATED,
                    assertThrows(Malformed.class, () -> AbiReader.of(offset).blob(0))
                            .reason());
        }
    }

    /** No bytes that a stranger's contract gives end in anything but a lookup or a refusal. */
    @Test
    void anyBytesAreALookupOrRefused() {
        long seed = 24_001;
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] bad = lookup().toArray();
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                bad[4 + random.nextInt(bad.length - 4)] = (byte) random.nextInt();
            }
            Bytes cut = Bytes.wrap(bad).slice(0, random.nextInt(4, bad.length + 1));
            try {
                assertNotNull(OffchainLookup.read(cut), "seed " + seed);
            } catch (Malformed refused) {
                assertNotNull(refused.getMessage());
            }
        }
    }

    @Test
    void nodesTellReasonsInTwoWays() throws Malformed {
        assertEquals(reverted("abcd"), answer("{\"code\":3,\"message\":\"m\",\"data\":\"0xabcd\"}"));
        assertEquals(
                reverted("abcd"), answer("{\"code\":-32603,\"message\":\"reverted\",\"data\":{\"data\":\"0xabcd\"}}"));
        assertEquals(reverted(""), answer("{\"code\":3,\"message\":\"" + "m".repeat(9_999) + "\"}"));
        assertEquals(reverted(""), answer("{\"code\":3,\"data\":\"0x" + "ab".repeat(40_000) + "\"}"));
        assertEquals(reverted(""), answer("{\"code\":3,\"data\":[7]}"));
        assertEquals(new RpcAnswer.Failed(), answer("{\"code\":-32000,\"message\":\"busy\",\"data\":\"0xabcd\"}"));
    }

    private static RpcAnswer reverted(String data) {
        return new RpcAnswer.Reverted(Selectors.of(data));
    }

    private static RpcAnswer answer(String error) throws Malformed {
        return RpcAnswer.read(Json.parse(Bytes.utf8("{\"id\":0,\"error\":" + error + "}")));
    }
}
