package tropichat.chain;

import java.util.Locale;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.json.Json;

/** What became of a {@link RpcCall}. */
sealed interface RpcAnswer {
    /** What it was asked for. */
    record Result(Json value) implements RpcAnswer {}

    /**
     * The contract that was called refused, or used up its gas.
     *
     * @param data what it gave as its reason, in Solidity's ABI; nothing where the node does not tell, or it is longer than
     *     {@link Hex} reads
     */
    record Reverted(Bytes data) implements RpcAnswer {}

    /** The node did not do it, or could not be reached. */
    record Failed() implements RpcAnswer {}

    /** Geth's code for a call that was reverted; others say so in words alone. */
    int REVERTED_CODE = 3;

    /** Of an error's words. */
    int WORDS_CHARS_MAX = 4_096;

    static RpcAnswer read(Json response) {
        Json error = response.field("error");
        Json result = response.field("result");
        if (error != null && error.kind() != Json.Kind.NULL) {
            return isRevert(error) ? new Reverted(reason(error)) : new Failed();
        }
        return result == null ? new Failed() : new Result(result);
    }

    private static boolean isRevert(Json error) {
        try {
            Json code = error.field("code");
            if (code != null && code.integer() == REVERTED_CODE) {
                return true;
            }
            Json message = error.field("message");
            String words = message == null ? "" : message.text(WORDS_CHARS_MAX).toLowerCase(Locale.ROOT);
            return words.contains("revert")
                    || words.contains("out of gas")
                    || words.contains("outofgas")
                    || words.contains("invalid opcode");
        } catch (Malformed malformed) {
            return false;
        }
    }

    /** Geth and most others write it as it is, Hardhat within an object. */
    private static Bytes reason(Json error) {
        Json data = error.field("data");
        Bytes reason = Hex.bytes(data != null && data.kind() == Json.Kind.OBJECT ? data.field("data") : data);
        return reason == null ? Bytes.EMPTY : reason;
    }
}
