package tropichat.core.signaling;

import java.util.List;
import tropichat.core.identity.SignatureCheck;

/** What a {@link Lobby} asks of the server. */
public sealed interface LobbyOutput {
    /** Answers the challenge that {@code to} asked for. */
    record Challenge(String to, String nonce, String domain, long expiresAtMillis) implements LobbyOutput {}

    /** Check all signatures; answer with {@link LobbyInput.Verified}. */
    record Verify(long ticket, List<SignatureCheck> checks) implements LobbyOutput {}

    /** {@code self} is in; {@code occupants} is everybody in the room, itself included, first come first. */
    record Admitted(Occupant self, List<Occupant> occupants) implements LobbyOutput {}

    record Refused(String to, LoginError error) implements LobbyOutput {}

    /** Tell everybody else in {@code who}'s room, {@code to}. */
    record PeerJoined(List<Occupant> to, Occupant who) implements LobbyOutput {}

    record PeerLeft(List<Occupant> to, Occupant who) implements LobbyOutput {}

    /** The connection did not sign in in time and is forgotten: end it. */
    record Dismiss(String id) implements LobbyOutput {}
}
