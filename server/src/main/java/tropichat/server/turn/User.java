package tropichat.server.turn;

/** Somebody with a credential: what they have, and how much more they may relay. */
final class User {
    final String id;
    int allocations;
    private final Bandwidth own;
    private final Bandwidth all;

    /** @param all what this user shares with the others */
    User(String id, Bandwidth own, Bandwidth all) {
        this.id = id;
        this.own = own;
        this.all = all;
    }

    boolean mayRelay(int count, long nowMillis) {
        return own.take(count, nowMillis) && all.take(count, nowMillis);
    }

    /** Whether nothing is lost by starting afresh. */
    boolean isForgettable(long nowMillis) {
        return allocations == 0 && own.isFull(nowMillis);
    }
}
