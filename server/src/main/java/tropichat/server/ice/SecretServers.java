package tropichat.server.ice;

import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;
import tropichat.json.JsonWriter;
import tropichat.server.turn.SharedSecret;

/** TURN servers that know a secret of ours, so that a credential is made here: coturn's, and the embedded one. */
final class SecretServers implements IceSource {
    private static final int MILLIS_PER_SECOND = 1_000;

    private final Function<IceUser, List<String>> urls;
    private final SharedSecret secret;
    private final int lifetimeSeconds;
    private final LongSupplier wallClockMillis;

    /** {@code urls}: of the servers for somebody, those of STUN alone among them; none where there are none. */
    SecretServers(
            Function<IceUser, List<String>> urls,
            SharedSecret secret,
            int lifetimeSeconds,
            LongSupplier wallClockMillis) {
        this.urls = urls;
        this.secret = secret;
        this.lifetimeSeconds = lifetimeSeconds;
        this.wallClockMillis = wallClockMillis;
    }

    @Override
    public long write(IceUser user, JsonWriter servers) {
        List<String> all = urls.apply(user);
        write(servers, all.stream().filter(url -> !IceUrls.isTurn(url)).toList());
        List<String> turn = all.stream().filter(IceUrls::isTurn).toList();
        if (turn.isEmpty()) {
            return IceAnswer.FOREVER;
        }
        long expirySeconds = wallClockMillis.getAsLong() / MILLIS_PER_SECOND + lifetimeSeconds;
        String username = SharedSecret.username(user.id(), expirySeconds);
        servers.beginObject().name("urls");
        array(servers, turn);
        servers.name("username")
                .text(username)
                .name("credential")
                .text(secret.password(username))
                .endObject();
        return lifetimeSeconds;
    }

    private static void write(JsonWriter servers, List<String> stun) {
        if (!stun.isEmpty()) {
            servers.beginObject().name("urls");
            array(servers, stun);
            servers.endObject();
        }
    }

    private static void array(JsonWriter servers, List<String> urls) {
        servers.beginArray();
        urls.forEach(servers::text);
        servers.endArray();
    }
}
