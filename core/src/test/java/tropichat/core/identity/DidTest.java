package tropichat.core.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.base.TestHashes;

/** {@link Account} as did:pkh and {@link DidKey} as did:key. */
class DidTest {
    private static final Hashes HASHES = new TestHashes();
    private static final String ADDRESS = "0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2";
    private static final String KEY = "did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp";

    @Test
    void accountIsReadAndWritten() throws Malformed {
        String did = "did:pkh:eip155:137:" + ADDRESS;
        Account account = Account.parse(did, HASHES);
        assertEquals("137", account.reference());
        assertEquals(did, account.did(HASHES));
    }

    @ParameterizedTest
    @CsvSource({
        "did:pkh:eip155:1, SYNTAX",
        "did:pkh:eip155:" + ADDRESS + ", SYNTAX",
        "did:pkh:tezos:1:" + ADDRESS + ", SYNTAX",
        "did:pkh:solana:1:" + ADDRESS + ", SYNTAX",
        "did:pkh:solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp:" + ADDRESS + ", SYNTAX",
        "did:pkh:eip155:01:" + ADDRESS + ", NOT_CANONICAL",
        "did:pkh:eip155:0:" + ADDRESS + ", FIELD",
        "did:pkh:eip155:+1:" + ADDRESS + ", SYNTAX",
        "did:pkh:eip155:9007199254740992:" + ADDRESS + ", TOO_LARGE",
        "did:pkh:eip155:99999999999999999999999:" + ADDRESS + ", TOO_LARGE",
        "did:pkh:eip155:1:0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2, CHECKSUM",
        "did:pkh:eip155:1:" + ADDRESS + "x, SYNTAX",
    })
    void accountRefusesWhatItWouldNotWrite(String did, Malformed.Reason reason) {
        assertEquals(
                reason,
                assertThrows(Malformed.class, () -> Account.parse(did, HASHES)).reason());
    }

    /** Keys of the seeds 0 and 1 in the test vectors of the did:key method. */
    @ParameterizedTest
    @CsvSource({
        KEY + ", 3b6a27bcceb6a42d62a3a8d02a6f0d73653215771de243a63ac048a18b59da29",
        "did:key:z6MkjchhfUsD6mmvni8mCdXHw216Xrm9bQe2mBH1P5RDjVJG,"
                + "4cb5abf6ad79fbf5abbccafcc269d85cd2651ed4b885b5869f241aedf0a5ba29",
    })
    void keyIsReadAndWritten(String did, String publicKey) throws Malformed {
        assertEquals(publicKey, DidKey.parse(did).publicKey().hex());
        assertEquals(did, DidKey.parse(did).did());
    }

    @ParameterizedTest
    @CsvSource({
        "did:key:, SYNTAX",
        "did:web:example.com, SYNTAX",
        "did:key:f6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp, SYNTAX",
        KEY + "#" + "z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp, SYNTAX",
        "did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooW, UNKNOWN_VERSION",
        "did:key:z16MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp, UNKNOWN_VERSION",
        "did:key:z6LSeu9HkTHSfLLeUs2nnzUSNedgDUevfNQgQjQC23ZCit6F, UNKNOWN_VERSION",
        "did:key:zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme, UNKNOWN_VERSION",
    })
    void keyRefusesWhatItWouldNotWrite(String did, Malformed.Reason reason) {
        assertEquals(
                reason, assertThrows(Malformed.class, () -> DidKey.parse(did)).reason());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void keysAreOrderedAsTheirTexts(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 1000; i++) {
            DidKey one = key(random);
            DidKey other = key(random);
            assertEquals(Integer.signum(one.did().compareTo(other.did())), Integer.signum(one.compareTo(other)));
        }
    }

    private static DidKey key(Random random) {
        byte[] key = new byte[DidKey.KEY_LENGTH];
        random.nextBytes(key);
        return new DidKey(Bytes.wrap(key));
    }
}
