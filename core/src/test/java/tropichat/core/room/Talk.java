package tropichat.core.room;

import java.util.List;
import tropichat.core.base.Bytes;
import tropichat.core.base.TestHashes;
import tropichat.core.identity.Profile;
import tropichat.core.identity.RoomName;
import tropichat.core.identity.TestSession;
import tropichat.core.wire.Cid;

/** Entries as a log holds them, each with an identifier of its own. */
final class Talk {
    /** Entries so far. */
    int count;

    Logged logged(Speaker by, long lamport, EntryBody body) {
        Cid id = Cid.ofBlock(Bytes.utf8("block " + ++count), new TestHashes());
        Entry entry = new Entry(RoomName.LOBBY, by.session(), lamport, count, List.of(), id, body);
        return new Logged(id, entry, Bytes.EMPTY, by, false);
    }

    static Speaker speaker(String name, String wallet, boolean proven) {
        return new Speaker(new TestSession(name).key(), new Profile(name, "#00aa88"), wallet, proven);
    }
}
