package tropichat.core.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tropichat.core.base.Limits;
import tropichat.core.identity.RoomName;

/** Rooms: who comes, who goes, who is told, and who waits too long. */
class LobbyTest {
    private final TestLobby lobby = new TestLobby(TestLobby.open());

    @Test
    void tellsEverybodyElseInTheRoomOfANewcomer() {
        lobby.enter("ada");
        lobby.enter("bob");
        List<LobbyOutput> outputs = lobby.enter("carol");
        assertEquals(2, outputs.size());
        LobbyOutput.Admitted admitted = (LobbyOutput.Admitted) outputs.get(0);
        assertEquals(List.of("ada", "bob", "carol"), TestLobby.ids(admitted.occupants()));
        LobbyOutput.PeerJoined joined = (LobbyOutput.PeerJoined) outputs.get(1);
        assertEquals(List.of("ada", "bob"), TestLobby.ids(joined.to()));
        assertEquals("carol", joined.who().id());
    }

    @Test
    void tellsEverybodyElseInTheRoomOfALeaver() {
        lobby.enter("ada");
        lobby.enter("bob");
        lobby.enter("carol");
        LobbyOutput.PeerLeft left =
                (LobbyOutput.PeerLeft) lobby.disconnect("bob").getFirst();
        assertEquals(List.of("ada", "carol"), TestLobby.ids(left.to()));
        assertEquals("bob", left.who().id());
        assertEquals(List.of(), lobby.disconnect("bob"));
    }

    @Test
    void tellsNobodyWhereNobodyElseIs() {
        assertEquals(1, lobby.enter("ada").size());
        assertEquals(List.of(), lobby.disconnect("ada"));
    }

    @Test
    void roomsKnowNothingOfOneAnother() {
        lobby.enter("ada");
        List<LobbyOutput> outputs = lobby.enter("bob", lobby.unsigned().room("elsewhere"));
        assertEquals(1, outputs.size());
        assertEquals(List.of("bob"), TestLobby.ids(((LobbyOutput.Admitted) outputs.getFirst()).occupants()));
        assertEquals(2, lobby.machine.roomCount());
        assertFalse(Lobby.maySignal(lobby.machine.occupant("ada"), lobby.machine.occupant("bob")));
        lobby.enter("carol");
        assertTrue(Lobby.maySignal(lobby.machine.occupant("ada"), lobby.machine.occupant("carol")));
    }

    @Test
    void forgetsAnEmptyRoom() {
        lobby.enter("ada");
        assertEquals(1, lobby.machine.roomCount());
        lobby.disconnect("ada");
        assertEquals(0, lobby.machine.roomCount());
        assertEquals(0, lobby.machine.occupantCount());
    }

    @Test
    void whoIsNotInMaySignalNobody() {
        lobby.enter("ada");
        lobby.connect("bob");
        assertNull(lobby.machine.occupant("bob"));
        assertNull(lobby.machine.occupant("nobody"));
        assertFalse(Lobby.maySignal(lobby.machine.occupant("bob"), lobby.machine.occupant("ada")));
        assertFalse(Lobby.maySignal(lobby.machine.occupant("ada"), null));
    }

    @Test
    void tellsWhoIsVerifiedAndByWhichKey() {
        Occupant unsigned = TestLobby.admitted(lobby.enter("ada"));
        assertFalse(unsigned.verified());
        assertNull(unsigned.session());
        lobby.connect("bob");
        Occupant signed =
                TestLobby.admitted(lobby.enter("bob", lobby.siwe("bob").proven("bob")));
        assertTrue(signed.verified());
        assertEquals(lobby.session.key(), signed.session());
        assertEquals(lobby.wallet.address(), signed.wallet());
        assertEquals(RoomName.LOBBY, signed.room());
    }

    @Test
    void aSessionThatComesBackReplacesItsPredecessorAtOnce() {
        TestLobby full = new TestLobby(new LobbyConfig(
                3, Limits.MESH_MEMBERS_MAX, true, TestLobby.none(), TestLobby.anyChain(), TestLobby.noGates()));
        full.enter("ada");
        Occupant former = enterProven(full, "old");
        full.enter("carol");
        List<LobbyOutput> outputs = proven(full, "new");
        LobbyOutput.Admitted admitted = (LobbyOutput.Admitted) outputs.get(0);
        assertEquals(List.of("ada", "carol", "new"), TestLobby.ids(admitted.occupants()));
        assertEquals(3, admitted.size());
        LobbyOutput.PeerJoined joined = (LobbyOutput.PeerJoined) outputs.get(1);
        assertEquals(List.of("ada", "carol"), TestLobby.ids(joined.to()));
        assertEquals(new LobbyOutput.PeerLeft(joined.to(), former), outputs.get(2));
        assertEquals(new LobbyOutput.Replaced("old"), outputs.get(3));
        assertNull(full.machine.occupant("old"));
        assertEquals(List.of(), full.disconnect("old"));
        assertEquals(1, full.disconnect("new").size());
    }

    @Test
    void aSessionInALargeRoomIsReplacedWithoutAWordToTheOthers() {
        TestLobby large = new TestLobby(TestLobby.mesh(2));
        large.enter("ada");
        large.enter("bob");
        enterProven(large, "old");
        List<LobbyOutput> outputs = proven(large, "new");
        LobbyOutput.Admitted admitted = (LobbyOutput.Admitted) outputs.getFirst();
        assertEquals(Set.of("ada", "bob", "new"), new TreeSet<>(TestLobby.ids(admitted.occupants())));
        assertEquals(3, admitted.size());
        assertEquals(List.of(new LobbyOutput.Replaced("old")), outputs.subList(1, outputs.size()));
    }

    private static Occupant enterProven(TestLobby lobby, String id) {
        return TestLobby.admitted(proven(lobby, id));
    }

    private static List<LobbyOutput> proven(TestLobby lobby, String id) {
        lobby.connect(id);
        return lobby.enter(id, lobby.siwe(id).proven(id));
    }

    @Test
    void takesOnlyAsManyAsTheRoomHolds() {
        TestLobby small = new TestLobby(new LobbyConfig(
                2, Limits.MESH_MEMBERS_MAX, true, TestLobby.none(), TestLobby.anyChain(), TestLobby.noGates()));
        small.enter("ada");
        small.enter("bob");
        assertEquals(LoginError.ROOM_FULL, TestLobby.error(small.enter("carol")));
        small.enter("carol", small.unsigned().room("elsewhere"));
        assertNotNull(small.machine.occupant("carol"));
        small.disconnect("ada");
        assertNull(TestLobby.error(small.enter("dave")));
    }

    @Test
    void theLastPlaceGoesToWhoeverIsVerifiedFirst() {
        TestLobby small = new TestLobby(new LobbyConfig(
                1, Limits.MESH_MEMBERS_MAX, false, TestLobby.none(), TestLobby.anyChain(), TestLobby.noGates()));
        small.connect("ada");
        small.connect("bob");
        LobbyOutput.Verify first = small.verify(small.login("ada", small.siwe("ada")));
        LobbyOutput.Verify second =
                small.verify(small.login("bob", small.siwe("bob").proven("bob")));
        assertEquals("bob", TestLobby.admitted(small.answer(second, true)).id());
        assertEquals(LoginError.ROOM_FULL, TestLobby.error(small.answer(first, true)));
        // Not in, and free to try another room.
        small.challenge("ada");
        assertNull(TestLobby.error(small.enter("ada", small.siwe("ada").room("elsewhere"))));
    }

    @Test
    void whoLeavesWhileBeingVerifiedComesToNothing() {
        for (boolean valid : new boolean[] {true, false}) {
            lobby.connect("ada");
            LobbyOutput.Verify verify =
                    lobby.verify(lobby.login("ada", lobby.siwe("ada").proven("ada")));
            lobby.disconnect("ada");
            assertEquals(List.of(), lobby.answer(verify, valid));
        }
        assertEquals(0, lobby.machine.occupantCount());
        assertEquals(0, lobby.machine.roomCount());
    }

    @Test
    void dismissesWhoDoesNotLogInInTime() {
        lobby.connect("ada");
        lobby.nowMillis += 1000;
        lobby.connect("bob");
        lobby.enter("carol");
        assertEquals(TestLobby.START_MILLIS + Lobby.LOGIN_MILLIS_MAX, lobby.machine.deadlineMillis());
        assertEquals(List.of(), lobby.tick());
        lobby.nowMillis = lobby.machine.deadlineMillis();
        assertEquals(List.of(new LobbyOutput.Dismiss("ada")), lobby.tick());
        assertEquals(1, lobby.machine.occupantCount());
        assertEquals(List.of(), lobby.login("ada", lobby.unsigned()));
        assertEquals(List.of(), lobby.disconnect("ada"));
        lobby.nowMillis = lobby.machine.deadlineMillis();
        assertEquals(List.of(new LobbyOutput.Dismiss("bob")), lobby.tick());
        assertEquals(Long.MAX_VALUE, lobby.machine.deadlineMillis());
        assertEquals(List.of(), lobby.tick());
        assertNotNull(lobby.machine.occupant("carol"));
    }

    @Test
    void aChallengeOutlivesTheTimeToLogInNever() {
        assertTrue(Limits.CHALLENGE_MILLIS_MAX < Lobby.LOGIN_MILLIS_MAX);
    }

    @Test
    void everyChallengeIsAnother() {
        lobby.connect("ada");
        String first = lobby.challenge("ada");
        assertEquals(32, first.length());
        assertNotEquals(first, lobby.challenge("ada"));
        assertEquals(List.of(), lobby.machine.handle(new LobbyInput.ChallengeAsked("nobody"), lobby.nowMillis));
    }

    @Test
    void answersThatNobodyWaitsForAreIgnored() {
        assertEquals(List.of(), lobby.machine.handle(new LobbyInput.Verified(1, true), lobby.nowMillis));
        assertEquals(
                List.of(),
                lobby.machine.handle(
                        new LobbyInput.LoginReceived("nobody", lobby.unsigned().login()), lobby.nowMillis));
    }
}
