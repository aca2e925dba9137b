package tropichat.chain;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.gates.Abi;
import tropichat.core.gates.Uint256;
import tropichat.core.identity.EthereumAddress;
import tropichat.crypto.JvmHashes;
import tropichat.json.Json;
import tropichat.json.JsonWriter;

/** Real chains of the testbed, on free ports of the loopback, with real contracts; a block for each transaction. */
public final class ChainNode implements AutoCloseable {
    private static final Path TESTBED = Path.of(System.getProperty("tropichat.testbed", "../testbed"));
    private static final int CHARS_MAX = 100_000;
    private static final String GAS = "0x1e8480";

    private final Process process;
    private final Json chains;
    private final HttpClient client = HttpClient.newHttpClient();

    public ChainNode(long... ids) throws IOException {
        String[] command = new String[ids.length + 2];
        command[0] = "node";
        command[1] = "chain-node.mjs";
        for (int i = 0; i < ids.length; i++) {
            command[i + 2] = Long.toString(ids[i]);
        }
        process = new ProcessBuilder(command)
                .directory(TESTBED.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
        String line = said.readLine();
        if (line == null) {
            throw new IOException("the chains ended before they began");
        }
        chains = json(line);
    }

    /** Whether its packages are installed. */
    public static boolean isInstalled() {
        return Files.exists(TESTBED.resolve("node_modules/solc"));
    }

    static Path testbed() {
        return TESTBED;
    }

    public URI rpc(long chain) {
        return URI.create(text(chain(chain).field("rpc")));
    }

    public EthereumAddress contract(long chain, String name) {
        return address(
                text(Objects.requireNonNull(chain(chain).field("contracts")).field(name)));
    }

    private Json chain(long id) {
        return Objects.requireNonNull(chains.field(Long.toString(id)));
    }

    /** The address that the node's first account, which holds coin, has. */
    public EthereumAddress rich(long chain) {
        Json accounts =
                call(chain, "eth_accounts", new JsonWriter().beginArray().endArray());
        return address(text(accounts.element(0)));
    }

    /** Sends a transaction by which anybody calls a contract, and waits until it is in a block. */
    public void send(long chain, EthereumAddress contract, String signature, Bytes... words) {
        sendFrom(rich(chain), chain, contract, signature, words);
    }

    /** The same by {@code from}, whoever that is. */
    public void sendFrom(EthereumAddress from, long chain, EthereumAddress contract, String signature, Bytes... words) {
        call(
                chain,
                "anvil_impersonateAccount",
                new JsonWriter().beginArray().text(hex(from.bytes())).endArray());
        call(
                chain,
                "anvil_setBalance",
                new JsonWriter()
                        .beginArray()
                        .text(hex(from.bytes()))
                        .text("0x8ac7230489e80000")
                        .endArray());
        JsonWriter transaction = new JsonWriter()
                .beginArray()
                .beginObject()
                .name("from")
                .text(hex(from.bytes()))
                .name("to")
                .text(hex(contract.bytes()))
                .name("gas")
                .text(GAS)
                .name("data")
                .text(hex(Abi.call(new JvmHashes(), signature, words)))
                .endObject()
                .endArray();
        Json receipt = call(chain, "eth_sendTransactionSync", transaction);
        if (!"0x1".equals(text(receipt.field("status")))) {
            throw new IllegalStateException(signature + " was reverted");
        }
    }

    /** What a contract answers, as words. */
    public Bytes ask(long chain, EthereumAddress contract, String signature, Bytes... words) {
        JsonWriter parameters = new JsonWriter()
                .beginArray()
                .beginObject()
                .name("to")
                .text(hex(contract.bytes()))
                .name("data")
                .text(hex(Abi.call(new JvmHashes(), signature, words)))
                .endObject()
                .text("latest")
                .endArray();
        return Objects.requireNonNull(Hex.bytes(call(chain, "eth_call", parameters)));
    }

    /** The Universal Resolver of the chain. */
    public EthereumAddress names(long chain) {
        return contract(chain, "Names");
    }

    /** Names a wallet, whatever the name: {@code resolver} is asked for the name's address. */
    void setName(long chain, EthereumAddress wallet, String name, EthereumAddress resolver) {
        send(
                chain,
                names(chain),
                "setName(address,string)",
                AbiValue.encode(new AbiValue.Word(Abi.word(wallet)), new AbiValue.Blob(Bytes.utf8(name))));
        send(chain, names(chain), "setResolver(bytes32,address)", node(name), Abi.word(resolver));
    }

    /** Names a wallet by a name that points back to it. */
    public void setName(long chain, EthereumAddress wallet, String name) {
        setName(chain, wallet, name, contract(chain, "Addresses"));
        setAddress(chain, name, wallet);
    }

    void setAddress(long chain, String name, EthereumAddress wallet) {
        send(chain, contract(chain, "Addresses"), "setAddr(bytes32,address)", node(name), Abi.word(wallet));
    }

    /** What a name says under a key; its resolver must be that of {@link #setName(long, EthereumAddress, String)}. */
    public void setText(long chain, String name, String key, String value) {
        Bytes arguments = AbiValue.encode(
                new AbiValue.Word(node(name)),
                new AbiValue.Blob(Bytes.utf8(key)),
                new AbiValue.Blob(Bytes.utf8(value)));
        send(chain, contract(chain, "Addresses"), "setText(bytes32,string,string)", arguments);
    }

    /** Makes a badge (ERC-721) that is described there. */
    public void mint(long chain, EthereumAddress owner, long id, String uri) {
        send(chain, contract(chain, "Badge"), "mint(address,uint256)", Abi.word(owner), word(id));
        Bytes arguments = AbiValue.encode(new AbiValue.Word(word(id)), new AbiValue.Blob(Bytes.utf8(uri)));
        send(chain, contract(chain, "Badge"), "setTokenURI(uint256,string)", arguments);
    }

    /** Has all items (ERC-1155) described there. */
    void describeItems(long chain, String uri) {
        Bytes argument = AbiValue.encode(new AbiValue.Blob(Bytes.utf8(uri)));
        send(chain, contract(chain, "Items"), "setURI(string)", argument);
    }

    private static Bytes node(String name) {
        return new EnsName(name).node(new JvmHashes());
    }

    /** Makes blocks in which nothing happens. */
    public void mine(long chain, int count) {
        call(
                chain,
                "anvil_mine",
                new JsonWriter()
                        .beginArray()
                        .text("0x" + Integer.toHexString(count))
                        .endArray());
    }

    public static Bytes word(long number) {
        return Uint256.of(number).word();
    }

    private static String hex(Bytes bytes) {
        return "0x" + bytes.hex();
    }

    private Json call(long chain, String method, JsonWriter parameters) {
        JsonWriter body = new JsonWriter();
        new RpcCall(method, parameters.toBytes()).write(body, 1);
        HttpRequest request = HttpRequest.newBuilder(rpc(chain))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
        try {
            Json answer = json(client.send(request, BodyHandlers.ofString()).body());
            Json result = answer.field("result");
            if (result == null) {
                throw new IllegalStateException(method + ": " + answer);
            }
            return result;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static EthereumAddress address(String text) {
        return new EthereumAddress(Objects.requireNonNull(Bytes.parseHex(text.substring(2))));
    }

    private static Json json(String text) {
        try {
            return Json.parse(Bytes.utf8(text));
        } catch (Malformed malformed) {
            throw new IllegalStateException(text, malformed);
        }
    }

    private static String text(@Nullable Json value) {
        try {
            return Objects.requireNonNull(value).text(CHARS_MAX);
        } catch (Malformed malformed) {
            throw new IllegalStateException(malformed);
        }
    }

    /** It ends when its standard input does, even if nobody calls this. */
    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        process.onExit().join();
        client.shutdownNow();
    }
}
