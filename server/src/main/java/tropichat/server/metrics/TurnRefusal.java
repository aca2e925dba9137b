package tropichat.server.metrics;

/** Why the TURN server did not do what a datagram asked for; names double as metric labels. */
public enum TurnRefusal {
    /** A datagram that is neither a message nor channel data. */
    MALFORMED,
    /** A datagram longer than any path carries: perhaps cut off. */
    TOO_LONG,
    /** More answers to one address, which has shown no credential, than its rate allows. */
    STRANGER_RATE,
    /** A credential that is wrong or has ended. */
    CREDENTIAL,
    /** A nonce that is too old, another client's, or none of ours. */
    STALE_NONCE,
    /** A request that lacks something, or contradicts itself or what was agreed. */
    BAD_REQUEST,
    /** A request with an attribute that has to be understood and is not. */
    UNKNOWN_ATTRIBUTE,
    /** A request or data without an allocation, or for one that is there already. */
    ALLOCATION_MISMATCH,
    /** Another user's allocation. */
    WRONG_USER,
    /** Something other than UDP was to be relayed. */
    TRANSPORT,
    /** An address family that there is no relay for, or not this one. */
    FAMILY,
    /** A peer that relays may not send to. */
    FORBIDDEN_PEER,
    /** More allocations than a user may have. */
    USER_QUOTA,
    /** More allocations, permissions or channels than there is room for. */
    CAPACITY,
    /** More bytes than a user, or all together, may have relayed. */
    BANDWIDTH,
    /** Data to or from a peer without a permission. */
    NO_PERMISSION,
    /** Data on a channel that is not bound. */
    NO_CHANNEL,
    /** Data for a relay of ours that is not there. */
    NO_RELAY,
    /** More datagrams than the network takes from us. */
    CONGESTED
}
