package tropichat.core;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.identity.Profile;

/** What the host tells a {@link Peer}. */
public sealed interface Input {
    /**
     * The signaling server let us in, for the first time or again.
     *
     * @param id what the server calls us, for as long as this connection to it lasts
     * @param others everybody else in the room, or a random sample of them where it is large
     * @param size members in all, we among them
     */
    record Entered(String id, List<Introduction> others, int size) implements Input {}

    /** What the server says of the room while we are in it, asked by {@link Output.AskMembers} or of its own. */
    record Sampled(List<Introduction> others, int size) implements Input {}

    /** Somebody came into the room. */
    record Joined(Introduction who) implements Input {}

    /** Somebody's signaling ended; a link to them may live on. */
    record Left(String id) implements Input {}

    /** The server is out of reach: nobody can be introduced until {@link Entered} comes again. */
    record SignalingLost() implements Input {}

    /** A peer's signal arrived by way of the server. */
    record SignalReceived(String from, Signal signal) implements Input {}

    /** The driver of a link has something for the other end. */
    record SignalMade(int link, Signal.Kind kind, String body) implements Input {}

    /**
     * A link's channel is open.
     *
     * @param localFingerprint the certificate fingerprint of this end, from its own local description
     * @param remoteFingerprint that of the other end, from the remote description as it was applied
     */
    record LinkOpened(int link, String localFingerprint, String remoteFingerprint) implements Input {}

    /** One message arrived on a link's channel. */
    record FragmentReceived(int link, Bytes fragment) implements Input {}

    /** The link's transport closed or failed. */
    record LinkClosed(int link) implements Input {}

    /** Answers {@link Output.Sign}; null where the key could not sign. */
    record Signed(int ticket, @Nullable Bytes signature) implements Input {}

    /** Answers {@link Output.Verify}. */
    record Verified(int ticket, boolean valid) implements Input {}

    /** Answers {@link Output.Seal}; null where it could not be done. */
    record Sealed(int ticket, @Nullable Bytes sealed) implements Input {}

    /** Answers {@link Output.Unseal}; null where it was not sealed to us. */
    record Unsealed(int ticket, @Nullable Bytes content) implements Input {}

    /** The person wants to bring somebody in by hand; answered by {@link Event.CodeMade}. */
    record Invite() implements Input {}

    /** The person got a code from somebody: an invitation, or the reply to one. */
    record TakeCode(Bytes code) implements Input {}

    /** The person says something. */
    record Say(String text, boolean action) implements Input {}

    /** The person wants another name or colour. */
    record ChangeProfile(Profile profile) implements Input {}

    /** The person is writing, or has stopped. */
    record SetTyping(boolean typing) implements Input {}

    /** The person leaves the room. */
    record Leave() implements Input {}

    /** Nothing but time has passed. */
    record Tick() implements Input {}
}
