package tropichat.core.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;
import tropichat.core.base.TestHashes;

class SiweMessageTest {
    private static final Hashes HASHES = new TestHashes();

    private static final String FULL = """
            https://user@example.com:3388 wants you to sign in with your Ethereum account:
            0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2

            I accept the terms: https://example.com/tos

            URI: https://example.com/login?a=b#c
            Version: 1
            Chain ID: 137
            Nonce: 32891756
            Issued At: 2021-09-30T16:25:24Z
            Expiration Time: 2021-10-30T16:25:24.5+02:00
            Not Before: 2021-09-30T16:25:24.000Z
            Request ID: some-id
            Resources:
            - ipfs://bafybeiemxf5abjwjbikoz4mc3a3dla6ual3jsgpdr4cjr3oz3evfyavhwq/
            - https://example.com/my-web2-claim.json""";

    private static final String SHORT = """
            example.com wants you to sign in with your Ethereum account:
            0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2


            URI: did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp
            Version: 1
            Chain ID: 1
            Nonce: 32891756
            Issued At: 2021-09-30T16:25:24Z""";

    @Test
    void readsEveryField() throws Malformed {
        SiweMessage message = SiweMessage.parse(FULL, HASHES);
        assertEquals("https", message.scheme());
        assertEquals("user@example.com:3388", message.domain());
        assertEquals("137", message.account().reference());
        assertEquals("I accept the terms: https://example.com/tos", message.statement());
        assertEquals("https://example.com/login?a=b#c", message.uri());
        assertEquals("32891756", message.nonce());
        assertEquals(1_633_019_124_000L, message.issuedAt().millis());
        assertEquals("2021-10-30T16:25:24.5+02:00", String.valueOf(message.expirationTime()));
        assertEquals("2021-09-30T16:25:24.000Z", String.valueOf(message.notBefore()));
        assertEquals("some-id", message.requestId());
        assertEquals(
                List.of(
                        "ipfs://bafybeiemxf5abjwjbikoz4mc3a3dla6ual3jsgpdr4cjr3oz3evfyavhwq/",
                        "https://example.com/my-web2-claim.json"),
                message.resources());
    }

    @ParameterizedTest
    @ValueSource(strings = {FULL, SHORT, SHORT + "\nResources:", SHORT + "\nRequest ID: "})
    void writesWhatItRead(String text) throws Malformed {
        assertEquals(text, SiweMessage.parse(text, HASHES).toText(HASHES));
    }

    @Test
    void tellsAnEmptyStatementFromNone() throws Malformed {
        assertNull(SiweMessage.parse(SHORT, HASHES).statement());
        SiweMessage empty = SiweMessage.parse(SHORT.replace("\n\n\n", "\n\n\n\n"), HASHES);
        assertEquals("", empty.statement());
        assertEquals(SHORT.replace("\n\n\n", "\n\n\n\n"), empty.toText(HASHES));
    }

    /** Each changes one place of a message that is otherwise well. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "\"example.com wants\", \" wants\", SYNTAX",
                "\"example.com wants\", \"exa mple.com wants\", SYNTAX",
                "\"example.com wants\", \"1://example.com wants\", SYNTAX",
                "\"example.com wants\", \"https://example.com/path wants\", SYNTAX",
                "\"example.com wants\", \":3000 wants\", SYNTAX",
                "\"wants you\", \"wants  you\", SYNTAX",
                "0xC02aaA39, 0xc02aaa39, CHECKSUM",
                "0xC02aaA39, \"\", SYNTAX",
                "URI: did, Uri: did, SYNTAX",
                "URI: did:key:, \"URI: \", SYNTAX",
                "Version: 1, Version: 2, UNKNOWN_VERSION",
                "Chain ID: 1, Chain ID: 01, NOT_CANONICAL",
                "Chain ID: 1, Chain ID: 0, FIELD",
                "Chain ID: 1, Chain ID: ?, SYNTAX",
                "Chain ID: 1, \"Chain ID: \", SYNTAX",
                "Nonce: 3, \"Nonce: \", SYNTAX",
                "Nonce: 3, Nonce: -, SYNTAX",
                "24Z, 24, SYNTAX",
                "24Z, \"24Z \", SYNTAX",
            })
    void refusesWhatTheGrammarDoesNotHave(String place, String change, Reason reason) {
        assertTrue(SHORT.contains(place.replace("\"", "")));
        assertEquals(reason, refusal(SHORT.replace(place, change)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\nResources:\n", "\nResources:\nhttps://a", "\nNot Before", "\nVersion: 1", "\r\n"})
    void refusesWhatStandsBehindTheEnd(String more) {
        Reason reason = refusal(SHORT + more);
        assertTrue(reason == Reason.TRAILING || reason == Reason.SYNTAX, () -> "" + reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\tb", "\"quoted\"", "<b>", "100%", "ümlaut", "a\\b", "{}", "a|b", "^", "`", "\u0000"})
    void refusesStatementsOfOtherCharacters(String statement) {
        assertEquals(Reason.SYNTAX, refusal(FULL.replace("I accept", statement)));
    }

    @Test
    void refusesWhatIsTooLong() {
        assertEquals(Reason.TOO_LARGE, refusal("a".repeat(SiweMessage.TEXT_CHARS_MAX + 1)));
        assertEquals(Reason.SYNTAX, refusal(FULL.replace("I accept", "a".repeat(SiweMessage.FIELD_CHARS_MAX))));
        String resources = "\n- https://example.com".repeat(SiweMessage.RESOURCES_MAX + 1);
        assertEquals(Reason.SYNTAX, refusal(SHORT + "\nResources:" + resources));
    }

    @Test
    void whateverCanBeMadeFitsTheLimitAndIsReadAgain() throws Malformed {
        SiweMessage longest = longest(SiweMessage.FIELD_CHARS_MAX);
        String text = longest.toText(HASHES);
        assertTrue(text.length() <= SiweMessage.TEXT_CHARS_MAX);
        assertEquals(longest, SiweMessage.parse(text, HASHES));
        assertThrows(IllegalArgumentException.class, () -> longest(SiweMessage.FIELD_CHARS_MAX + 1));
    }

    @Test
    void cannotBeMadeOfFieldsThatWouldBreakTheText() throws Malformed {
        SiweMessage good = SiweMessage.parse(SHORT, HASHES);
        assertThrows(
                IllegalArgumentException.class,
                () -> SiweMessage.delegating(
                        "example.com",
                        good.account(),
                        DidKey.parse(good.uri()),
                        "12345678",
                        0,
                        1,
                        "a\n\nURI: https://elsewhere"));
    }

    @Test
    void delegatesToASession() throws Malformed {
        SiweMessage good = SiweMessage.parse(SHORT, HASHES);
        SiweMessage message = SiweMessage.delegating(
                "example.com", good.account(), DidKey.parse(good.uri()), "abcDEF0123", 0, 1500, "Enter TropiChat.");
        String text = message.toText(HASHES);
        assertTrue(text.contains("\n\nEnter TropiChat.\n\nURI: did:key:z6Mk"));
        assertTrue(text.endsWith("\nIssued At: 1970-01-01T00:00:00.000Z\nExpiration Time: 1970-01-01T00:00:01.500Z"));
        assertEquals(message, SiweMessage.parse(text, HASHES));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void mutatedTextIsRefusedOrWrittenAgainUnchanged(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            String text = mutate(random.nextBoolean() ? FULL : SHORT, random);
            try {
                assertEquals(text, SiweMessage.parse(text, HASHES).toText(HASHES));
            } catch (Malformed refused) {
                assertNotNull(refused.reason());
            }
        }
    }

    private static SiweMessage longest(int length) throws Malformed {
        String nonce = "n".repeat(length);
        String uri = "a:" + "b".repeat(length - 2);
        Timestamp time = Timestamp.parse("2021-09-30T16:25:24.123456789+12:34");
        Account account = new Account.Ethereum(
                Account.CHAIN_ID_MAX, new EthereumAddress(Bytes.wrap(new byte[EthereumAddress.LENGTH])));
        List<String> resources = Collections.nCopies(SiweMessage.RESOURCES_MAX, uri);
        return new SiweMessage(
                "s".repeat(length), nonce, account, nonce, uri, nonce, time, time, time, nonce, resources);
    }

    private static String mutate(String text, Random random) {
        StringBuilder mutant = new StringBuilder(text);
        for (int i = random.nextInt(3); i >= 0 && mutant.length() > 1; i--) {
            int at = random.nextInt(mutant.length());
            switch (random.nextInt(4)) {
                case 0 -> mutant.deleteCharAt(at);
                case 1 -> mutant.setCharAt(at, (char) random.nextInt(128));
                case 2 -> mutant.insert(at, mutant.charAt(random.nextInt(mutant.length())));
                default -> mutant.setLength(at + 1);
            }
        }
        return mutant.toString();
    }

    private static Reason refusal(String text) {
        return assertThrows(Malformed.class, () -> SiweMessage.parse(text, HASHES))
                .reason();
    }
}
