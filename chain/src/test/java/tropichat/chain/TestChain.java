package tropichat.chain;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.gates.Abi;
import tropichat.core.gates.Uint256;
import tropichat.core.identity.EthereumAddress;
import tropichat.crypto.JvmHashes;
import tropichat.json.Json;
import tropichat.json.JsonWriter;

/** One of the testbed's chains, and what tests do on it. */
public final class TestChain {
    private static final int CHARS_MAX = 100_000;
    private static final String GAS = "0x1e8480";
    private static final String SOME_COIN = "0x8ac7230489e80000";

    private final long id;
    private final URI rpc;
    private final Json contracts;
    private final HttpClient client;
    private final AtomicInteger wallets = new AtomicInteger();

    /** @param said of it by what started it */
    TestChain(long id, Json said, HttpClient client) {
        this.id = id;
        rpc = URI.create(text(said.field("rpc")));
        contracts = Objects.requireNonNull(said.field("contracts"));
        this.client = client;
    }

    public long id() {
        return id;
    }

    public URI rpc() {
        return rpc;
    }

    /** The one that all tests share. */
    public EthereumAddress contract(String name) {
        return address(text(contracts.field(name)));
    }

    /** One of the same code at an address of its own, of which nobody has anything yet. */
    public EthereumAddress fresh(String name) {
        EthereumAddress address = wallet();
        String code = text(call("eth_getCode", strings(hex(contract(name).bytes()), "latest")));
        call("anvil_setCode", strings(hex(address.bytes()), code));
        // What is held now counts only where it was held some blocks ago, too: it must have been there then.
        mine(View.EARLIER_BLOCKS);
        return address;
    }

    /** Who has nothing yet, and is nobody else. */
    public EthereumAddress wallet() {
        Bytes seed = Bytes.utf8("wallet " + wallets.incrementAndGet());
        return new EthereumAddress(new JvmHashes().keccak256(seed).slice(0, EthereumAddress.LENGTH));
    }

    /** The address that the node's first account, which holds coin, has. */
    public EthereumAddress rich() {
        return address(text(call("eth_accounts", strings()).element(0)));
    }

    /** Sends a transaction by which anybody calls a contract, and waits until it is in a block. */
    public void send(EthereumAddress contract, String signature, Bytes... words) {
        sendFrom(rich(), contract, signature, words);
    }

    /** The same by {@code from}, whoever that is. */
    public void sendFrom(EthereumAddress from, EthereumAddress contract, String signature, Bytes... words) {
        call("anvil_impersonateAccount", strings(hex(from.bytes())));
        call("anvil_setBalance", strings(hex(from.bytes()), SOME_COIN));
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
        Json receipt = call("eth_sendTransactionSync", transaction);
        if (!"0x1".equals(text(receipt.field("status")))) {
            throw new IllegalStateException(signature + " was reverted");
        }
    }

    /** What a contract answers, as words. */
    public Bytes ask(EthereumAddress contract, String signature, Bytes... words) {
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
        return Objects.requireNonNull(Hex.bytes(call("eth_call", parameters)));
    }

    /** The Universal Resolver of the chain. */
    public EthereumAddress names() {
        return contract("Names");
    }

    /** Names a wallet, whatever the name: {@code resolver} is asked for the name's address. */
    void setName(EthereumAddress wallet, String name, EthereumAddress resolver) {
        send(
                names(),
                "setName(address,string)",
                AbiValue.encode(new AbiValue.Word(Abi.word(wallet)), new AbiValue.Blob(Bytes.utf8(name))));
        send(names(), "setResolver(bytes32,address)", node(name), Abi.word(resolver));
    }

    /** Names a wallet by a name that points back to it. */
    public void setName(EthereumAddress wallet, String name) {
        setName(wallet, name, contract("Addresses"));
        setAddress(name, wallet);
    }

    void setAddress(String name, EthereumAddress wallet) {
        send(contract("Addresses"), "setAddr(bytes32,address)", node(name), Abi.word(wallet));
    }

    /** What a name says under a key; its resolver must be that of {@link #setName(EthereumAddress, String)}. */
    public void setText(String name, String key, String value) {
        Bytes arguments = AbiValue.encode(
                new AbiValue.Word(node(name)),
                new AbiValue.Blob(Bytes.utf8(key)),
                new AbiValue.Blob(Bytes.utf8(value)));
        send(contract("Addresses"), "setText(bytes32,string,string)", arguments);
    }

    /** Makes a badge (ERC-721) that is described there. */
    public void mint(EthereumAddress badge, EthereumAddress owner, long id, String uri) {
        send(badge, "mint(address,uint256)", Abi.word(owner), word(id));
        Bytes arguments = AbiValue.encode(new AbiValue.Word(word(id)), new AbiValue.Blob(Bytes.utf8(uri)));
        send(badge, "setTokenURI(uint256,string)", arguments);
    }

    /** Has all items (ERC-1155) described there. */
    void describeItems(EthereumAddress items, String uri) {
        Bytes argument = AbiValue.encode(new AbiValue.Blob(Bytes.utf8(uri)));
        send(items, "setURI(string)", argument);
    }

    private static Bytes node(String name) {
        return new EnsName(name).node(new JvmHashes());
    }

    /** Makes blocks in which nothing happens. */
    public void mine(int count) {
        call("anvil_mine", strings("0x" + Integer.toHexString(count)));
    }

    public static Bytes word(long number) {
        return Uint256.of(number).word();
    }

    private static String hex(Bytes bytes) {
        return "0x" + bytes.hex();
    }

    private static JsonWriter strings(String... all) {
        JsonWriter array = new JsonWriter().beginArray();
        for (String each : all) {
            array.text(each);
        }
        return array.endArray();
    }

    private Json call(String method, JsonWriter parameters) {
        JsonWriter body = new JsonWriter();
        new RpcCall(method, parameters.toBytes()).write(body, 1);
        HttpRequest request = HttpRequest.newBuilder(rpc)
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
}
