package tropichat.server.config;

import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.json.Json;
import tropichat.json.JsonWriter;

/** What browsers get as {@code iceServers}: an array of RTCIceServer objects as JSON text. */
final class IceServers {
    private IceServers() {}

    static Bytes parse(String text) throws BadConfig {
        return text.strip().startsWith("[") ? json(text.strip()) : urls(text);
    }

    private static Bytes json(String text) throws BadConfig {
        try {
            Json servers = Json.parse(Bytes.utf8(text));
            for (int i = 0; i < servers.size(); i++) {
                Json server = servers.element(i);
                if (server == null || server.field("urls") == null) {
                    throw new BadConfig("every object in it wants \"urls\"");
                }
            }
            return servers.copy();
        } catch (Malformed malformed) {
            throw new BadConfig("it is no JSON: " + malformed.getMessage());
        }
    }

    private static Bytes urls(String text) throws BadConfig {
        JsonWriter servers = new JsonWriter().beginArray();
        for (String url : Parsers.iceUrls(text)) {
            servers.beginObject().name("urls").text(url).endObject();
        }
        return servers.endArray().toBytes();
    }
}
