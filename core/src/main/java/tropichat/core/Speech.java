package tropichat.core;

import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Limits;
import tropichat.core.base.Malformed;
import tropichat.core.base.TokenBucket;
import tropichat.core.identity.Delegation;
import tropichat.core.identity.Profile;
import tropichat.core.link.Frame;
import tropichat.core.room.Entry;
import tropichat.core.room.EntryBody;
import tropichat.core.wire.Cid;

/** What this peer says: entries, signed one after the other so that each names the one before as its parent. */
final class Speech {
    /** How often we say that we are writing, at most. */
    static final long TYPING_PAUSE_MILLIS = 2_000;

    private final Room room;
    private final Identity self;
    private final Host host;
    private final TokenBucket bucket;
    private final ArrayDeque<EntryBody> queue = new ArrayDeque<>();
    private boolean signing;

    /** Whether an entry that says who we are stands before the first that says anything else. */
    private boolean introduced;

    private Profile profile;
    private long typingSaidAtMillis;

    Speech(Room room) {
        this.room = room;
        this.self = room.self;
        this.host = room.host;
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
            enqueue(about(changed));
        }
    }

    void setTyping(boolean typing) {
        boolean said = typingSaidAtMillis != 0;
        if (typing && (!said || host.nowMillis() - typingSaidAtMillis >= TYPING_PAUSE_MILLIS)) {
            typingSaidAtMillis = host.nowMillis();
            tell(new Frame.Typing(true));
        } else if (!typing && said) {
            typingSaidAtMillis = 0;
            tell(new Frame.Typing(false));
        }
    }

    private void tell(Frame frame) {
        for (Link link : room.connections.open()) {
            link.send(frame);
        }
    }

    private EntryBody about(Profile shown) {
        Delegation delegation = self.delegation();
        return new EntryBody.AboutAuthor(
                shown, self.wallet(), delegation == null ? null : delegation.encode(room.config.hashes()));
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
        if (signing || queue.isEmpty()) {
            return;
        }
        boolean introduces = !introduced && queue.element() instanceof EntryBody.Text;
        EntryBody body = introduces ? about(profile) : queue.remove();
        signing = true;
        Entry entry = new Entry(
                room.config.room(),
                self.session(),
                room.timeline.nextLamport(),
                host.nowMillis(),
                introduces ? List.of() : room.timeline.parents(),
                body);
        Consumer<@Nullable Bytes> whenSigned = signature -> {
            signing = false;
            if (signature == null) {
                if (introduces) {
                    queue.remove();
                }
                refuse(Event.Refusal.NOT_SIGNED);
            } else if (introduces) {
                introduce(entry, entry.block(signature));
            } else {
                publish(entry, entry.block(signature));
            }
            signNext();
        };
        host.sign(entry.signable(), whenSigned);
    }

    /** Who we are goes along with what we say: to those who may not know, and not by itself. */
    private void introduce(Entry entry, Bytes block) {
        introduced = true;
        if (entry.body() instanceof EntryBody.AboutAuthor about) {
            room.authors.learn(entry, block, about);
        }
    }

    private void publish(Entry entry, Bytes block) {
        Cid id = Cid.ofBlock(block, room.config.hashes());
        room.timeline.add(id, entry);
        if (entry.body() instanceof EntryBody.AboutAuthor) {
            introduce(entry, block);
        }
        room.broadcast.say(id, block);
        switch (entry.body()) {
            case EntryBody.Text text ->
                host.emit(new Event.OwnMessage(id, profile, text.text(), text.action(), entry.timeMillis()));
            case EntryBody.AboutAuthor about -> {
                profile = about.profile();
                host.emit(new Event.ProfileChanged(profile));
            }
        }
    }

    private void refuse(Event.Refusal refusal) {
        host.emit(new Event.Refused(refusal));
    }
}
