package tropichat.server.ice;

import java.net.http.HttpRequest;
import tropichat.core.base.Malformed;
import tropichat.json.Json;
import tropichat.json.JsonWriter;

/**
 * Xirsys: {@code PUT …/_turn/{channel}}, answered by {@code {s: "ok", v: {iceServers: {username, urls: […], credential}}}},
 * or with a list of servers there.
 */
final class XirsysProvider implements Provider {
    private final IceSettings.Xirsys settings;

    XirsysProvider(IceSettings.Xirsys settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return "Xirsys";
    }

    @Override
    public HttpRequest request(int lifetimeSeconds) {
        String body = new JsonWriter()
                .beginObject()
                .name("format")
                .text("urls")
                .name("expire")
                .text(Integer.toString(lifetimeSeconds))
                .endObject()
                .toString();
        return HttpRequest.newBuilder(settings.url().resolve("/_turn/" + HttpFetch.encode(settings.channel())))
                .header("Authorization", HttpFetch.basic(settings.ident(), settings.secret()))
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    @Override
    public Offer read(Json answer, int lifetimeSeconds) throws Malformed {
        Json status = answer.field("s");
        Json value = answer.field("v");
        Json servers = value == null ? null : value.field("iceServers");
        if (status == null || !status.isText("ok") || servers == null) {
            throw new Malformed(Malformed.Reason.FIELD, "no iceServers");
        }
        return new Offer(ForeignServers.read(servers), lifetimeSeconds);
    }
}
