package tropichat.core.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.base.TestAead;
import tropichat.core.base.TestHashes;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.TestSession;
import tropichat.core.wire.Cid;

/** A session in a closed room: its keys, and what it draws by chance. */
final class Keyholder {
    static final TestHashes HASHES = new TestHashes();
    static final Bytes ROOM = Bytes.utf8("room, parents");
    static final Cid EPOCH = epoch("first");

    final DidKey session;
    final History history;
    private final Random random;
    private final List<Cid> epochs = new ArrayList<>();
    GroupKeys keys;

    Keyholder(String name, History history) {
        this.session = new TestSession(name).key();
        this.history = history;
        this.random = new Random(name.hashCode());
        this.keys = fresh();
    }

    static Cid epoch(String name) {
        return Cid.ofBlock(Bytes.utf8(name), HASHES);
    }

    static Bytes secret(Cid epoch) {
        return HASHES.sha256(Bytes.concat(Bytes.utf8("secret of "), epoch.bytes()));
    }

    /** An epoch in which all of these are. */
    static void begin(Cid epoch, Keyholder... holders) {
        List<DidKey> sessions = new ArrayList<>();
        for (Keyholder holder : holders) {
            sessions.add(holder.session);
        }
        for (Keyholder holder : holders) {
            holder.keys.add(epoch, secret(epoch), sessions);
            holder.epochs.add(epoch);
        }
    }

    Sealed seal(String text) {
        return seal(EPOCH, ROOM, text);
    }

    Sealed seal(Cid epoch, Bytes context, String text) {
        Sealed sealed = keys.seal(epoch, session, context, Bytes.utf8(text), chance(12));
        assertNotNull(sealed);
        return sealed;
    }

    Opening open(Keyholder author, Sealed sealed) {
        return keys.open(author.session, ROOM, sealed);
    }

    void assertOpens(String text, Keyholder author, Sealed sealed) {
        assertEquals(new Opening.Opened(Bytes.utf8(text)), open(author, sealed));
    }

    void assertRefuses(Opening.Reason reason, Keyholder author, Sealed sealed) {
        assertEquals(new Opening.Refused(reason), open(author, sealed));
    }

    /** The page is loaded again: what was kept is all that there is. */
    void reload() throws Malformed {
        GroupKeys reloaded = fresh();
        for (Cid epoch : epochs) {
            Bytes state = keys.state(epoch);
            if (state != null) {
                reloaded.restore(state);
            }
        }
        keys = reloaded;
    }

    Bytes chance(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return Bytes.wrap(bytes);
    }

    private GroupKeys fresh() {
        return new GroupKeys(HASHES, new TestAead(), history, chance(Sealed.CHAIN_LENGTH));
    }
}
