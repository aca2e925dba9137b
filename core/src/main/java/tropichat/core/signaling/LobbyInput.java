package tropichat.core.signaling;

import tropichat.core.gates.Verdict;

/** What the server tells a {@link Lobby}; {@code id} is a connection's public id. */
public sealed interface LobbyInput {
    /**
     * A client connected.
     *
     * @param host the host that it asked for, with the port where there is one: the HTTP header of that name
     */
    record Connected(String id, String host) implements LobbyInput {}

    record Disconnected(String id) implements LobbyInput {}

    /** A client wants a nonce to sign; answered at once by {@link LobbyOutput.Challenge}. */
    record ChallengeAsked(String id) implements LobbyInput {}

    /** Somebody who is in wants to know who else is; answered by {@link LobbyOutput.Members}, unless asked too often. */
    record MembersAsked(String id) implements LobbyInput {}

    record LoginReceived(String id, Login login) implements LobbyInput {}

    /** Answers {@link LobbyOutput.Verify}. */
    record Verified(long ticket, boolean valid) implements LobbyInput {}

    /** Answers {@link LobbyOutput.AskContract}. */
    record ContractAsked(long ticket, ContractWord word) implements LobbyInput {}

    /** Answers {@link LobbyOutput.Judge}. */
    record Judged(long ticket, Verdict.Outcome outcome) implements LobbyInput {}

    /** Nothing but time has passed. */
    record Tick() implements LobbyInput {}
}
