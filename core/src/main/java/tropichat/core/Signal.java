package tropichat.core;

/**
 * A session description or candidate on its way to one peer.
 *
 * @param instance names the sender's page for as long as it lives: another value means another page behind the same
 *     session key
 * @param attempt counts the connections tried between two pages; a higher one replaces a lower one
 * @param body the description or candidate, for the drivers at both ends
 */
public record Signal(String instance, int attempt, Kind kind, String body) {
    /** The step of the negotiation (RFC 8829, RFC 8838). */
    public enum Kind {
        OFFER,
        ANSWER,
        CANDIDATE
    }
}
