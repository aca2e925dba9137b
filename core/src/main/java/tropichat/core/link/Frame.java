package tropichat.core.link;

import tropichat.core.base.Bytes;
import tropichat.core.base.Limits;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;
import tropichat.core.wire.Cbor;
import tropichat.core.wire.Fields;
import tropichat.core.wire.Value;

/**
 * One unit of the protocol {@code tropi/1} between two linked peers: a DAG-CBOR map whose field {@code t} says which.
 * docs/protocol.md describes each.
 */
public sealed interface Frame {
    /** Length of an Ed25519 signature (RFC 8032, section 5.1.6). */
    int SIGNATURE_BYTES = 64;

    /** The sender's half of the handshake, as the bytes of a {@link Hello}. */
    record Greeting(Bytes hello) implements Frame {}

    /** The signature over both hellos and both fingerprints. */
    record Proof(Bytes signature) implements Frame {}

    /** A signed entry of the room's log, as its block. */
    record Said(Bytes block) implements Frame {}

    /** Whether the sender is writing just now. */
    record Typing(boolean typing) implements Frame {}

    /** Asks for a {@link Pong} of the same number. */
    record Ping(long number) implements Frame {}

    record Pong(long number) implements Frame {}

    /** The sender leaves the room and closes the link. */
    record Bye() implements Frame {}

    default Bytes encode() {
        return Cbor.encode(
                switch (this) {
                    case Greeting greeting -> Value.map().with("t", "hello").with("hello", greeting.hello());
                    case Proof proof -> Value.map().with("t", "proof").with("sig", proof.signature());
                    case Said said -> Value.map().with("t", "entry").with("block", said.block());
                    case Typing typing -> Value.map().with("t", "typing").with("on", new Value.Bool(typing.typing()));
                    case Ping ping -> Value.map().with("t", "ping").with("n", ping.number());
                    case Pong pong -> Value.map().with("t", "pong").with("n", pong.number());
                    case Bye ignored -> Value.map().with("t", "bye");
                });
    }

    static Frame decode(Bytes bytes) throws Malformed {
        Fields fields = Cbor.decodeFields(bytes);
        return switch (fields.text("t", 16)) {
            case "hello" -> new Greeting(fields.blob("hello", 1, Hello.BYTES_MAX));
            case "proof" -> new Proof(fields.blob("sig", SIGNATURE_BYTES, SIGNATURE_BYTES));
            case "entry" -> new Said(fields.blob("block", 1, Limits.FRAME_BYTES_MAX));
            case "typing" -> new Typing(fields.flag("on"));
            case "ping" -> new Ping(fields.integer("n", 0, Value.Int.MAX));
            case "pong" -> new Pong(fields.integer("n", 0, Value.Int.MAX));
            case "bye" -> new Bye();
            default -> throw new Malformed(Reason.UNKNOWN_VERSION, "a frame of an unknown kind");
        };
    }
}
