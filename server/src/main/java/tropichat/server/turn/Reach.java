package tropichat.server.turn;

/**
 * How a permitted address is reached.
 *
 * @param byRelays the address is our relays' own: what goes to one of them is handed over here
 * @param bySocket datagrams to it may leave this machine
 */
record Reach(boolean byRelays, boolean bySocket) {
    boolean isAnywhere() {
        return byRelays || bySocket;
    }
}
