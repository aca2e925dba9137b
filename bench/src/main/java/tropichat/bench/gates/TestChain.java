package tropichat.bench.gates;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tropichat.bench.load.LoadFailure;
import tropichat.bench.load.Login;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.json.Json;
import tropichat.json.JsonWriter;

/** A real chain of the testbed, in a process of its own. */
final class TestChain implements AutoCloseable {
    static final long ID = 31_337;

    /** Calls of one request. */
    private static final int BATCH_MAX = 500;

    private static final int URL_CHARS_MAX = 100;
    private static final String SOME_COIN = "0xde0b6b3a7640000";

    private final Process process;
    private final HttpClient client = HttpClient.newHttpClient();
    private final URI rpc;

    TestChain(Path home) throws IOException {
        Path testbed = home.resolve("testbed");
        if (!Files.isDirectory(testbed.resolve("node_modules/solc"))) {
            throw new LoadFailure("the chain's packages are not installed: run ./test java, which installs them");
        }
        process = new ProcessBuilder("node", "chain-node.mjs", Long.toString(ID))
                .directory(testbed.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
        String line = said.readLine();
        if (line == null) {
            throw new LoadFailure("the chain ended before it began");
        }
        rpc = rpc(line);
    }

    private static URI rpc(String line) {
        try {
            Json chain = Json.parse(Bytes.utf8(line)).field(Long.toString(ID));
            Json url = chain == null ? null : chain.field("rpc");
            if (url != null) {
                return URI.create(url.text(URL_CHARS_MAX));
            }
        } catch (Malformed malformed) {
            throw new LoadFailure("the chain said " + line, malformed);
        }
        throw new LoadFailure("the chain said " + line);
    }

    URI rpc() {
        return rpc;
    }

    /** Gives coin to everybody's wallet, so long ago that it counts. */
    void fund(List<Login> logins) throws IOException, InterruptedException {
        for (int from = 0; from < logins.size(); from += BATCH_MAX) {
            JsonWriter batch = new JsonWriter().beginArray();
            for (Login login : logins.subList(from, Math.min(from + BATCH_MAX, logins.size()))) {
                String wallet = "0x" + login.wallet().address().bytes().hex();
                call(batch, "anvil_setBalance", wallet, SOME_COIN);
            }
            send(batch.endArray().toString());
        }
        JsonWriter mine = new JsonWriter().beginArray();
        call(mine, "anvil_mine", "0x4");
        send(mine.endArray().toString());
    }

    private static void call(JsonWriter into, String method, String... parameters) {
        into.beginObject().name("jsonrpc").text("2.0").name("id").integer(1);
        into.name("method").text(method).name("params").beginArray();
        for (String parameter : parameters) {
            into.text(parameter);
        }
        into.endArray().endObject();
    }

    private void send(String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(rpc)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        String answer = client.send(request, BodyHandlers.ofString()).body();
        if (answer.contains("\"error\"")) {
            throw new LoadFailure("the chain answered " + answer);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
        try {
            process.getOutputStream().close();
        } catch (IOException gone) {
            process.destroy();
        }
        process.onExit().join();
    }
}
