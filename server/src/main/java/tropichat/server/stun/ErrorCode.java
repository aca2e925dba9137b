package tropichat.server.stun;

/** What an error response says (RFC 8489, section 14.8; RFC 8656, section 19). Reason phrases are left out. */
public enum ErrorCode {
    BAD_REQUEST(400),
    UNAUTHENTICATED(401),
    FORBIDDEN(403),
    UNKNOWN_ATTRIBUTE(420),
    ALLOCATION_MISMATCH(437),
    STALE_NONCE(438),
    ADDRESS_FAMILY_NOT_SUPPORTED(440),
    WRONG_CREDENTIALS(441),
    UNSUPPORTED_TRANSPORT(442),
    PEER_ADDRESS_FAMILY_MISMATCH(443),
    ALLOCATION_QUOTA_REACHED(486),
    INSUFFICIENT_CAPACITY(508);

    private static final int HUNDRED = 100;

    private final int number;

    ErrorCode(int number) {
        this.number = number;
    }

    /** As the attribute carries it: hundreds and rest in a byte each. */
    int encoded() {
        return ((number / HUNDRED) << Byte.SIZE) | (number % HUNDRED);
    }
}
