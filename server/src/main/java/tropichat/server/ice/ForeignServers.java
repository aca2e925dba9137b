package tropichat.server.ice;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.json.Json;
import tropichat.json.JsonWriter;

/** Reads RTCIceServer objects that another service made, and writes them anew: only what browsers take goes on. */
final class ForeignServers {
    private static final int SERVERS_MAX = 16;
    private static final int URLS_MAX = 16;
    private static final int TEXT_CHARS_MAX = 512;

    private ForeignServers() {}

    /** {@code servers}: one object, or an array of them. Empty is malformed: nobody has use for it. */
    static List<Bytes> read(Json servers) throws Malformed {
        List<Bytes> read = new ArrayList<>();
        if (servers.kind() == Json.Kind.OBJECT) {
            read.add(one(servers));
        }
        for (int i = 0; servers.kind() == Json.Kind.ARRAY && i < Math.min(SERVERS_MAX, servers.size()); i++) {
            Json server = servers.element(i);
            if (server != null) {
                read.add(one(server));
            }
        }
        if (read.isEmpty()) {
            throw new Malformed(Malformed.Reason.FIELD, "no servers");
        }
        return read;
    }

    private static Bytes one(Json server) throws Malformed {
        JsonWriter written = new JsonWriter().beginObject().name("urls").beginArray();
        for (String url : urls(server)) {
            written.text(url);
        }
        written.endArray();
        copy(server, "username", written);
        copy(server, "credential", written);
        return written.endObject().toBytes();
    }

    private static List<String> urls(Json server) throws Malformed {
        Json urls = server.field("urls") == null ? server.field("url") : server.field("urls");
        List<String> read = new ArrayList<>();
        if (urls != null && urls.kind() == Json.Kind.ARRAY) {
            for (int i = 0; i < Math.min(URLS_MAX, urls.size()); i++) {
                read.add(url(urls.element(i)));
            }
        } else {
            read.add(url(urls));
        }
        return read;
    }

    private static String url(@Nullable Json json) throws Malformed {
        String url = json == null ? "" : json.text(TEXT_CHARS_MAX);
        if (!IceUrls.isKnown(url)) {
            throw new Malformed(Malformed.Reason.FIELD, "a URL that is none of STUN's or TURN's");
        }
        return url;
    }

    private static void copy(Json server, String name, JsonWriter into) throws Malformed {
        Json field = server.field(name);
        if (field != null && field.kind() != Json.Kind.NULL) {
            into.name(name).text(field.text(TEXT_CHARS_MAX));
        }
    }
}
