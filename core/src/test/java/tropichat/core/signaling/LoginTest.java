package tropichat.core.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tropichat.core.base.Bytes;
import tropichat.core.base.Limits;
import tropichat.core.base.TestHashes;
import tropichat.core.identity.EthereumSignature;
import tropichat.core.identity.GuideLogin;
import tropichat.core.identity.SessionStatement;
import tropichat.core.identity.TestSession;
import tropichat.core.identity.TestWallet;
import tropichat.core.signaling.TestLobby.Form;

/** Who is let in, and what everybody else is told. */
class LoginTest {
    private static final long NOW = TestLobby.START_MILLIS;
    private static final long SKEW = Limits.CLOCK_SKEW_MILLIS_MAX;

    private final TestLobby lobby = new TestLobby(TestLobby.signed());

    // ---- What the form says

    @Test
    void namesAndColoursMustBeFitToShow() {
        String longest = "n".repeat(Limits.USERNAME_CHARS_MAX);
        assertNull(error(siwe().username(longest)));
        assertError(LoginError.USERNAME_INVALID, siwe().username(longest + "n"));
        assertError(LoginError.USERNAME_INVALID, siwe().username(" "));
        assertError(LoginError.USERNAME_INVALID, siwe().username("a\nb"));
        assertError(LoginError.USERNAME_INVALID, siwe().color("red"));
        assertError(LoginError.USERNAME_INVALID, siwe().color("#12345678"));
    }

    @Test
    void roomsMustHaveAName() {
        String longest = "r".repeat(Limits.ROOM_CHARS_MAX);
        assertNull(error(siwe().room(longest)));
        assertError(LoginError.ROOM_INVALID, siwe().room(longest + "r"));
        assertError(LoginError.ROOM_INVALID, siwe().room(""));
        assertError(LoginError.ROOM_INVALID, siwe().room("a\u202eb"));
    }

    @Test
    void addressesMustBeAddresses() {
        String address = lobby.wallet.text();
        assertError(LoginError.ADDRESS_INVALID, siwe().wallet("0x1234"));
        assertError(LoginError.ADDRESS_INVALID, siwe().wallet(swapCase(address)));
        assertNull(error(siwe().wallet("0x" + address.substring(2).toLowerCase(Locale.ROOT))));
    }

    @Test
    void unsignedLoginsNeedTheOperatorsConsent() {
        assertError(LoginError.SIGNATURE_REQUIRED, lobby.unsigned());
        assertError(LoginError.SIGNATURE_REQUIRED, siwe().signature(null));
        assertError(LoginError.SIGNATURE_REQUIRED, siwe().message(null));
        TestLobby open = new TestLobby(TestLobby.open());
        assertFalse(TestLobby.admitted(open.enter("ada")).verified());
    }

    @Test
    void anUnsignedLoginMayProveASessionKey() {
        TestLobby open = new TestLobby(TestLobby.open());
        open.connect("ada");
        Occupant ada = TestLobby.admitted(open.enter("ada", open.unsigned().proven("ada")));
        assertFalse(ada.verified());
        assertEquals(open.session.key(), ada.session());
    }

    // ---- Sign-In with Ethereum

    @Test
    void aFreshChallengeLetsIn() {
        assertNull(error(siwe()));
    }

    @Test
    void aMessageOfNeitherFormIsRefused() {
        assertError(LoginError.MESSAGE_INVALID, lobby.unsigned().signed("let me in"));
        assertError(LoginError.MESSAGE_INVALID, lobby.unsigned().signed(GuideLogin.TITLE));
        assertError(LoginError.MESSAGE_INVALID, lobby.unsigned().signed(""));
    }

    @Test
    void anotherWalletsSignatureIsRefused() {
        Form form = siwe();
        String text = form.message() == null ? "" : form.message();
        Form forged =
                form.signature(new TestWallet("mallory").sign(Bytes.utf8(text)).text());
        assertEquals(LoginError.SIGNATURE_INVALID, error(forged));
    }

    @Test
    void malformedSignaturesAreRefusedBeforeAnythingIsVerified() {
        String good = siwe().signature();
        Bytes bytes = Bytes.parseHex(good == null ? "" : good.substring(2));
        assertTrue(bytes != null);
        for (String bad : new String[] {"", "0x", "0x00", good + "00", "0x" + "00".repeat(EthereumSignature.LENGTH)}) {
            assertError(LoginError.SIGNATURE_INVALID, siwe().signature(bad));
        }
    }

    @Test
    void aMalleableSignatureIsRefused() {
        // The upper half of s: what anybody could make of a good signature without the key (EIP-2).
        String upper = "0x" + "01".repeat(32) + "ff".repeat(15) + "fe" + "01".repeat(16) + "1b";
        assertError(LoginError.SIGNATURE_INVALID, siwe().signature(upper));
    }

    @Test
    void theMessageMustNameTheWalletThatSignsIn() {
        assertError(LoginError.ADDRESS_MISMATCH, siwe().wallet(new TestWallet("mallory").text()));
    }

    @Test
    void theMessageMustBeForThisSite() {
        lobby.connect("ada");
        assertEquals(
                LoginError.DOMAIN_MISMATCH,
                TestLobby.error(lobby.login("ada", lobby.siwe("phish.example", 1, lobby.challenge("ada")))));
    }

    @Test
    void aSignedMessageForAnotherSiteMayNotBeEditedToBeForThisOne() {
        lobby.connect("ada");
        Form form = lobby.siwe("phish.example", 1, lobby.challenge("ada"));
        assertEquals(LoginError.SIGNATURE_INVALID, error(form.message(changed(form, "phish.example", TestLobby.HOST))));
    }

    @Test
    void editedResourcesAreNotSigned() {
        Form form = siwe();
        assertEquals(
                LoginError.SIGNATURE_INVALID,
                error(form.message(form.message() + "\nResources:\n- https://phish.example/")));
    }

    @Test
    void theSiteIsTheHostThatWasAskedFor() {
        lobby.connect("ada", "other.example:3000");
        Form form = lobby.siwe("other.example:3000", 1, lobby.challenge("ada"));
        assertNull(TestLobby.error(lobby.enter("ada", form)));
    }

    @Test
    void configuredSitesCountWhateverHostWasAskedFor() {
        Set<String> sites = new LinkedHashSet<>(List.of("chat.example", "www.chat.example"));
        TestLobby strict = new TestLobby(
                new LobbyConfig(0, Limits.MESH_MEMBERS_MAX, false, sites, TestLobby.anyChain(), TestLobby.noGates()));
        strict.connect("ada", "phish.example");
        strict.connect("bob", "phish.example");
        assertEquals(
                LoginError.DOMAIN_MISMATCH,
                TestLobby.error(strict.login("ada", strict.siwe("phish.example", 1, strict.challenge("ada")))));
        assertNull(TestLobby.error(strict.enter("ada", strict.siwe("www.chat.example", 1, strict.challenge("ada")))));
        // The session key signs for the first of the sites, which is what the challenge names.
        LobbyOutput.Challenge challenge = (LobbyOutput.Challenge) strict.machine
                .handle(new LobbyInput.ChallengeAsked("bob"), strict.nowMillis)
                .getFirst();
        assertEquals("chat.example", challenge.domain());
        Form form = strict.siwe("chat.example", 1, "nonce1234").provenFor(challenge.domain(), challenge.nonce());
        assertNull(TestLobby.error(strict.enter("bob", form)));
    }

    @Test
    void chainsMustBeTaken() {
        TestLobby strict = new TestLobby(new LobbyConfig(
                0,
                Limits.MESH_MEMBERS_MAX,
                false,
                TestLobby.none(),
                new LinkedHashSet<>(List.of(1L, 10L)),
                TestLobby.noGates()));
        strict.connect("ada");
        assertEquals(
                LoginError.CHAIN_REFUSED,
                TestLobby.error(strict.login("ada", strict.siwe(TestLobby.HOST, 137, strict.challenge("ada")))));
        assertNull(TestLobby.error(strict.enter("ada", strict.siwe(TestLobby.HOST, 10, strict.challenge("ada")))));
    }

    @Test
    void aChallengeIsGoodOnce() {
        lobby.connect("ada");
        Form form = lobby.siwe("ada");
        // Even a login that fails for another reason has used it up.
        assertEquals(LoginError.USERNAME_INVALID, TestLobby.error(lobby.login("ada", form.username(""))));
        assertEquals(LoginError.NONCE_INVALID, TestLobby.error(lobby.login("ada", form)));
        lobby.enter("ada", lobby.siwe("ada"));
        lobby.disconnect("ada");
        lobby.connect("ada again");
        assertEquals(LoginError.NONCE_INVALID, TestLobby.error(lobby.login("ada again", form)));
    }

    @Test
    void aChallengeIsGoodForItsConnectionOnly() {
        lobby.connect("ada");
        lobby.connect("mallory");
        Form form = lobby.siwe("ada");
        lobby.challenge("mallory");
        assertEquals(LoginError.NONCE_INVALID, TestLobby.error(lobby.login("mallory", form)));
        assertNull(TestLobby.error(lobby.enter("ada", form)));
    }

    @Test
    void onlyTheLastChallengeCounts() {
        lobby.connect("ada");
        Form form = lobby.siwe("ada");
        lobby.challenge("ada");
        assertEquals(LoginError.NONCE_INVALID, TestLobby.error(lobby.login("ada", form)));
    }

    @Test
    void aChallengeExpires() {
        lobby.connect("ada");
        Form form = lobby.siwe("ada");
        lobby.nowMillis += Limits.CHALLENGE_MILLIS_MAX;
        assertEquals(LoginError.NONCE_INVALID, TestLobby.error(lobby.login("ada", form)));
        lobby.connect("bob");
        form = lobby.siwe("bob");
        lobby.nowMillis += Limits.CHALLENGE_MILLIS_MAX - 1;
        assertNull(TestLobby.error(lobby.enter("bob", form)));
    }

    @Test
    void aMessageExpires() {
        lobby.nowMillis = NOW + TestLobby.DAY_MILLIS;
        assertError(LoginError.EXPIRED, siwe());
        lobby.nowMillis--;
        assertNull(error(siwe()));
    }

    @Test
    void aMessageFromTheFutureIsRefused() {
        lobby.nowMillis = NOW - SKEW - 1;
        assertError(LoginError.NOT_YET_VALID, siwe());
        lobby.nowMillis = NOW - SKEW;
        assertNull(error(siwe()));
    }

    // ---- Sign-In with Solana

    private final TestLobby solana = TestLobby.ofSolana(TestLobby.signed());

    private Form solana() {
        solana.connect("sol");
        return solana.siwe("sol");
    }

    private @Nullable LoginError solanaError(Form form) {
        return TestLobby.error(solana.enter("sol", form));
    }

    private void assertSolana(LoginError expected, Form form) {
        assertEquals(expected, TestLobby.error(solana.login("sol", form)));
    }

    @Test
    void aSolanaWalletComesInByItsOwnStatement() {
        Form form = solana();
        assertEquals(
                "chat.example wants you to sign in with your Solana account:",
                form.message() == null
                        ? null
                        : form.message().lines().findFirst().orElse(null));
        Occupant sol = TestLobby.admitted(solana.enter("sol", form.proven("sol")));
        assertTrue(sol.verified());
        assertEquals(solana.wallet.address(), sol.wallet());
        solana.connect("sol again");
        assertTrue(TestLobby.admitted(solana.enter("sol again", form.proven("sol again")))
                .verified());
    }

    @Test
    void statementAndSignatureAreOfOneKind() {
        assertSolana(LoginError.MESSAGE_INVALID, solana().signature(siwe().signature()));
        assertError(LoginError.MESSAGE_INVALID, siwe().signature(solana().signature()));
    }

    @Test
    void aStatementNamesTheWalletOfItsKind() {
        assertSolana(LoginError.ADDRESS_MISMATCH, solana().wallet(lobby.wallet.text()));
        assertSolana(LoginError.ADDRESS_MISMATCH, solana().wallet(new TestWallet("m" + TestWallet.SOLANA).text()));
        assertSolana(LoginError.ADDRESS_INVALID, solana().wallet("1" + solana.wallet.text()));
        assertSolana(LoginError.ADDRESS_INVALID, solana().wallet("1".repeat(32)));
        String text = changed(solana(), solana.wallet.text(), lobby.wallet.text());
        assertSolana(LoginError.MESSAGE_INVALID, solana().message(text));
        text = changed(solana(), "Solana account", "Ethereum account");
        assertSolana(LoginError.MESSAGE_INVALID, solana().message(text));
    }

    @Test
    void aSolanaStatementIsForThisSiteAndThisConnection() {
        solana.connect("sol");
        Form elsewhere = solana.siwe("phish.example", 1, solana.challenge("sol"));
        assertSolana(LoginError.DOMAIN_MISMATCH, elsewhere);
        solana.connect("mallory");
        Form borrowed = solana.siwe("mallory");
        solana.challenge("sol");
        assertSolana(LoginError.NONCE_INVALID, borrowed);
    }

    @Test
    void anEditedSolanaStatementIsNotSigned() {
        Form form = solana();
        assertEquals(
                LoginError.SIGNATURE_INVALID,
                solanaError(form.message(form.message() + "\nResources:\n- https://phish.example/")));
        Form fresh = solana();
        Bytes text = Bytes.utf8(fresh.message() == null ? "" : fresh.message());
        String other = new TestWallet("mallory" + TestWallet.SOLANA).sign(text).text();
        assertEquals(LoginError.SIGNATURE_INVALID, solanaError(fresh.signature(other)));
    }

    @Test
    void malformedSolanaSignaturesAreRefusedBeforeAnythingIsVerified() {
        String good = solana().signature();
        for (String bad : new String[] {good + "1", "1" + good, "z".repeat(400), "I" + good, "1".repeat(63)}) {
            assertSolana(LoginError.SIGNATURE_INVALID, solana().signature(bad));
        }
    }

    @Test
    void theGuidesFormIsNotForSolanaWallets() {
        Form guide = lobby.guide(NOW).wallet(solana.wallet.text()).signature(solana().signature());
        assertSolana(LoginError.SIGNATURE_INVALID, guide);
    }

    @Test
    void whereChainsAreNamedSolanaIsNotTaken() {
        TestLobby strict = TestLobby.ofSolana(new LobbyConfig(
                0,
                Limits.MESH_MEMBERS_MAX,
                false,
                TestLobby.none(),
                new LinkedHashSet<>(List.of(1L)),
                TestLobby.noGates()));
        strict.connect("sol");
        assertEquals(LoginError.CHAIN_REFUSED, TestLobby.error(strict.login("sol", strict.siwe("sol"))));
    }

    private static String changed(Form form, String from, String to) {
        return form.message() == null ? "" : form.message().replace(from, to);
    }

    // ---- The session key in place of the wallet

    @Test
    void aProvenSessionNeedsNoNewSignatureOfTheWallet() {
        lobby.connect("ada");
        Form form = lobby.siwe("ada");
        lobby.enter("ada", form.proven("ada"));
        lobby.disconnect("ada");
        for (int i = 0; i < 3; i++) {
            lobby.nowMillis += 60 * 60 * 1000;
            lobby.connect("ada" + i);
            Occupant again = TestLobby.admitted(lobby.enter("ada" + i, form.proven("ada" + i)));
            assertTrue(again.verified());
            assertEquals(lobby.session.key(), again.session());
        }
    }

    @Test
    void aSessionKeyMustProveItself() {
        lobby.connect("ada");
        Form form = lobby.siwe("ada");
        assertEquals(
                LoginError.SESSION_INVALID,
                TestLobby.error(lobby.login("ada", form.session(lobby.session.did(), null))));
        assertEquals(
                LoginError.SESSION_INVALID,
                TestLobby.error(lobby.login("ada", lobby.siwe("ada").session(lobby.session.did(), "00"))));
        assertEquals(
                LoginError.SESSION_INVALID,
                TestLobby.error(lobby.login("ada", lobby.siwe("ada").session("did:key:z6Mk", "00".repeat(64)))));
    }

    @Test
    void aSessionKeyCannotBeProvenWithoutAChallenge() {
        lobby.connect("ada");
        Form form = lobby.siwe(TestLobby.HOST, 1, "nonce1234").provenFor(TestLobby.HOST, "nonce1234");
        assertEquals(LoginError.NONCE_INVALID, TestLobby.error(lobby.login("ada", form)));
    }

    @Test
    void anotherSessionKeyIsRefused() {
        lobby.connect("mallory");
        Form stolen = lobby.siwe(TestLobby.HOST, 1, "nonce1234");
        TestSession mallory = new TestSession("mallory");
        Bytes proof = mallory.sign(SessionStatement.login(TestLobby.HOST, lobby.challenge("mallory")));
        assertEquals(
                LoginError.SESSION_INVALID,
                TestLobby.error(lobby.login("mallory", stolen.session(mallory.did(), proof.hex()))));
        // Under the session's own name, the proof is mallory's and falls through when it is verified.
        proof = mallory.sign(SessionStatement.login(TestLobby.HOST, lobby.challenge("mallory")));
        assertEquals(
                LoginError.SIGNATURE_INVALID,
                TestLobby.error(lobby.enter("mallory", stolen.session(lobby.session.did(), proof.hex()))));
    }

    @Test
    void aProofForAnotherSiteOrChallengeIsRefused() {
        lobby.connect("ada");
        Form form = lobby.siwe(TestLobby.HOST, 1, "nonce1234");
        assertEquals(
                LoginError.SIGNATURE_INVALID,
                TestLobby.error(lobby.enter("ada", form.provenFor("phish.example", lobby.challenge("ada")))));
        String former = lobby.challenge("ada");
        lobby.challenge("ada");
        assertEquals(
                LoginError.SIGNATURE_INVALID,
                TestLobby.error(lobby.enter("ada", form.provenFor(TestLobby.HOST, former))));
    }

    // ---- Bounds

    @Test
    void aConnectionLogsInOnce() {
        lobby.connect("ada");
        LobbyOutput.Verify verify = lobby.verify(lobby.login("ada", lobby.siwe("ada")));
        assertEquals(LoginError.ALREADY_IN, TestLobby.error(lobby.login("ada", lobby.siwe("ada"))));
        lobby.answer(verify, true);
        assertEquals(LoginError.ALREADY_IN, TestLobby.error(lobby.login("ada", lobby.siwe("ada"))));
    }

    @Test
    void isBusyWithOnlySoManySignatures() {
        LobbyOutput.Verify first = null;
        Form form = lobby.guide(NOW);
        for (int i = 0; i < Lobby.VERIFYING_MAX; i++) {
            lobby.connect("id" + i);
            LobbyOutput.Verify verify = lobby.verify(lobby.login("id" + i, form.signature(numbered(i))));
            first = first == null ? verify : first;
        }
        lobby.connect("one too many");
        assertEquals(LoginError.BUSY, TestLobby.error(lobby.login("one too many", form)));
        assertTrue(first != null);
        lobby.answer(first, false);
        assertNull(TestLobby.error(lobby.enter("one too many", form)));
    }

    @Test
    void remembersOnlySoManySignatures() {
        UsedSignatures used = new UsedSignatures();
        for (int i = 0; i < UsedSignatures.SIZE_MAX; i++) {
            assertFalse(used.isFull());
            assertTrue(used.add(Bytes.utf8("signature " + i), NOW));
        }
        assertTrue(used.isFull());
        used.expire(NOW - 1);
        assertTrue(used.isFull());
        used.expire(NOW);
        assertFalse(used.isFull());
    }

    @ParameterizedTest
    @EnumSource(LoginError.class)
    void everyErrorHasACodeAndWords(LoginError error) {
        assertEquals(error.name(), error.code().toUpperCase(Locale.ROOT));
        // Clients of the guide look for one of them as it is.
        assertTrue(error == LoginError.GATE_FAILED || error.words().endsWith("."), error.words());
    }

    private Form siwe() {
        return lobby.siwe("ada");
    }

    /** What a login comes to; the connection ends with it. */
    private @Nullable LoginError error(Form form) {
        LoginError error = TestLobby.error(lobby.enter("ada", form));
        lobby.disconnect("ada");
        return error;
    }

    /** Refused at once, without a signature being verified. */
    private void assertError(LoginError expected, Form form) {
        assertEquals(expected, TestLobby.error(lobby.login("ada", form)));
        lobby.disconnect("ada");
    }

    private static String numbered(int number) {
        Bytes scalar = new TestHashes().sha256(Bytes.utf8("r " + number)).slice(1, 32);
        Bytes scalars = Bytes.concat(Bytes.wrap(new byte[] {1}), scalar, Bytes.wrap(new byte[] {1}), scalar);
        return "0x" + scalars.hex() + "1b";
    }

    private static String swapCase(String address) {
        StringBuilder swapped = new StringBuilder(address.substring(0, 2));
        for (char c : address.substring(2).toCharArray()) {
            swapped.append(Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c));
        }
        return swapped.toString();
    }
}
