package tropichat.chain;

import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.identity.EthereumAddress;
import tropichat.json.JsonWriter;

/**
 * A call of a node's.
 *
 * @param parameters a JSON array
 */
record RpcCall(String method, Bytes parameters) {
    /** The newest block. */
    static final String LATEST = "latest";

    static RpcCall of(String method, JsonWriter parameters) {
        return new RpcCall(method, parameters.toBytes());
    }

    /** One without parameters. */
    static RpcCall of(String method) {
        return of(method, new JsonWriter().beginArray().endArray());
    }

    /**
     * What a contract answers.
     *
     * @param to null where {@code data} is code to be run in place of one
     * @param gas that it may use
     * @param block its number, or {@link #LATEST}
     */
    static RpcCall ofContract(@Nullable EthereumAddress to, Bytes data, long gas, String block) {
        JsonWriter parameters = new JsonWriter().beginArray().beginObject();
        if (to != null) {
            parameters.name("to").text(Hex.of(to.bytes()));
        }
        parameters.name("data").text(Hex.of(data)).name("gas").text(Hex.of(gas)).endObject();
        return of("eth_call", parameters.text(block).endArray());
    }

    void write(JsonWriter into, int id) {
        into.beginObject()
                .name("jsonrpc")
                .text("2.0")
                .name("id")
                .integer(id)
                .name("method")
                .text(method)
                .name("params")
                .raw(parameters)
                .endObject();
    }
}
