package tropichat.server.web;

import java.util.ArrayList;
import java.util.List;
import tropichat.core.base.Bytes;
import tropichat.server.net.HttpAnswer;

/** One file in one encoding, with the headers it is sent with. */
record Asset(HttpAnswer answer, String etag, List<String> headers) {
    private static final String CONTENT_SECURITY_POLICY = "default-src 'self'; script-src 'self'; style-src 'self';"
            + " img-src 'self' data: blob: https:; connect-src 'self' ws: wss: http: https:; font-src 'self'; object-src 'none';"
            + " base-uri 'none'; frame-ancestors 'none'; form-action 'none'";

    Asset {
        headers = List.copyOf(headers);
    }

    static Asset of(String path, Encoding encoding, Bytes content, String digest) {
        String type = ContentTypes.of(path);
        String etag = "\"" + digest + (encoding == Encoding.IDENTITY ? "" : "-" + encoding.token()) + "\"";
        List<String> headers = new ArrayList<>();
        put(headers, "etag", etag);
        put(headers, "cache-control", isHashed(path) ? "public, max-age=31536000, immutable" : "no-cache");
        put(headers, "vary", "accept-encoding");
        put(headers, "x-content-type-options", "nosniff");
        put(headers, "referrer-policy", "no-referrer");
        if (encoding != Encoding.IDENTITY) {
            put(headers, "content-encoding", encoding.token());
        }
        if (type.startsWith("text/html")) {
            put(headers, "content-security-policy", CONTENT_SECURITY_POLICY);
            put(headers, "cross-origin-opener-policy", "same-origin");
        }
        if (path.equals("/p2p-client.js") || type.startsWith("font/")) {
            put(headers, "access-control-allow-origin", "*");
            put(headers, "cross-origin-resource-policy", "cross-origin");
        }
        return new Asset(new HttpAnswer(200, type, content, headers), etag, headers);
    }

    /** What to say to somebody who has it already. */
    HttpAnswer notModified() {
        return HttpAnswer.empty(304, headers);
    }

    /** The build puts a hash of the content into the names below this folder, so their content never changes. */
    private static boolean isHashed(String path) {
        return path.startsWith("/assets/");
    }

    private static void put(List<String> headers, String name, String value) {
        headers.add(name);
        headers.add(value);
    }
}
