package tropichat.core.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import tropichat.core.base.Aead;
import tropichat.core.base.Bytes;
import tropichat.core.base.Limits;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;
import tropichat.core.identity.RoomName;
import tropichat.core.keys.History;
import tropichat.core.wire.Cbor;
import tropichat.core.wire.Fields;
import tropichat.core.wire.Value;

class SealedRecordTest {
    private static final Bytes SEALED = Bytes.wrap(new byte[Limits.RECORD_BYTES_MAX + Aead.TAG_LENGTH]);
    private static final SealedRecord RECORD = new SealedRecord(new RoomName("lagoon"), SEALED);

    @Test
    void isReadAsItWasWritten() throws Malformed {
        Fields fields = Cbor.decodeFields(RECORD.encode());
        assertTrue(SealedRecord.isIn(fields));
        assertEquals(RECORD, SealedRecord.decode(fields));
    }

    @Test
    void isToldFromARecordThatEverybodyMayRead() throws Malformed {
        Bytes open = TestRoom.record(History.SHARED, 9).block(Bytes.wrap(new byte[64]), TestRoom.HASHES);
        assertFalse(SealedRecord.isIn(Cbor.decodeFields(open)));
    }

    @Test
    void refusesWhatIsNone() throws Malformed {
        Value.Mapping valid = Cbor.decodeFields(RECORD.encode()).mapping();
        assertRefused(Reason.UNKNOWN_VERSION, valid.without("v").with("v", 2));
        assertRefused(Reason.FIELD, valid.without("room"));
        assertRefused(Reason.FIELD, valid.without("sealed").with("sealed", "text"));
        assertRefused(Reason.FIELD, valid.without("sealed").with("sealed", Bytes.concat(SEALED, Bytes.utf8("x"))));
        assertRefused(Reason.FIELD, valid.without("sealed").with("sealed", SEALED.slice(0, Aead.TAG_LENGTH - 1)));
    }

    private static void assertRefused(Reason reason, Value.Mapping block) {
        Bytes encoded = Cbor.encode(block);
        Malformed refused = assertThrows(Malformed.class, () -> SealedRecord.decode(Cbor.decodeFields(encoded)));
        assertEquals(reason, refused.reason());
    }
}
