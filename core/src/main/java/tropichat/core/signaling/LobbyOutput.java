package tropichat.core.signaling;

import java.util.List;
import tropichat.core.identity.RoomName;
import tropichat.core.identity.SignatureCheck;
import tropichat.core.identity.WalletAddress;

/** What a {@link Lobby} asks of the server. */
public sealed interface LobbyOutput {
    /** Answers the challenge that {@code to} asked for. */
    record Challenge(String to, String nonce, String domain, long expiresAtMillis) implements LobbyOutput {}

    /** Check all signatures of the login of connection {@code of}; answer with {@link LobbyInput.Verified}. */
    record Verify(String of, long ticket, List<SignatureCheck> checks) implements LobbyOutput {}

    /**
     * All else of the login of connection {@code of} is right: ask the wallet's chain whether the wallet, a contract, has signed;
     * answer with {@link LobbyInput.ContractAsked}.
     */
    record AskContract(String of, long ticket, SignatureCheck.ByContract check) implements LobbyOutput {}

    /**
     * The login of connection {@code of} is right, and the room is gated: find out whether the wallet may enter; answer with
     * {@link LobbyInput.Judged}.
     */
    record Judge(String of, long ticket, RoomName room, WalletAddress wallet) implements LobbyOutput {}

    /**
     * {@code self} is in.
     *
     * @param occupants everybody in the room, first come first unless it has been large; in a large room a random sample
     *     of the others. {@code self} is the last of them
     * @param size members in the room, {@code self} included
     */
    record Admitted(Occupant self, List<Occupant> occupants, int size) implements LobbyOutput {}

    record Refused(String to, LoginError error) implements LobbyOutput {}

    /** Tell everybody else in {@code who}'s room, {@code to}: somebody at least. In a large room nobody is told. */
    record PeerJoined(List<Occupant> to, Occupant who) implements LobbyOutput {}

    /** The same when {@code who} has left. */
    record PeerLeft(List<Occupant> to, Occupant who) implements LobbyOutput {}

    /** A large room is no longer one: tell {@code occupants}, who are everybody in it, of one another. */
    record RoomShrunk(List<Occupant> occupants) implements LobbyOutput {}

    /** Answers {@link LobbyInput.MembersAsked}: everybody, or a fresh sample of the others and {@code to} itself. */
    record Members(String to, List<Occupant> occupants, int size) implements LobbyOutput {}

    /** {@code to} asked for the members more often than it may. */
    record TooOften(String to) implements LobbyOutput {}

    /** The same session has come into the same room by another connection, and this one is forgotten: end it. */
    record Replaced(String id) implements LobbyOutput {}

    /** The connection did not sign in in time and is forgotten: end it. */
    record Dismiss(String id) implements LobbyOutput {}
}
