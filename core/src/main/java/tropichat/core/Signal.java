package tropichat.core;

import org.jspecify.annotations.Nullable;
import tropichat.core.identity.DidKey;

/**
 * A session description or candidate on its way to one peer.
 *
 * @param session who signals; on offers, for receivers who have not been told of the sender. Through the server it is a
 *     claim that the link's handshake proves or not
 * @param instance names the sender's page for as long as it lives: another value means another page behind the same
 *     session key
 * @param attempt counts the connections tried between two pages; a higher one replaces a lower one
 * @param low an offer that may be declined: the sender has other links (HyParView's low priority)
 * @param body the description or candidate, for the drivers at both ends
 * @param proof of descriptions that travel through the server; null on others, and where the sender gives none
 * @param relayed it is about a link that the server is to carry
 */
public record Signal(
        @Nullable DidKey session,
        String instance,
        int attempt,
        Kind kind,
        boolean low,
        String body,
        @Nullable DescriptionProof proof,
        boolean relayed) {
    public Signal(@Nullable DidKey session, String instance, int attempt, Kind kind, boolean low, String body) {
        this(session, instance, attempt, kind, low, body, null, false);
    }

    /** About a link that the server is to carry. */
    static Signal ofRelay(@Nullable DidKey session, String instance, int attempt, Kind kind, String body) {
        return new Signal(session, instance, attempt, kind, false, body, null, true);
    }

    boolean isDescription() {
        return kind == Kind.OFFER || kind == Kind.ANSWER;
    }

    /** Whether both belong to one connection between the same pages. */
    boolean isOfSameConnection(Signal other) {
        return instance.equals(other.instance) && attempt == other.attempt;
    }

    Signal proven(DescriptionProof made) {
        return new Signal(session, instance, attempt, kind, low, body, made, false);
    }

    /** The step of the negotiation (RFC 8829, RFC 8838). */
    public enum Kind {
        OFFER,
        ANSWER,
        CANDIDATE,
        /** No room for another link just now. */
        DECLINE;

        /** As it is written. */
        String word() {
            return switch (this) {
                case OFFER -> "offer";
                case ANSWER -> "answer";
                case CANDIDATE -> "candidate";
                case DECLINE -> "decline";
            };
        }
    }
}
