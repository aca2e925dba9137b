package tropichat.bench.keys;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import tropichat.core.base.Aead;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.identity.DidKey;
import tropichat.core.keys.GroupKeys;
import tropichat.core.keys.History;
import tropichat.core.keys.Opening;
import tropichat.core.keys.Sealed;
import tropichat.core.wire.Cid;
import tropichat.crypto.JvmAead;
import tropichat.crypto.JvmHashes;

/** What some say in one epoch, sealed by each with keys of its own, and opened by somebody else. */
final class Talk {
    private static final Hashes HASHES = new JvmHashes();
    private static final int AUTHORS = 20;

    /** Of a text and the map around it. */
    private static final int CONTENT_BYTES = 230;

    /** Room and parents, as an entry with two of them has. */
    private static final int CONTEXT_BYTES = 170;

    private final Random random;
    private final History history;
    private final Bytes secret;
    private final Cid epoch;
    private final List<DidKey> authors = new ArrayList<>();
    private final List<GroupKeys> speakers = new ArrayList<>();
    private final Bytes context;
    private final Bytes content;
    private final List<Sealed> sealed = new ArrayList<>();

    Talk(History history, long seed) {
        this.history = history;
        random = new Random(seed);
        secret = bytes(GroupKeys.SECRET_LENGTH);
        epoch = Cid.ofBlock(secret, HASHES);
        context = bytes(CONTEXT_BYTES);
        content = bytes(CONTENT_BYTES);
        for (int i = 0; i < AUTHORS; i++) {
            authors.add(new DidKey(bytes(DidKey.KEY_LENGTH)));
        }
        authors.forEach(ignored -> speakers.add(keys()));
    }

    private Bytes bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return Bytes.wrap(bytes);
    }

    private GroupKeys keys() {
        GroupKeys keys = new GroupKeys(HASHES, new JvmAead(), history, bytes(Sealed.CHAIN_LENGTH));
        keys.add(epoch, secret, authors);
        return keys;
    }

    /** All speak in turn. */
    void seal(int entries) {
        for (int i = 0; i < entries; i++) {
            Sealed next = speakers.get(i % AUTHORS)
                    .seal(epoch, authors.get(i % AUTHORS), context, content, bytes(Aead.NONCE_LENGTH));
            if (next == null) {
                throw new IllegalStateException("nothing more can be sealed in this epoch");
            }
            sealed.add(next);
        }
    }

    /** Somebody who has the epoch's secret, and has opened nothing yet. */
    GroupKeys listener() {
        return keys();
    }

    /** Opens all that was said. */
    void open(GroupKeys listener) {
        for (int i = 0; i < sealed.size(); i++) {
            Opening opening = listener.open(authors.get(i % AUTHORS), context, sealed.get(i));
            if (!(opening instanceof Opening.Opened opened) || !opened.content().equals(content)) {
                throw new IllegalStateException("what was sealed does not open: " + opening);
            }
        }
    }
}
