package tropichat.core.rules;

import org.jspecify.annotations.Nullable;
import tropichat.core.base.Aead;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.keys.Hkdf;
import tropichat.core.room.Envelope;
import tropichat.core.wire.Cbor;
import tropichat.core.wire.Cid;
import tropichat.core.wire.Value;

/**
 * The key of a closed room, which its members and its invitations have. The law and the profiles are sealed with it, and in
 * archives the record: that hides them from archives and passers-by. It never changes, so who was a member once can read them for good; what is said
 * is sealed in epochs.
 */
public class RoomKey {
    /** Bytes by which what is sealed is longer than its content: the nonce and the tag. */
    public static final int SEALING_BYTES = Aead.NONCE_LENGTH + Aead.TAG_LENGTH;

    // A zero byte ends it: no label is the beginning of another.
    private static final Bytes LABEL = Bytes.utf8("tropichat room seal 1\0");

    private static final Bytes RECORD_LABEL = Bytes.utf8("tropichat record seal 1\0");

    /** For keys that seal one content alone. */
    private static final Bytes ONLY_NONCE = Bytes.wrap(new byte[Aead.NONCE_LENGTH]);

    private final Bytes key;
    private final Hashes hashes;
    private final Aead aead;
    private final Bytes check;
    private final Bytes sealing;

    /** @param key {@link RoomRecord#KEY_BYTES} random bytes */
    public RoomKey(Bytes key, Hashes hashes, Aead aead) {
        this.key = key;
        this.hashes = hashes;
        this.aead = aead;
        this.check = RoomRecord.keyCheck(key, hashes);
        // Nothing to extract: all of its bits are random (RFC 5869, section 3.3).
        this.sealing = Hkdf.expand(key, LABEL, Aead.KEY_LENGTH, hashes);
    }

    /** Whether it is this room's key. */
    public boolean fits(RoomRecord record) {
        return check.equals(record.keyCheck());
    }

    /**
     * The nonce, then what is sealed. It opens in its place alone: not under another author's name, at another time, or as
     * another kind of entry.
     *
     * @param place of the entry that is to hold it; its parents and profile are the signature's matter
     * @param nonce {@link Aead#NONCE_LENGTH} random bytes: by chance none comes twice among the 2^32 that one key may seal
     *     (NIST SP 800-38D, section 8.3), of which a room's rules and profiles are a small part
     */
    public Bytes seal(Envelope place, String kind, Bytes content, Bytes nonce) {
        return Bytes.concat(nonce, aead.seal(sealing, nonce, associated(place, kind), content));
    }

    /** What was sealed; null where it was not sealed so: with this key, in this place. */
    public @Nullable Bytes open(Envelope place, String kind, Bytes sealed) {
        if (sealed.length() < SEALING_BYTES) {
            return null;
        }
        Bytes nonce = sealed.slice(0, Aead.NONCE_LENGTH);
        Bytes ciphertext = sealed.slice(Aead.NONCE_LENGTH, sealed.length());
        return aead.open(sealing, nonce, associated(place, kind), ciphertext);
    }

    /**
     * The room's record as archives keep it, the same whoever seals it: with a key that is for the one record of this
     * identifier, so that nothing else is ever sealed with it.
     */
    public Bytes sealRecord(Bytes record) {
        return aead.seal(recordKey(Cid.ofBlock(record, hashes)), ONLY_NONCE, Bytes.EMPTY, record);
    }

    /** The record's block; null where it is not this room's, or was sealed with another key. */
    public @Nullable Bytes openRecord(Cid room, Bytes sealed) {
        Bytes record = aead.open(recordKey(room), ONLY_NONCE, Bytes.EMPTY, sealed);
        return record != null && Cid.ofBlock(record, hashes).equals(room) ? record : null;
    }

    private Bytes recordKey(Cid room) {
        return Hkdf.expand(key, Bytes.concat(RECORD_LABEL, room.bytes()), Aead.KEY_LENGTH, hashes);
    }

    private static Bytes associated(Envelope place, String kind) {
        Value encoded = Value.map()
                .with("room", place.room().text())
                .with("author", place.author().publicKey())
                .with("lamport", place.lamport())
                .with("time", place.timeMillis())
                .with("kind", kind);
        return Bytes.concat(LABEL, Cbor.encode(encoded));
    }
}
