package tropichat.core.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tropichat.core.rules.TestRoom.HASHES;

import java.util.List;
import org.junit.jupiter.api.Test;
import tropichat.core.base.Aead;
import tropichat.core.base.Bytes;
import tropichat.core.base.TestAead;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.RoomName;
import tropichat.core.identity.TestSession;
import tropichat.core.keys.History;
import tropichat.core.keys.Hkdf;
import tropichat.core.room.Envelope;
import tropichat.core.wire.Cbor;
import tropichat.core.wire.Cid;
import tropichat.core.wire.Value;

/** What is sealed with a room's key opens for who has it, in its place, and nowhere else. */
class RoomKeyTest {
    private static final Bytes KEY = Bytes.wrap(new byte[RoomRecord.KEY_BYTES]);
    private static final Bytes NONCE = HASHES.sha256(Bytes.utf8("nonce")).slice(0, Aead.NONCE_LENGTH);
    private static final Bytes CONTENT = Bytes.utf8("content");
    private static final String KIND = "rule";
    private static final Cid SOME = Cid.ofBlock(Bytes.utf8("some"), HASHES);
    private static final RoomName ROOM = new RoomName(SOME.text());
    private static final DidKey AUTHOR = TestRoom.OLGA.session();
    private static final Envelope PLACE = place(ROOM, AUTHOR, 7, TestRoom.NOW_MILLIS);

    private final RoomKey key = new RoomKey(KEY, HASHES, new TestAead());
    private final Bytes sealed = key.seal(PLACE, KIND, CONTENT, NONCE);

    private static Envelope place(RoomName room, DidKey author, long lamport, long timeMillis) {
        return new Envelope(room, author, lamport, timeMillis, List.of(), SOME);
    }

    private static RoomKey other() {
        return new RoomKey(HASHES.sha256(Bytes.utf8("other")), HASHES, new TestAead());
    }

    @Test
    void opensWhereItWasSealed() {
        assertEquals(CONTENT, key.open(PLACE, KIND, sealed));
        assertEquals(NONCE, sealed.slice(0, Aead.NONCE_LENGTH));
        assertEquals(CONTENT.length() + RoomKey.SEALING_BYTES, sealed.length());
        assertEquals(Bytes.EMPTY, key.open(PLACE, KIND, key.seal(PLACE, KIND, Bytes.EMPTY, NONCE)));
    }

    @Test
    void opensNowhereElse() {
        DidKey eve = new TestSession("eve").key();
        assertNull(key.open(place(RoomName.LOBBY, AUTHOR, 7, TestRoom.NOW_MILLIS), KIND, sealed));
        assertNull(key.open(place(ROOM, eve, 7, TestRoom.NOW_MILLIS), KIND, sealed));
        assertNull(key.open(place(ROOM, AUTHOR, 8, TestRoom.NOW_MILLIS), KIND, sealed));
        assertNull(key.open(place(ROOM, AUTHOR, 7, TestRoom.NOW_MILLIS + 1), KIND, sealed));
        assertNull(key.open(PLACE, "profile", sealed));
        assertNull(other().open(PLACE, KIND, sealed));
    }

    @Test
    void refusesWhatWasCutOrChanged() {
        for (int length = 0; length < sealed.length(); length++) {
            assertNull(key.open(PLACE, KIND, sealed.slice(0, length)));
        }
        for (int bit = 0; bit < Byte.SIZE * sealed.length(); bit++) {
            byte[] flipped = sealed.toArray();
            flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            assertNull(key.open(PLACE, KIND, Bytes.wrap(flipped)));
        }
        assertEquals(CONTENT, key.open(PLACE, KIND, sealed));
    }

    @Test
    void opensTheRecordThatIsOfTheRoom() {
        Bytes record = Bytes.utf8("some");
        Bytes archived = key.sealRecord(record);
        assertEquals(record, key.openRecord(SOME, archived));
        assertEquals(archived, key.sealRecord(record));
        assertNull(other().openRecord(SOME, archived));
        assertNull(key.openRecord(Cid.ofBlock(CONTENT, HASHES), archived));
        Bytes derived =
                Hkdf.expand(KEY, Bytes.concat(Bytes.utf8("tropichat record seal 1\0"), SOME.bytes()), 32, HASHES);
        Bytes zeros = Bytes.wrap(new byte[Aead.NONCE_LENGTH]);
        assertEquals(new TestAead().seal(derived, zeros, Bytes.EMPTY, record), archived);
        // Whoever has the key can seal anything; a record it is by its name alone.
        assertNull(key.openRecord(SOME, new TestAead().seal(derived, zeros, Bytes.EMPTY, CONTENT)));
    }

    @Test
    void isTheKeyOfTheRoomWhoseRecordSaysSo() {
        RoomRecord closed = TestRoom.record(History.SHARED, 9);
        assertTrue(key.fits(closed));
        assertFalse(other().fits(closed));
        RoomRecord open = new RoomRecord(
                closed.settings(),
                RoomRecord.Policy.OPEN,
                History.SHARED,
                closed.delegation(),
                closed.timeMillis(),
                null);
        assertFalse(key.fits(open));
    }

    @Test
    void isSealedAsTheProtocolSays() {
        Bytes label = Bytes.utf8("tropichat room seal 1\0");
        Value place = Value.map()
                .with("room", SOME.text())
                .with("author", AUTHOR.publicKey())
                .with("lamport", 7)
                .with("time", TestRoom.NOW_MILLIS)
                .with("kind", KIND);
        Bytes derived = Hkdf.expand(KEY, label, Aead.KEY_LENGTH, HASHES);
        Bytes ciphertext = new TestAead().seal(derived, NONCE, Bytes.concat(label, Cbor.encode(place)), CONTENT);
        assertEquals(Bytes.concat(NONCE, ciphertext), sealed);
    }

    @Test
    void refusesWhatIsNoKey() {
        assertThrows(IllegalArgumentException.class, () -> new RoomKey(KEY.slice(1, 32), HASHES, new TestAead()));
    }
}
