package tropichat.core;

import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Limits;
import tropichat.core.base.Malformed;
import tropichat.core.base.TokenBucket;
import tropichat.core.identity.Profile;
import tropichat.core.link.Frame;
import tropichat.core.room.Entry;
import tropichat.core.room.EntryBody;
import tropichat.core.wire.Cid;

/** What this peer says: entries, signed one after the other so that each names the one before as its parent. */
final class Speech {
    /** How often we say that we are writing, at most. */
    static final long TYPING_PAUSE_MILLIS = 2_000;

    private final Config config;
    private final Identity self;
    private final Host host;
    private final Mesh mesh;
    private final TokenBucket bucket;
    private final ArrayDeque<EntryBody> queue = new ArrayDeque<>();
    private boolean signing;
    private Profile profile;
    private long typingSaidAtMillis;

    Speech(Config config, Identity self, Host host, Mesh mesh) {
        this.config = config;
        this.self = self;
        this.host = host;
        this.mesh = mesh;
        this.profile = self.profile();
        this.bucket = new TokenBucket(Limits.AUTHOR_ENTRIES_PER_SECOND, Limits.AUTHOR_ENTRIES_BURST, host.nowMillis());
    }

    Profile profile() {
        return profile;
    }

    void say(String text, boolean action) {
        try {
            enqueue(EntryBody.Text.parse(text, action));
            typingSaidAtMillis = 0;
        } catch (Malformed malformed) {
            refuse(
                    malformed.reason() == Malformed.Reason.TOO_LARGE
                            ? Event.Refusal.TEXT_TOO_LONG
                            : Event.Refusal.TEXT_EMPTY);
        }
    }

    void changeProfile(Profile changed) {
        if (!changed.equals(profile)) {
            enqueue(new EntryBody.Renamed(changed));
        }
    }

    void setTyping(boolean typing) {
        boolean said = typingSaidAtMillis != 0;
        if (typing && (!said || host.nowMillis() - typingSaidAtMillis >= TYPING_PAUSE_MILLIS)) {
            typingSaidAtMillis = host.nowMillis();
            mesh.broadcast(new Frame.Typing(true));
        } else if (!typing && said) {
            typingSaidAtMillis = 0;
            mesh.broadcast(new Frame.Typing(false));
        }
    }

    void stop() {
        queue.clear();
    }

    // The bucket also bounds the queue: a burst is all that can wait.
    private void enqueue(EntryBody body) {
        if (!bucket.take(1, host.nowMillis())) {
            refuse(Event.Refusal.TOO_FAST);
            return;
        }
        queue.add(body);
        signNext();
    }

    private void signNext() {
        EntryBody body = signing ? null : queue.poll();
        if (body == null) {
            return;
        }
        signing = true;
        Entry entry = new Entry(
                config.room(),
                self.session(),
                mesh.timeline().nextLamport(),
                host.nowMillis(),
                mesh.timeline().parents(),
                body);
        Consumer<@Nullable Bytes> whenSigned = signature -> {
            signing = false;
            publish(entry, signature);
            signNext();
        };
        host.sign(entry.signable(), whenSigned);
    }

    private void publish(Entry entry, @Nullable Bytes signature) {
        if (signature == null) {
            refuse(Event.Refusal.NOT_SIGNED);
            return;
        }
        Bytes block = entry.block(signature);
        Cid id = Cid.ofBlock(block, config.hashes());
        mesh.timeline().add(id, entry);
        mesh.broadcast(new Frame.Said(block));
        switch (entry.body()) {
            case EntryBody.Text text ->
                host.emit(new Event.OwnMessage(id, profile, text.text(), text.action(), entry.timeMillis()));
            case EntryBody.Renamed renamed -> {
                profile = renamed.profile();
                host.emit(new Event.ProfileChanged(profile));
            }
        }
    }

    private void refuse(Event.Refusal refusal) {
        host.emit(new Event.Refused(refusal));
    }
}
