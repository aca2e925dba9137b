package tropichat.core.rules;

import tropichat.core.base.Aead;
import tropichat.core.base.Bytes;
import tropichat.core.base.Limits;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;
import tropichat.core.identity.RoomName;
import tropichat.core.wire.Cbor;
import tropichat.core.wire.Fields;
import tropichat.core.wire.Value;

/**
 * The record of a closed room as archives keep it: a block of its own, since the record names the room and its owner. Who
 * has no key learns of which room it is, as of every other block.
 *
 * @param sealed see {@link RoomKey#sealRecord}
 */
public record SealedRecord(RoomName room, Bytes sealed) {
    private static final int VERSION = 1;
    private static final String SEALED = "sealed";

    /** The block. */
    public Bytes encode() {
        return Cbor.encode(
                Value.map().with("v", VERSION).with("room", room.text()).with(SEALED, sealed));
    }

    /** Whether a block of the law is this, and not a record that everybody may read. */
    public static boolean isIn(Fields block) {
        return block.has(SEALED);
    }

    /** Reads a block; whether it can be opened is another question. */
    public static SealedRecord decode(Fields block) throws Malformed {
        if (block.integer("v", 0, Integer.MAX_VALUE) != VERSION) {
            throw new Malformed(Reason.UNKNOWN_VERSION, "a sealed record of another version");
        }
        return new SealedRecord(
                RoomName.parse(block.text("room", Integer.MAX_VALUE)),
                block.blob(SEALED, Aead.TAG_LENGTH, Limits.RECORD_BYTES_MAX + Aead.TAG_LENGTH));
    }
}
