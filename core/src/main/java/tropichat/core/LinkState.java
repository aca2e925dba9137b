package tropichat.core;

/** How far the link to a member has got. */
public enum LinkState {
    /** A connection is being negotiated. */
    CONNECTING,
    /** The channel is open; who is at the other end is being checked. */
    VERIFYING,
    /** Verified: what is said arrives. */
    OPEN,
    /** Verified, but by way of the server, which carries what it cannot read: there is no other path. */
    RELAYED,
    /** No link of its own: what is said arrives through others. */
    INDIRECT,
    /** Broken off; it is tried again. */
    LOST,
    /** The other end did not pass the checks; it is not tried again. */
    REFUSED,
    /** The member's page speaks only the guide's events and has no session key to link to. */
    INCOMPATIBLE
}
