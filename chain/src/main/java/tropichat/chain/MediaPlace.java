package tropichat.chain;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;

/** Where a picture or what describes it is, as a contract or a name says it. */
sealed interface MediaPlace {
    /** It is said right there (RFC 2397). */
    record Here(String type, Bytes bytes) implements MediaPlace {}

    /**
     * It is somewhere else.
     *
     * @param text that may be an address, or anything
     */
    record Elsewhere(String text) implements MediaPlace {}

    /**
     * IPFS has it.
     *
     * @param path of a gateway, from {@code /ipfs/} on
     */
    record OnIpfs(String path) implements MediaPlace {}

    /** What begins as something that it is not. */
    record Nowhere() implements MediaPlace {}

    static MediaPlace of(String uri) {
        String scheme = uri.substring(0, Math.max(0, uri.indexOf(':'))).toLowerCase(Locale.ROOT);
        String rest = uri.substring(Math.min(uri.length(), scheme.length() + 1));
        MediaPlace place = switch (scheme) {
            case "data" -> here(rest);
            case "ipfs" -> onIpfs(rest);
            default -> new Elsewhere(uri);
        };
        return place == null ? new Nowhere() : place;
    }

    private static @Nullable MediaPlace here(String rest) {
        int comma = rest.indexOf(',');
        if (comma < 0) {
            return null;
        }
        List<String> head =
                List.of(rest.substring(0, comma).toLowerCase(Locale.ROOT).split(";", -1));
        String data = rest.substring(comma + 1);
        try {
            byte[] bytes = head.getLast().strip().equals("base64")
                    ? Base64.getDecoder().decode(unescaped(data))
                    : unescaped(data).getBytes(StandardCharsets.UTF_8);
            return new Here(head.getFirst().strip(), Bytes.wrap(bytes));
        } catch (IllegalArgumentException noData) {
            return null;
        }
    }

    private static String unescaped(String data) {
        return URLDecoder.decode(data.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** {@code //CID/path}, {@code //ipfs/CID/path} too: many write that. */
    private static @Nullable MediaPlace onIpfs(String rest) {
        String path = rest.replaceFirst("^//(ipfs/)?", "");
        List<String> steps = List.of(path.split("/", -1));
        boolean isCid = steps.getFirst().matches("[0-9A-Za-z]+");
        if (!isCid || steps.contains("..") || steps.contains(".")) {
            return null;
        }
        try {
            return new OnIpfs(new URI(null, null, "/ipfs/" + path, null).getRawPath());
        } catch (URISyntaxException noPath) {
            return null;
        }
    }
}
