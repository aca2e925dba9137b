package tropichat.archive;

import static tropichat.archive.TestRoom.HASHES;

import java.util.stream.Stream;
import tropichat.core.base.Aead;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.identity.Delegation;
import tropichat.core.identity.RoomName;
import tropichat.core.keys.History;
import tropichat.core.room.Envelope;
import tropichat.core.rules.RoomKey;
import tropichat.core.rules.RoomRecord;
import tropichat.core.rules.RoomSettings;
import tropichat.core.rules.Rule;
import tropichat.core.rules.RuleEntry;
import tropichat.core.rules.SealedRecord;
import tropichat.core.wire.Cid;
import tropichat.crypto.JvmAead;

/** A room that belongs to the person who speaks in it: its record, and rules. */
final class TestLaw {
    private static final Bytes KEY = HASHES.sha256(Bytes.utf8("the room's key"));

    final TestRoom room;
    final Bytes record;
    private final boolean closed;
    private final RoomKey key = new RoomKey(KEY, HASHES, new JvmAead());
    private long lamport = 1;

    /** @param name of the person */
    TestLaw(String name, RoomRecord.Policy policy) {
        closed = policy == RoomRecord.Policy.INVITE;
        TestRoom person = new TestRoom(name);
        record = record(person);
        room = new TestRoom(name, new RoomName(Cid.ofBlock(record, HASHES).text()));
    }

    private Bytes record(TestRoom person) {
        try {
            RoomRecord made = new RoomRecord(
                    new RoomSettings("Garden", "", 100, 0, 0, 0),
                    closed ? RoomRecord.Policy.INVITE : RoomRecord.Policy.OPEN,
                    History.SHARED,
                    Delegation.decode(
                            person.delegation(TestRoom.START_MILLIS, TestRoom.START_MILLIS + TestRoom.DAY_MILLIS),
                            HASHES),
                    TestRoom.START_MILLIS,
                    closed ? RoomRecord.keyCheck(KEY, HASHES) : null);
            return made.block(person.session.sign(made.signable(HASHES)), HASHES);
        } catch (Malformed malformed) {
            throw new AssertionError(malformed);
        }
    }

    /** As archives keep it. */
    Bytes archivedRecord() {
        return closed ? new SealedRecord(room.room, key.sealRecord(record)).encode() : record;
    }

    Bytes profile() {
        return closed ? room.sealedProfile() : room.profile();
    }

    /** A rule of the owner's that has seen these. */
    Bytes rule(Rule rule, Bytes... seen) {
        Envelope place = place(lamport++, seen);
        Bytes nonce = HASHES.sha256(Bytes.utf8("nonce " + lamport)).slice(0, Aead.NONCE_LENGTH);
        return sign(place, closed ? key.seal(place, RuleEntry.KIND, rule.encode(), nonce) : rule.encode());
    }

    Envelope place(long at, Bytes... seen) {
        return new Envelope(
                room.room,
                room.session.did(),
                at,
                TestRoom.START_MILLIS + at,
                Stream.of(seen).map(block -> Cid.ofBlock(block, HASHES)).toList(),
                Cid.ofBlock(profile(), HASHES));
    }

    Bytes sign(Envelope place, Bytes content) {
        RuleEntry entry = new RuleEntry(place, content);
        return entry.block(room.session.sign(entry.signable()));
    }
}
