package tropichat.server.net;

import java.util.List;
import tropichat.core.base.Bytes;

/**
 * A whole HTTP answer.
 *
 * @param contentType empty where there is no content
 * @param headers names and values in turn, beyond Content-Type and Content-Length
 */
public record HttpAnswer(int status, String contentType, Bytes body, List<String> headers) {
    private static final List<String> NOT_STORED = List.of("cache-control", "no-store");

    public HttpAnswer {
        headers = List.copyOf(headers);
    }

    /** Words for people or programs that nobody is to cache. */
    public static HttpAnswer text(int status, String text) {
        return new HttpAnswer(status, "text/plain; charset=UTF-8", Bytes.utf8(text), NOT_STORED);
    }

    public static HttpAnswer json(int status, String json) {
        return new HttpAnswer(status, "application/json", Bytes.utf8(json), NOT_STORED);
    }

    public static HttpAnswer empty(int status, List<String> headers) {
        return new HttpAnswer(status, "", Bytes.EMPTY, headers);
    }
}
