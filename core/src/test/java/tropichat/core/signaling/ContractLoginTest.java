package tropichat.core.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tropichat.core.base.Bytes;
import tropichat.core.identity.Account;
import tropichat.core.identity.EthereumAddress;
import tropichat.core.identity.TestWallet;
import tropichat.core.signaling.TestLobby.Form;

/** Whom of those whose wallets are contracts the chain is asked about, and what becomes of its answer. */
class ContractLoginTest {
    private final TestLobby lobby = new TestLobby(TestLobby.signed());

    @BeforeEach
    void connect() {
        lobby.connect("ada");
    }

    private void assertError(LoginError expected, Form form) {
        assertEquals(expected, TestLobby.error(lobby.login("ada", form)));
    }

    private List<LobbyOutput> loginByContract(Form form) {
        List<LobbyOutput> outputs = lobby.login("ada", form);
        return outputs.getFirst() instanceof LobbyOutput.Verify verify ? lobby.answer(verify, true) : outputs;
    }

    private static Form byContract(Form form) {
        return form.signature("eip1271:0x" + "ab".repeat(100));
    }

    private LobbyOutput.AskContract asked(List<LobbyOutput> outputs) {
        return (LobbyOutput.AskContract) outputs.getFirst();
    }

    private List<LobbyOutput> answer(LobbyOutput.AskContract ask, ContractWord word) {
        return lobby.machine.handle(new LobbyInput.ContractAsked(ask.ticket(), word), lobby.nowMillis);
    }

    @Test
    void aContractComesInByItsChainsWordAlone() {
        Form form = byContract(lobby.siwe("ada"));
        LobbyOutput.AskContract ask = asked(loginByContract(form));
        assertEquals(
                new Account.Ethereum(1, (EthereumAddress) lobby.wallet.address()),
                ask.check().signer());
        assertEquals(
                Bytes.utf8(form.message() == null ? "" : form.message()),
                ask.check().message());
        assertTrue(TestLobby.admitted(answer(ask, ContractWord.SIGNED)).verified());
        assertEquals(List.of(), answer(ask, ContractWord.SIGNED));
    }

    @ParameterizedTest
    @CsvSource({
        "NOT_SIGNED, CONTRACT_REFUSED",
        "SILENT, CONTRACT_SILENT",
        "UNASKED, CONTRACT_UNASKED",
        "BUSY, BUSY",
    })
    void aContractOfWhichNoChainSaysSoIsRefused(ContractWord word, LoginError error) {
        LobbyOutput.AskContract ask = asked(loginByContract(byContract(lobby.siwe("ada"))));
        assertEquals(error, TestLobby.error(answer(ask, word)));
        // Whoever is refused may try again.
        assertInstanceOf(
                LobbyOutput.AskContract.class,
                loginByContract(byContract(lobby.siwe("ada"))).getFirst());
    }

    @Test
    void aChainIsAskedOnlyForWhomAllElseSpeaks() {
        assertError(LoginError.DOMAIN_MISMATCH, byContract(lobby.siwe("phish.example", 1, lobby.challenge("ada"))));
        assertError(LoginError.NONCE_INVALID, byContract(lobby.siwe(TestLobby.HOST, 1, lobby.challenge("eve"))));
        assertError(
                LoginError.ADDRESS_MISMATCH, byContract(lobby.siwe("ada")).wallet(new TestWallet("mallory").text()));
        assertError(LoginError.SIGNATURE_INVALID, lobby.siwe("ada").signature("eip1271:0x" + "ab".repeat(4_000)));
        Form proven = byContract(lobby.siwe(TestLobby.HOST, 1, "nonce1234")).proven("ada");
        LobbyOutput.Verify verify = lobby.verify(lobby.login("ada", proven));
        assertEquals(LoginError.SIGNATURE_INVALID, TestLobby.error(lobby.answer(verify, false)));
    }

    @Test
    void theGuidesFormNamesNoChainToAskForAContract() {
        assertError(LoginError.SIGNATURE_INVALID, byContract(lobby.guide(TestLobby.START_MILLIS)));
    }
}
