package tropichat.core.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Limits;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;
import tropichat.core.base.TestHashes;
import tropichat.core.identity.Delegation.Refusal;
import tropichat.core.link.Hello;
import tropichat.core.wire.Cbor;
import tropichat.core.wire.Value;

/** {@link Delegation} and the {@link Cacao} that it is made of. */
class DelegationTest {
    private static final Hashes HASHES = new TestHashes();
    private static final long ISSUED = 1_700_000_000_000L;
    private static final long DAY = 24L * 60 * 60 * 1000;
    private static final Set<String> DOMAINS = Set.of("example.com");
    private static final Account ACCOUNT =
            new Account.Ethereum(1, new EthereumAddress(Bytes.wrap(new byte[EthereumAddress.LENGTH])));
    private static final DidKey SESSION = new DidKey(Bytes.wrap(new byte[DidKey.KEY_LENGTH]));
    private static final EthereumSignature SIGNATURE = signature();

    @Test
    void isReadAsItWasWritten() throws Malformed {
        Delegation delegation = Delegation.of(cacao(ISSUED, ISSUED + DAY));
        assertEquals(delegation, Delegation.decode(delegation.encode(HASHES), HASHES));
        assertEquals(SESSION, delegation.session());
        assertEquals(ACCOUNT, delegation.account());
        assertEquals(ISSUED + DAY, delegation.expirationMillis());
    }

    @Test
    void countsBetweenIssueAndExpiry() throws Malformed {
        Delegation delegation = Delegation.of(cacao(ISSUED, ISSUED + DAY));
        assertNull(delegation.refusal(SESSION, ISSUED, DOMAINS));
        assertNull(delegation.refusal(SESSION, ISSUED + DAY - 1, DOMAINS));
        assertEquals(Refusal.EXPIRED, delegation.refusal(SESSION, ISSUED + DAY, DOMAINS));
    }

    @Test
    void clocksMayDifferALittle() throws Malformed {
        Delegation delegation = Delegation.of(cacao(ISSUED, ISSUED + DAY));
        long earliest = ISSUED - Limits.CLOCK_SKEW_MILLIS_MAX;
        assertNull(delegation.refusal(SESSION, earliest, DOMAINS));
        assertEquals(Refusal.NOT_YET_VALID, delegation.refusal(SESSION, earliest - 1, DOMAINS));
    }

    @Test
    void waitsForNotBefore() throws Malformed {
        SiweMessage plain = cacao(ISSUED, ISSUED + DAY).message();
        Timestamp notBefore = Timestamp.ofMillis(ISSUED + DAY / 2);
        Delegation delegation = Delegation.of(new Cacao(
                new SiweMessage(
                        null,
                        plain.domain(),
                        plain.account(),
                        plain.statement(),
                        plain.uri(),
                        plain.nonce(),
                        plain.issuedAt(),
                        plain.expirationTime(),
                        notBefore,
                        null,
                        null),
                SIGNATURE));
        assertEquals(Refusal.NOT_YET_VALID, delegation.refusal(SESSION, ISSUED, DOMAINS));
        assertNull(delegation.refusal(SESSION, notBefore.millis(), DOMAINS));
    }

    @Test
    void refusesALongLife() throws Malformed {
        long longest = Delegation.LIFETIME_MILLIS_MAX;
        assertNull(Delegation.of(cacao(ISSUED, ISSUED + longest)).refusal(SESSION, ISSUED, DOMAINS));
        assertEquals(
                Refusal.LIFETIME_TOO_LONG,
                Delegation.of(cacao(ISSUED, ISSUED + longest + 1)).refusal(SESSION, ISSUED, DOMAINS));
    }

    @Test
    void refusesOtherDomainsAndSessions() throws Malformed {
        Delegation delegation = Delegation.of(cacao(ISSUED, ISSUED + DAY));
        assertEquals(Refusal.WRONG_DOMAIN, delegation.refusal(SESSION, ISSUED, Set.of("elsewhere.com")));
        byte[] other = new byte[DidKey.KEY_LENGTH];
        other[0] = 1;
        assertEquals(Refusal.WRONG_SESSION_KEY, delegation.refusal(new DidKey(Bytes.wrap(other)), ISSUED, DOMAINS));
    }

    @Test
    void needsAnExpiryAndASessionsKey() throws Malformed {
        SiweMessage plain = cacao(ISSUED, ISSUED + DAY).message();
        assertEquals(
                Reason.FIELD, refusal(plain.toText(HASHES).replace("\nExpiration Time: 2023-11-15T22:13:20.000Z", "")));
        assertEquals(Reason.SYNTAX, refusal(plain.toText(HASHES).replace(SESSION.did(), "https://example.com")));
    }

    @Test
    void asksForTheWalletsSignatureOfTheText() {
        Cacao cacao = cacao(ISSUED, ISSUED + DAY);
        Bytes text = Bytes.utf8(cacao.message().toText(HASHES));
        assertEquals(new SignatureCheck.ByWallet(ACCOUNT.address(), text, SIGNATURE), cacao.signatureCheck(HASHES));
    }

    @Test
    void aContractsSignatureIsWhatItSaysThatItIs() throws Malformed {
        // As long as a key's, which it is not.
        ContractSignature signature = new ContractSignature(SIGNATURE.bytes());
        Delegation delegation =
                Delegation.of(new Cacao(cacao(ISSUED, ISSUED + DAY).message(), signature));
        assertEquals(delegation, Delegation.decode(delegation.encode(HASHES), HASHES));
        assertTrue(delegation.isByContract());
        assertFalse(Delegation.of(cacao(ISSUED, ISSUED + DAY)).isByContract());
        Bytes text = Bytes.utf8(delegation.cacao().message().toText(HASHES));
        assertEquals(
                new SignatureCheck.ByContract((Account.Ethereum) ACCOUNT, text, signature),
                delegation.signatureCheck(HASHES));
        assertNotEquals(cacao(ISSUED, ISSUED + DAY).encode(HASHES), delegation.encode(HASHES));
    }

    @Test
    void aContractsSignatureHasAnyLengthUpToABound() throws Malformed {
        for (int length : new int[] {0, 1, 65, 66, ContractSignature.LENGTH_MAX}) {
            String text = "0x" + "a9".repeat(length);
            WalletSignature read = WalletSignature.parse(WalletSignature.CONTRACT_PREFIX + text);
            assertInstanceOf(ContractSignature.class, read);
            assertEquals(length, read.bytes().length());
            assertEquals(text, read.text());
            assertEquals(read, WalletSignature.parse(read.type(), text));
        }
        assertEquals(Reason.TOO_LARGE, signatureRefusal("0x" + "a9".repeat(ContractSignature.LENGTH_MAX + 1)));
        for (String bad : new String[] {"", "0", "a9", "0xa", "0xgg", "0X00", "eip1271:0x00"}) {
            assertEquals(Reason.SYNTAX, signatureRefusal(bad), bad);
        }
    }

    private static Reason signatureRefusal(String text) {
        return assertThrows(Malformed.class, () -> WalletSignature.parse(WalletSignature.CONTRACT_PREFIX + text))
                .reason();
    }

    @Test
    void theLongestSignatureOfAContractFitsAHello() throws Malformed {
        ContractSignature longest = new ContractSignature(Bytes.wrap(new byte[ContractSignature.LENGTH_MAX]));
        SiweMessage plain = cacao(ISSUED, ISSUED + DAY).message();
        Delegation delegation = Delegation.of(new Cacao(plain, longest));
        Hello hello = new Hello(
                RoomName.LOBBY,
                SESSION,
                ACCOUNT.address(),
                delegation,
                new Profile("n".repeat(Limits.USERNAME_CHARS_MAX), "#ffffff"),
                Bytes.wrap(new byte[Hello.NONCE_BYTES]));
        Bytes encoded = hello.encode(HASHES);
        assertTrue(encoded.length() <= Hello.BYTES_MAX, encoded.length() + " bytes");
        assertEquals(hello, Hello.decode(encoded, HASHES));
    }

    @Test
    void capabilityHasNoPlaceForAScheme() throws Malformed {
        String text = "https://" + cacao(ISSUED, ISSUED + DAY).message().toText(HASHES);
        SiweMessage message = SiweMessage.parse(text, HASHES);
        assertEquals(
                Reason.FIELD,
                assertThrows(Malformed.class, () -> Cacao.of(message, SIGNATURE))
                        .reason());
    }

    @Test
    void capabilityIsReadInOneFormOnly() throws Malformed {
        Cacao cacao = cacao(ISSUED, ISSUED + DAY);
        Value.Mapping whole = Cbor.decodeFields(cacao.encode(HASHES)).mapping();
        assertEquals(Reason.NOT_CANONICAL, refusal(whole.with("x", 1)));
        assertEquals(Reason.FIELD, refusal(whole.without("p").without("x")));
        assertEquals(Reason.FIELD, refusal(Value.map()));
        Value.Mapping signature = Value.map().with("t", "eip712").with("s", SIGNATURE.hex());
        assertEquals(Reason.UNKNOWN_VERSION, refusal(whole.without("x").with("s", signature)));
        String upper = "0x" + SIGNATURE.hex().substring(2).toUpperCase(Locale.ROOT);
        signature = Value.map().with("t", "eip191").with("s", upper);
        assertEquals(Reason.NOT_CANONICAL, refusal(whole.without("x").with("s", signature)));
    }

    @Test
    void capabilityKeepsOptionalFieldsApartFromEmptyOnes() throws Malformed {
        SiweMessage plain = cacao(ISSUED, ISSUED + DAY).message();
        SiweMessage message = new SiweMessage(
                null,
                plain.domain(),
                plain.account(),
                "",
                plain.uri(),
                plain.nonce(),
                plain.issuedAt(),
                null,
                plain.issuedAt(),
                "",
                List.of());
        Cacao cacao = new Cacao(message, SIGNATURE);
        assertEquals(cacao, Cacao.decode(cacao.encode(HASHES), HASHES));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void mutatedCapabilitiesAreRefusedOrWrittenAgainUnchanged(long seed) {
        Random random = new Random(seed);
        Bytes valid = cacao(ISSUED, ISSUED + DAY).encode(HASHES);
        for (int i = 0; i < 20_000; i++) {
            byte[] mutant = valid.toArray();
            mutant[random.nextInt(mutant.length)] = (byte) random.nextInt();
            Bytes encoded = Bytes.wrap(mutant);
            try {
                assertEquals(encoded, Cacao.decode(encoded, HASHES).encode(HASHES));
            } catch (Malformed refused) {
                assertNotNull(refused.reason());
            }
        }
    }

    private static Cacao cacao(long issuedAtMillis, long expirationMillis) {
        SiweMessage message = SiweMessage.delegating(
                "example.com", ACCOUNT, SESSION, "abcdefgh", issuedAtMillis, expirationMillis, "Enter TropiChat.");
        return new Cacao(message, SIGNATURE);
    }

    private static EthereumSignature signature() {
        byte[] bytes = new byte[EthereumSignature.LENGTH];
        bytes[31] = (byte) 0xab;
        bytes[63] = 1;
        bytes[64] = 27;
        return new EthereumSignature(Bytes.wrap(bytes));
    }

    private static Reason refusal(String text) throws Malformed {
        Cacao cacao = Cacao.of(SiweMessage.parse(text, HASHES), SIGNATURE);
        return assertThrows(Malformed.class, () -> Delegation.of(cacao)).reason();
    }

    private static Reason refusal(Value value) {
        return assertThrows(Malformed.class, () -> Cacao.decode(Cbor.encode(value), HASHES))
                .reason();
    }
}
