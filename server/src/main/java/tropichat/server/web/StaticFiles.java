package tropichat.server.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.server.log.Log;
import tropichat.server.metrics.Counters;
import tropichat.server.metrics.Refusal;
import tropichat.server.net.HttpAnswer;
import tropichat.server.net.HttpExchange;
import tropichat.server.net.HttpHandler;

/**
 * The files of one folder, each read once and kept in memory, compressed ones ({@code .br}, {@code .gz} beside the
 * file) where the browser takes them. The names are listed at the first request: a path is a file's only if it is in
 * that list, so none can lead outside.
 */
public final class StaticFiles implements HttpHandler {
    private static final String INDEX = "index.html";
    private static final int DIGEST_CHARS = 32;

    private final Path folder;
    private final Counters counters;
    private final Map<String, Map<Encoding, Asset>> read = new HashMap<>();
    private @Nullable Map<String, Path> files;

    public StaticFiles(Path folder, Counters counters) {
        this.folder = folder;
        this.counters = counters;
    }

    @Override
    public void handle(HttpExchange exchange) {
        if (!exchange.method().equals("GET") && !exchange.method().equals("HEAD")) {
            counters.refused(Refusal.HTTP_METHOD);
            exchange.respond(HttpAnswer.empty(405, List.of("allow", "GET, HEAD")));
            return;
        }
        try {
            String path = exchange.path().endsWith("/") ? exchange.path() + INDEX : exchange.path();
            Asset asset = find(path, exchange.header("accept-encoding"));
            if (asset == null) {
                exchange.respond(HttpAnswer.text(404, notFound()));
            } else {
                exchange.respond(has(exchange, asset) ? asset.notModified() : asset.answer());
            }
        } catch (IOException unreadable) {
            Log.error("A file of the web app cannot be read.", unreadable);
            exchange.respond(HttpAnswer.text(500, "This file cannot be read; the server's log says why."));
        }
    }

    private String notFound() {
        return Files.isDirectory(folder)
                ? "There is nothing at this address."
                : "The web app is not built: its folder is missing. The server itself is up.";
    }

    /** RFC 9110, section 13.1.2; a list of tags is only ever sent by caches, and they take 200 as well. */
    private static boolean has(HttpExchange exchange, Asset asset) {
        return asset.etag().equals(exchange.header("if-none-match"));
    }

    private @Nullable Asset find(String path, @Nullable String acceptEncoding) throws IOException {
        for (Encoding encoding : Encoding.values()) {
            if (encoding.isIn(acceptEncoding)) {
                Asset asset = read(path, encoding);
                if (asset != null) {
                    return asset;
                }
            }
        }
        return null;
    }

    private @Nullable Asset read(String path, Encoding encoding) throws IOException {
        Path file = files().get(path + encoding.suffix());
        if (file == null || !files().containsKey(path)) {
            return null;
        }
        Map<Encoding, Asset> forms = read.computeIfAbsent(path, first -> new EnumMap<>(Encoding.class));
        Asset asset = forms.get(encoding);
        if (asset == null) {
            Bytes content = Bytes.wrap(Files.readAllBytes(file));
            asset = Asset.of(path, encoding, content, digest(content));
            forms.put(encoding, asset);
        }
        return asset;
    }

    private Map<String, Path> files() throws IOException {
        Map<String, Path> listed = files;
        if (listed == null) {
            listed = new HashMap<>();
            if (Files.isDirectory(folder)) {
                list(listed);
            }
            files = listed;
        }
        return listed;
    }

    private void list(Map<String, Path> listed) throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) tree.filter(Files::isRegularFile)::iterator) {
                listed.put("/" + folder.relativize(file).toString().replace('\\', '/'), file);
            }
        }
    }

    private static String digest(Bytes content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.unsafeArray());
            return HexFormat.of().formatHex(digest).substring(0, DIGEST_CHARS);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has SHA-256", missing);
        }
    }
}
