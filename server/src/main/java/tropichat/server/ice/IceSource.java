package tropichat.server.ice;

import tropichat.json.JsonWriter;

/** One place that ICE servers come from. */
interface IceSource {
    /**
     * Has ready what {@code connection} will get, and runs {@code onReady} on the loop: at once, or within seconds, and
     * also where there is nothing to be had.
     */
    default void prepare(String connection, Runnable onReady) {
        onReady.run();
    }

    /** Writes what is there for {@code user}, perhaps nothing; for how many seconds it is good. */
    long write(IceUser user, JsonWriter servers);

    /** {@code connection} is gone. */
    default void forget(String connection) {}
}
