package tropichat.core.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tropichat.core.base.Limits;
import tropichat.core.identity.TestWallet;
import tropichat.core.signaling.TestLobby.Form;

/** The guide's form of login, which carries neither nonce nor site: good for minutes, and once. */
class GuideFormTest {
    private static final long NOW = TestLobby.START_MILLIS;
    private static final long SKEW = Limits.CLOCK_SKEW_MILLIS_MAX;

    private final TestLobby lobby = new TestLobby(TestLobby.signed());

    @Test
    void theGuidesFormLetsIn() {
        assertTrue(TestLobby.admitted(lobby.enter("ada", lobby.guide(NOW))).verified());
    }

    @Test
    void theGuidesFormIsGoodForMinutes() {
        assertNull(error(lobby.guide(NOW - SKEW)));
        assertNull(error(lobby.guide(NOW + SKEW)));
        assertError(LoginError.EXPIRED, lobby.guide(NOW - SKEW - 1));
        assertError(LoginError.NOT_YET_VALID, lobby.guide(NOW + SKEW + 1));
    }

    @Test
    void theGuidesFormMustNameTheWallet() {
        assertError(LoginError.ADDRESS_MISMATCH, lobby.guide(NOW).wallet(new TestWallet("mallory").text()));
    }

    @Test
    void theGuidesFormIsGoodOnce() {
        Form form = lobby.guide(NOW);
        assertNull(error(form));
        lobby.disconnect("ada");
        assertError(LoginError.REPLAYED, form);
        // Not even with the other v, which is the same r and s.
        String signature = form.signature();
        assertTrue(signature != null && signature.endsWith("1b"));
        assertError(LoginError.REPLAYED, form.signature(signature.substring(0, signature.length() - 2) + "1c"));
        lobby.nowMillis = NOW + SKEW;
        assertError(LoginError.REPLAYED, form);
        lobby.nowMillis++;
        assertError(LoginError.EXPIRED, form);
    }

    @Test
    void theGuidesFormIsGoodOnceEvenWhileItIsBeingVerified() {
        lobby.connect("ada");
        lobby.connect("mallory");
        Form form = lobby.guide(NOW);
        LobbyOutput.Verify verify = lobby.verify(lobby.login("ada", form));
        assertEquals(LoginError.REPLAYED, TestLobby.error(lobby.login("mallory", form)));
        assertEquals("ada", TestLobby.admitted(lobby.answer(verify, true)).id());
    }

    @Test
    void aSignatureThatWasWrongIsNotUsedUp() {
        Form form = lobby.guide(NOW);
        lobby.connect("mallory");
        lobby.connect("ada");
        LobbyOutput.Verify verify = lobby.verify(lobby.login("mallory", form));
        lobby.answer(verify, false);
        assertNull(TestLobby.error(lobby.enter("ada", form)));
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
}
