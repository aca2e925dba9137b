package tropichat.core;

import tropichat.core.base.Bytes;
import tropichat.core.identity.SignatureCheck;

/** What a {@link Peer} asks of its host. */
public sealed interface Output {
    /**
     * Make a connection.
     *
     * @param initiator make the offer, rather than wait for one
     * @param polite give way where both ends offer at once (perfect negotiation)
     * @param trickle signal candidates as they come; otherwise descriptions wait until they hold all of them
     */
    record OpenLink(int link, boolean initiator, boolean polite, boolean trickle) implements Output {}

    /** Apply what the other end of a link signalled. */
    record ApplySignal(int link, Signal.Kind kind, String body) implements Output {}

    /** Send a signal to a member by way of the signaling server. */
    record SendSignal(String to, Signal signal) implements Output {}

    /** Ask the signaling server who is in the room; answer with {@link Input.Sampled}. */
    record AskMembers() implements Output {}

    /** Send one message on a link's channel. */
    record SendFragment(int link, Bytes fragment) implements Output {}

    /** Send what is queued, then close the link; no {@link Input.LinkClosed} is owed for it. */
    record CloseLink(int link) implements Output {}

    /** Sign with the session key; answer with {@link Input.Signed}. */
    record Sign(int ticket, Bytes message) implements Output {}

    /** Check a signature; answer with {@link Input.Verified}. */
    record Verify(int ticket, SignatureCheck check) implements Output {}

    /** Seal for the holder of an X25519 key (HPKE, RFC 9180); answer with {@link Input.Sealed}. */
    record Seal(int ticket, Bytes to, Bytes content) implements Output {}

    /** Open what was sealed to us; answer with {@link Input.Unsealed}. */
    record Unseal(int ticket, Bytes sealed) implements Output {}

    /** Tell the person. */
    record Emit(Event event) implements Output {}
}
