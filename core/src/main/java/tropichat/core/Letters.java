package tropichat.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Aead;
import tropichat.core.base.Bytes;
import tropichat.core.identity.Delegation;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.EthereumAddress;
import tropichat.core.link.Hello;
import tropichat.core.room.Entry;
import tropichat.core.room.EntryBody;
import tropichat.core.room.Letter;
import tropichat.core.rules.State;

/** What is written to one account alone: seals it for the devices of both, and opens what was sealed for this one. */
final class Letters {
    private final Room room;
    private final @Nullable Device device;

    /** Of rooms without a law that tells of them. */
    final Devices devices = new Devices();

    Letters(Room room) {
        this.room = room;
        this.device = room.self.delegation() == null ? null : room.self.device();
    }

    /** What others are told to seal letters to; null where nothing is read here, or the room's law tells of it. */
    @Nullable
    Bytes prekey() {
        return device == null || isClosed() ? null : device.key();
    }

    /** A session has said which its key is, on a link on which it has proven itself. */
    void onProven(DidKey session, Hello hello) {
        Delegation delegation = hello.delegation();
        Bytes prekey = hello.prekey();
        if (delegation != null && prekey != null) {
            devices.learn(session, delegation, prekey);
        }
    }

    private boolean isClosed() {
        return room.law != null && room.law.key != null;
    }

    // ---- Writing

    /** A letter's key, on its way to being sealed for the devices that are to read it. */
    final class Draft {
        final EthereumAddress to;
        private final Bytes key = room.chance.bytes(Letter.KEY_LENGTH);
        private final List<Letter.Share> shares = new ArrayList<>();

        /** Seals that are under way, and one more until all have begun. */
        private int left = 1;

        /** Whether a device of the other account is among the shares. */
        private boolean reaches;

        private Draft(EthereumAddress to) {
            this.to = to;
        }

        boolean isReady() {
            return left == 0;
        }

        /** Whether the other account can read it, once it is ready. */
        boolean reaches() {
            return reaches;
        }

        private void share(DidKey session, boolean isOther, @Nullable Bytes prekey) {
            if (prekey == null) {
                close();
                return;
            }
            room.host.seal(Output.Purpose.LETTER, prekey, key, share -> {
                if (share != null) {
                    shares.add(new Letter.Share(session, share));
                    reaches |= isOther;
                }
                close();
            });
        }

        private void close() {
            left--;
            if (left == 0) {
                room.speech.signNext();
            }
        }
    }

    /** Why nothing can be written to an account; null where it can. */
    Event.@Nullable Refusal refusal(EthereumAddress to) {
        if (device == null) {
            return Event.Refusal.DELEGATION_ENDED;
        }
        if (to.equals(room.self.wallet())) {
            return Event.Refusal.LETTER_TO_SELF;
        }
        return isKnown(to) ? null : Event.Refusal.LETTER_UNREACHABLE;
    }

    private boolean isKnown(EthereumAddress account) {
        State state = isClosed() && room.law != null ? room.law.state() : null;
        return isClosed()
                ? state != null && !state.devices(account).isEmpty()
                : !devices.of(account, room.host.nowMillis()).isEmpty();
    }

    /** Begins to seal a key for the devices of both; {@link Speech} is told when it is ready. */
    Draft draft(EthereumAddress to) {
        Draft draft = new Draft(to);
        seal(draft, to);
        seal(draft, room.self.wallet());
        draft.close();
        return draft;
    }

    private void seal(Draft draft, EthereumAddress account) {
        boolean isOther = account.equals(draft.to);
        Law law = room.law;
        State state = law == null || law.key == null ? null : law.state();
        if (law != null && state != null) {
            List<State.Device> all = state.devices(account);
            for (State.Device each : all.subList(Math.max(0, all.size() - Devices.DEVICES_MAX), all.size())) {
                draft.left++;
                law.secrets.epochs.granting.withPreKey(
                        account, each, prekey -> draft.share(each.session(), isOther, prekey));
            }
            return;
        }
        Map<DidKey, Bytes> known = devices.of(account, room.host.nowMillis());
        if (!isOther && device != null) {
            known.put(room.self.session(), device.key());
        }
        known.forEach((session, prekey) -> {
            draft.left++;
            draft.share(session, isOther, prekey);
        });
    }

    /** The entry as it is written, its place being known. */
    Entry seal(Entry entry, Draft draft) {
        if (device == null || !(entry.body() instanceof EntryBody.Opened content)) {
            throw new IllegalStateException("no letter");
        }
        Bytes nonce = room.chance.bytes(Aead.NONCE_LENGTH);
        return entry.withBody(new EntryBody.Lettered(
                Letter.seal(entry, content, draft.key, draft.shares, nonce, device.aead(), room.config.hashes())));
    }

    // ---- Reading

    /**
     * Opens a letter that really was its author's, where it is for us. Where it is not, or says nothing that counts, it stays
     * as it is: others keep it all the same, and cannot know.
     *
     * @param then runs once that is clear, perhaps at once
     */
    void open(Claimed claimed, Letter letter, Runnable then) {
        Profiles.Known author = claimed.profile();
        Device own = device;
        Bytes share = letter.share(room.self.session());
        if (own == null || share == null || !author.isProven()) {
            then.run();
            return;
        }
        room.host.unseal(Output.Purpose.LETTER, share, key -> {
            EntryBody.Opened opened = key == null
                    ? null
                    : letter.open(claimed.entry, author.about.wallet(), key, own.aead(), room.config.hashes());
            if (opened != null && isOurs(opened)) {
                claimed.entry = claimed.entry.withBody(opened);
            }
            then.run();
        });
    }

    /** Whoever says that we wrote to somebody, or that somebody wrote to us, is one of the two. */
    private boolean isOurs(EntryBody.Opened opened) {
        EthereumAddress self = room.self.wallet();
        return !opened.from().equals(opened.to())
                && (opened.from().equals(self) || opened.to().equals(self));
    }
}
