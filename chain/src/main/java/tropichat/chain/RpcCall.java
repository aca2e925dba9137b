package tropichat.chain;

import tropichat.core.base.Bytes;
import tropichat.json.JsonWriter;

/**
 * A call of a node's.
 *
 * @param parameters a JSON array
 */
record RpcCall(String method, Bytes parameters) {
    static RpcCall of(String method, JsonWriter parameters) {
        return new RpcCall(method, parameters.toBytes());
    }

    /** One without parameters. */
    static RpcCall of(String method) {
        return of(method, new JsonWriter().beginArray().endArray());
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
