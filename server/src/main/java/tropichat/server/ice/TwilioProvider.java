package tropichat.server.ice;

import java.net.http.HttpRequest;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Malformed;
import tropichat.json.Json;

/**
 * Twilio's Network Traversal Service: {@code POST …/Accounts/{sid}/Tokens.json} with a form, answered by
 * {@code {ice_servers: [{url, urls, username?, credential?}…], ttl: "3600", …}}.
 */
final class TwilioProvider implements Provider {
    private static final int NUMBER_CHARS_MAX = 10;

    private final IceSettings.Twilio settings;

    TwilioProvider(IceSettings.Twilio settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return "Twilio";
    }

    @Override
    public HttpRequest request(int lifetimeSeconds) {
        String path = "/2010-04-01/Accounts/" + HttpFetch.encode(settings.account()) + "/Tokens.json";
        return HttpRequest.newBuilder(settings.url().resolve(path))
                .header("Authorization", HttpFetch.basic(settings.key(), settings.secret()))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("Ttl=" + lifetimeSeconds))
                .build();
    }

    @Override
    public Offer read(Json answer, int lifetimeSeconds) throws Malformed {
        Json servers = answer.field("ice_servers");
        if (servers == null) {
            throw new Malformed(Malformed.Reason.FIELD, "no ice_servers");
        }
        return new Offer(
                ForeignServers.read(servers), Math.min(lifetimeSeconds, ttl(answer.field("ttl"), lifetimeSeconds)));
    }

    // Documented as a number in a string.
    private static long ttl(@Nullable Json ttl, int standard) throws Malformed {
        if (ttl == null || ttl.kind() == Json.Kind.NULL) {
            return standard;
        }
        try {
            return ttl.kind() == Json.Kind.STRING ? Long.parseLong(ttl.text(NUMBER_CHARS_MAX)) : ttl.integer();
        } catch (NumberFormatException noNumber) {
            throw new Malformed(Malformed.Reason.FIELD, "ttl is no number");
        }
    }
}
