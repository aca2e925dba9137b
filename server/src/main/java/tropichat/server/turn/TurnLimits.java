package tropichat.server.turn;

/**
 * What is given at most.
 *
 * @param allocationsMax of all users together
 * @param userAllocationsMax of one user
 * @param userBytesPerSecond relayed for one user, both ways together; 0 for any number
 * @param bytesPerSecond the same for all users together
 * @param portMin first port of relays
 * @param portMax last port of relays
 */
record TurnLimits(
        int allocationsMax,
        int userAllocationsMax,
        double userBytesPerSecond,
        double bytesPerSecond,
        int portMin,
        int portMax) {
    /** RFC 8656, section 7.2. */
    static final int LIFETIME_SECONDS = 600;

    /** RFC 8656, section 7.2. */
    static final int LIFETIME_SECONDS_MAX = 3_600;

    /** RFC 8656, section 9. */
    static final long PERMISSION_MILLIS = 300_000;

    /** RFC 8656, section 12. */
    static final long CHANNEL_MILLIS = 600_000;

    /** A page has an allocation for each of its connections, and there permissions for the other end's candidates. */
    static final int PERMISSIONS_MAX = 64;

    static final int CHANNELS_MAX = 64;

    /** Ports tried for a new relay before it is said that there is none. */
    static final int PORT_TRIES_MAX = 64;
}
