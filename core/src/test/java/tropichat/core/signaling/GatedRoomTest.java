package tropichat.core.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tropichat.core.base.Limits;
import tropichat.core.gates.Verdict.Outcome;
import tropichat.core.identity.RoomName;

/** Rooms for which wallets are judged before they are let in. */
class GatedRoomTest {
    private static final String ROOM = "whales";

    private final TestLobby lobby = new TestLobby(new LobbyConfig(
            0, Limits.MESH_MEMBERS_MAX, true, TestLobby.none(), TestLobby.anyChain(), Set.of(new RoomName(ROOM))));

    private LobbyOutput.Judge judge(String id) {
        return assertInstanceOf(
                LobbyOutput.Judge.class,
                lobby.enter(id, lobby.siwe(id).room(ROOM)).getFirst());
    }

    private List<LobbyOutput> judged(LobbyOutput.Judge judge, Outcome outcome) {
        return lobby.machine.handle(new LobbyInput.Judged(judge.ticket(), outcome), lobby.nowMillis);
    }

    @Test
    void onlyWhoeverPassesIsLetIn() {
        LobbyOutput.Judge ada = judge("ada");
        assertEquals(lobby.wallet.address(), ada.wallet());
        assertEquals(ROOM, ada.room().text());
        assertEquals("ada", TestLobby.admitted(judged(ada, Outcome.PASS)).id());
        LoginError refused = TestLobby.error(judged(judge("bob"), Outcome.FAIL));
        assertEquals(LoginError.GATE_FAILED, refused);
        assertEquals("NFT ownership required for this room", LoginError.GATE_FAILED.words());
    }

    @Test
    void whatCannotBeCheckedLetsNobodyInAndMayBeTriedAgain() {
        assertEquals(LoginError.GATE_UNKNOWN, TestLobby.error(judged(judge("ada"), Outcome.UNKNOWN)));
        assertNull(TestLobby.error(judged(judge("ada"), Outcome.PASS)));
    }

    @Test
    void nobodyComesInWithoutASignature() {
        assertEquals(
                LoginError.SIGNATURE_REQUIRED,
                TestLobby.error(lobby.login("ada", lobby.unsigned().room(ROOM))));
        assertEquals("bob", TestLobby.admitted(lobby.enter("bob")).id());
    }

    @Test
    void whoeverHasLeftMeanwhileIsNotLetIn() {
        LobbyOutput.Judge ada = judge("ada");
        lobby.disconnect("ada");
        assertEquals(List.of(), judged(ada, Outcome.PASS));
        assertEquals(List.of(), judged(ada, Outcome.PASS));
        assertEquals(0, lobby.machine.occupantCount());
    }

    @Test
    void nobodySignsInTwiceWhileBeingJudged() {
        LobbyOutput.Judge ada = judge("ada");
        assertEquals(LoginError.ALREADY_IN, TestLobby.error(lobby.login("ada", lobby.unsigned())));
        assertNull(TestLobby.error(judged(ada, Outcome.PASS)));
    }
}
