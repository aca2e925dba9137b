package tropichat.core;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Aead;
import tropichat.core.base.Bytes;
import tropichat.core.base.Limits;
import tropichat.core.base.Malformed;
import tropichat.core.base.TokenBucket;
import tropichat.core.gates.Ticket;
import tropichat.core.identity.Delegation;
import tropichat.core.identity.Profile;
import tropichat.core.identity.WalletAddress;
import tropichat.core.room.Entry;
import tropichat.core.room.EntryBody;
import tropichat.core.room.Logged;
import tropichat.core.room.Speaker;
import tropichat.core.wire.Cid;

/** What this peer says: entries, signed one after the other so that each names the one before as its parent. */
final class Speech {
    private final Room room;
    private final Identity self;
    private final Host host;
    private final TokenBucket bucket;
    private final ArrayDeque<Wanted> queue = new ArrayDeque<>();
    private final List<Consumer<@Nullable Cid>> unnamed = new ArrayList<>();
    private boolean signing;

    /** Whether it is known where the log ends. */
    private boolean ended;

    /** The entry that says who we are, which all others name; null before the first. */
    private @Nullable Cid own;

    /** By which it says that we were let in; null where it names none. */
    private @Nullable Ticket named;

    private Profile profile;

    /** When the person said something last. */
    private long saidAtMillis;

    Speech(Room room) {
        this.room = room;
        this.self = room.self;
        this.host = room.host;
        this.profile = self.profile();
        this.ended = !room.config.restores();
        this.bucket = new TokenBucket(Limits.AUTHOR_ENTRIES_PER_SECOND, Limits.OWN_ENTRIES_BURST, host.nowMillis());
    }

    Profile profile() {
        return profile;
    }

    void say(Input.Utterance said) {
        boolean isText = said instanceof Input.Say;
        if (isText && room.law != null && room.law.isSlow(saidAtMillis)) {
            refuse(Event.Refusal.SLOW);
        } else if (enqueue(() -> body(said)) && isText) {
            room.typing.end();
            saidAtMillis = host.nowMillis();
        }
    }

    /** Says something to one account alone. */
    void write(WalletAddress to, Input.Utterance said) {
        Event.Refusal refusal = room.letters.refusal(to);
        if (refusal != null) {
            refuse(refusal);
        } else {
            enqueue(() -> new EntryBody.Opened(self.wallet(), to, body(said)));
        }
    }

    private static EntryBody body(Input.Utterance said) throws Malformed {
        return switch (said) {
            case Input.Say say -> EntryBody.Text.parse(say.text(), say.action(), say.reply());
            case Input.Edit edit -> EntryBody.Edit.parse(edit.target(), edit.text());
            case Input.Retract retract -> new EntryBody.Retraction(retract.target());
            case Input.React react -> EntryBody.Reaction.parse(react.target(), react.emoji(), react.on());
        };
    }

    void archived(Input.Archived archived) {
        enqueue(() -> EntryBody.Archived.parse(archived.where(), archived.head(), archived.entries()));
    }

    void changeProfile(Profile changed) {
        if (!changed.equals(profile)) {
            enqueue(about(changed));
        }
    }

    /** Says again who we are, to those who were told something else. */
    void repeatProfile() {
        if (own != null || !room.connections.open().isEmpty()) {
            enqueue(about(profile));
        }
    }

    private EntryBody.AboutAuthor about(Profile shown) {
        Delegation delegation = self.delegation();
        Ticket ticket = room.turnstile.ticket();
        return new EntryBody.AboutAuthor(
                shown,
                self.wallet(),
                delegation == null ? null : delegation.encode(room.config.hashes()),
                room.letters.prekey(),
                room.letters.wallet(),
                ticket == null ? null : ticket.encode());
    }

    void stop() {
        queue.clear();
    }

    /** Says what has waited until it was known where the log ends. */
    void go() {
        ended = true;
        signNext();
    }

    /**
     * What waits to be said.
     *
     * @param draft of a letter: what it is to be sealed with
     */
    private record Wanted(EntryBody body, Letters.@Nullable Draft draft) {
        boolean isReady() {
            return draft == null || draft.isReady();
        }
    }

    /** What the person wants to say, where it can be said. */
    private interface Wish {
        EntryBody body() throws Malformed;
    }

    private boolean enqueue(Wish wish) {
        try {
            return enqueue(wish.body());
        } catch (Malformed malformed) {
            refuse(
                    switch (malformed.reason()) {
                        case TOO_LARGE -> Event.Refusal.TEXT_TOO_LONG;
                        case SYNTAX -> Event.Refusal.MARK_INVALID;
                        default -> Event.Refusal.TEXT_EMPTY;
                    });
            return false;
        }
    }

    // The bucket also bounds the queue: a burst is all that can wait.
    private boolean enqueue(EntryBody body) {
        Delegation delegation = self.delegation();
        if (delegation != null && host.nowMillis() >= delegation.expirationMillis()) {
            refuse(Event.Refusal.DELEGATION_ENDED);
            return false;
        }
        Event.Refusal unlawful = room.law == null ? null : room.law.refusal();
        if (unlawful != null) {
            refuse(unlawful);
            return false;
        }
        if (!bucket.take(1, host.nowMillis())) {
            refuse(Event.Refusal.TOO_FAST);
            return false;
        }
        queue.add(new Wanted(body, body instanceof EntryBody.Opened letter ? room.letters.draft(letter.to()) : null));
        signNext();
        return true;
    }

    /** Says what has waited for something that is there now. */
    void signNext() {
        Law law = room.law;
        Wanted next = queue.peek();
        if (signing || !ended || next == null || !next.isReady() || !maySpeak()) {
            return;
        }
        if (next.draft() != null && !next.draft().reaches()) {
            queue.remove();
            refuse(Event.Refusal.LETTER_UNSEALED);
            signNext();
        } else if (next.body() instanceof EntryBody.AboutAuthor about) {
            queue.remove();
            // With what it names now: it may have waited.
            Entry entry = ofProfile(about(about.profile()));
            sign(entry, written(entry), this::publish, () -> {});
        } else if (own == null || room.turnstile.isOutdated(named)) {
            // What waits behind the profile cannot be said without it.
            nameSelf(queue::remove);
        } else {
            Entry entry = of(next.body(), own);
            Entry letter = next.draft() == null ? entry : room.letters.seal(entry, next.draft());
            Entry written = law == null || law.key == null ? letter : law.secrets.seal(letter);
            if (written != null) {
                queue.remove();
                sign(entry, written, this::publish, () -> {});
            }
        }
    }

    /** Whether what is said now would count; where keys are wanting for that, they are seen to. */
    private boolean maySpeak() {
        return !room.turnstile.isAwaited() && (room.law == null || room.law.maySpeak());
    }

    /** Tells the entry that says who we are, made now where there is none; null where it cannot be signed. */
    void identify(Consumer<@Nullable Cid> tell) {
        if (own != null) {
            tell.accept(own);
            return;
        }
        unnamed.add(tell);
        nameWhereWanted();
    }

    private void nameWhereWanted() {
        if (!unnamed.isEmpty() && !signing && !room.turnstile.isAwaited()) {
            nameSelf(() -> {});
        }
    }

    /** A gatekeeper has let us in: what waited for that can be said. */
    void onTicket() {
        nameWhereWanted();
        signNext();
    }

    private void nameSelf(Runnable whenNot) {
        Entry entry = ofProfile(about(profile));
        sign(entry, written(entry), this::introduce, () -> {
            whenNot.run();
            tellName();
        });
    }

    private Entry written(Entry about) {
        return room.profiles.written(about, room.chance.bytes(Aead.NONCE_LENGTH));
    }

    private void tellName() {
        List<Consumer<@Nullable Cid>> waiting = new ArrayList<>(unnamed);
        unnamed.clear();
        waiting.forEach(each -> each.accept(own));
    }

    private Entry of(EntryBody body, @Nullable Cid named) {
        return new Entry(
                room.config.room(),
                self.session(),
                room.log.nextLamport(host.nowMillis()),
                host.nowMillis(),
                room.log.parents(),
                named,
                body);
    }

    private Entry ofProfile(EntryBody.AboutAuthor about) {
        return Entry.ofProfile(
                room.config.room(), self.session(), room.log.nextLamport(host.nowMillis()), host.nowMillis(), about);
    }

    /**
     * @param entry as it reads
     * @param written as others get it: the same, or sealed
     */
    private void sign(Entry entry, Entry written, BiConsumer<Entry, Bytes> whenSigned, Runnable whenNot) {
        signing = true;
        host.sign(written.signable(), signature -> {
            signing = false;
            if (signature == null) {
                whenNot.run();
                refuse(Event.Refusal.NOT_SIGNED);
            } else {
                Bytes block = written.block(signature);
                if (room.law != null) {
                    room.law.secrets.onTaken(Cid.ofBlock(block, room.config.hashes()), written);
                }
                whenSigned.accept(entry, block);
            }
            signNext();
        });
    }

    /** Who we are goes along with what we say: to those who may not know, and not by itself. */
    private void introduce(Entry entry, Bytes block) {
        if (entry.body() instanceof EntryBody.AboutAuthor about) {
            own = Cid.ofBlock(block, room.config.hashes());
            profile = about.profile();
            named = room.profiles.add(own, block, entry, about).ticket;
            room.authors.learn(entry, speaker(about.profile()));
            tellName();
        }
    }

    private void publish(Entry entry, Bytes block) {
        Cid id = Cid.ofBlock(block, room.config.hashes());
        introduce(entry, block);
        room.log.add(id, entry);
        room.trim();
        Logged logged = new Logged(id, entry, block, speaker(profile), false);
        // Kept before it is sent: what others have, we shall not have lost.
        host.store(logged, Output.Origin.OWN, kept -> {
            room.broadcast.say(logged);
            room.receipts.follow(id);
        });
        switch (entry.body()) {
            case EntryBody.Text text ->
                host.emit(new Event.OwnMessage(id, profile, text.text(), text.action(), entry.timeMillis()));
            case EntryBody.AboutAuthor ignored -> host.emit(new Event.ProfileChanged(profile));
            case EntryBody.Edit ignored -> {}
            case EntryBody.Retraction ignored -> {}
            case EntryBody.Reaction ignored -> {}
            case EntryBody.Archived ignored -> {}
            case EntryBody.Sealed ignored -> {}
            case EntryBody.SealedProfile ignored -> {}
            case EntryBody.Lettered ignored -> {}
            case EntryBody.Opened ignored -> {}
        }
    }

    private Speaker speaker(Profile shown) {
        return new Speaker(self.session(), shown, self.wallet().text(room.config.hashes()), self.delegation() != null);
    }

    private void refuse(Event.Refusal refusal) {
        host.emit(new Event.Refused(refusal));
    }
}
