package tropichat.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Aead;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.base.Oldest;
import tropichat.core.identity.Delegation;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.WalletAddress;
import tropichat.core.link.Hello;
import tropichat.core.room.Entry;
import tropichat.core.room.EntryBody;
import tropichat.core.room.EntryKey;
import tropichat.core.room.Letter;
import tropichat.core.rules.State;
import tropichat.core.wire.Cid;

/**
 * What is written to one account alone: seals it for the devices of both, and for their wallets where these open letters;
 * opens what was sealed for this device, and, when the person has had the wallet open its box, what was sealed for that.
 */
final class Letters {
    private final Room room;
    private final @Nullable Device device;

    /** Accounts whose letters of ours have a vault at a time; a guess. */
    private static final int VAULTS_MAX = 256;

    /** Of rooms without a law that tells of them; and wallets. */
    final Devices devices = new Devices();

    private final Map<WalletAddress, Vault> vaults = new LinkedHashMap<>();

    /** What our wallet opens; null where the person does not want that, or it cannot. */
    private @Nullable Bytes wallet;

    Letters(Room room) {
        this.room = room;
        this.device = room.self.delegation() == null ? null : room.self.device();
        this.wallet = device == null ? null : device.wallet();
    }

    /** What others are told to seal letters to; null where nothing is read here, or the room's law tells of it. */
    @Nullable
    Bytes prekey() {
        return device == null || isClosed() ? null : device.key();
    }

    /** What others are told to seal letters to our wallet to; null where it opens none. */
    @Nullable
    Bytes wallet() {
        return wallet;
    }

    /** The person wants letters to be opened by the wallet, too, or not any more. */
    void shareWallet(@Nullable Bytes key) {
        boolean isKey = key == null || key.length() == Hello.BOX_KEY_BYTES;
        if (device != null && isKey && !Objects.equals(key, wallet)) {
            wallet = key;
            room.speech.repeatProfile();
        }
    }

    /** Whether what is written to an account can be opened by its wallet. */
    boolean sealsToWallet(WalletAddress account) {
        return !isForwardSecret() && devices.wallet(account, room.host.nowMillis()) != null;
    }

    /** A session has said which its key is, on a link on which it has proven itself. */
    void onProven(DidKey session, Hello hello) {
        Delegation delegation = hello.delegation();
        if (delegation != null) {
            devices.learn(session, delegation, hello.prekey(), hello.box(), room.host.nowMillis());
        }
    }

    private boolean isClosed() {
        return room.law != null && room.law.key != null;
    }

    /** Where what is said is read once, and its keys are erased: no later device could open it, whatever its wallet has. */
    private boolean isForwardSecret() {
        return isClosed() && room.law != null && room.law.secrets.isForwardSecret();
    }

    // ---- Writing

    /**
     * What the wallets of two accounts open letters by. It serves all that we write to one account as long as we are here, so
     * that whoever has the wallet open one letter need not be asked for each.
     */
    private final class Vault {
        private final Bytes secret = room.chance.bytes(Letter.Wallets.SECRET_LENGTH);

        /** Of the two wallets; null where one opens no letters. */
        private final @Nullable Bytes ownKey;

        private final @Nullable Bytes otherKey;

        /** Whether the secret is sealed for both, or about to be: whoever writes meanwhile stands behind who waits for that. */
        private boolean isFilled;

        /** The secret as each opens it; null before it is sealed. */
        private @Nullable Bytes own;

        private @Nullable Bytes other;

        private Vault(@Nullable Bytes ownKey, @Nullable Bytes otherKey) {
            this.ownKey = ownKey;
            this.otherKey = otherKey;
        }

        private boolean isOf(@Nullable Bytes now, @Nullable Bytes otherNow) {
            return Objects.equals(ownKey, now) && Objects.equals(otherKey, otherNow);
        }
    }

    /** What the wallets of an account and our own open; null where neither opens letters. */
    private @Nullable Vault vault(WalletAddress to) {
        Bytes other = devices.wallet(to, room.host.nowMillis());
        if (isForwardSecret() || (wallet == null && other == null)) {
            return null;
        }
        Vault vault = vaults.remove(to);
        if (vault == null || !vault.isOf(wallet, other)) {
            vault = new Vault(wallet, other);
        }
        // Used last stands last.
        vaults.put(to, vault);
        Oldest.forget(vaults.values(), VAULTS_MAX);
        return vault;
    }

    /** A letter's key, on its way to being sealed for the devices that are to read it. */
    final class Draft {
        final WalletAddress to;
        private final @Nullable Vault vault;

        /** The key, or what makes it, with what the vault has. */
        private final Bytes salt = room.chance.bytes(Letter.KEY_LENGTH);

        private final Bytes key;
        private final List<Letter.Share> shares = new ArrayList<>();

        /** Seals that are under way, and one more until all have begun. */
        private int left = 1;

        /** Whether a device of the other account is among the shares. */
        private boolean reaches;

        private Draft(WalletAddress to) {
            this.to = to;
            this.vault = vault(to);
            this.key = vault == null ? salt : Letter.Wallets.key(vault.secret, salt, room.config.hashes());
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

        /** Seals what is in the vault for the wallets, unless that was done. */
        private void fill(Vault open) {
            if (!open.isFilled) {
                open.isFilled = true;
                box(open, open.ownKey, box -> open.own = box);
                box(open, open.otherKey, box -> open.other = box);
            }
        }

        private void box(Vault open, @Nullable Bytes to, Consumer<@Nullable Bytes> then) {
            if (to == null) {
                return;
            }
            left++;
            room.host.seal(Output.Purpose.WALLET, to, open.secret, box -> {
                then.accept(box);
                // What could not be done is tried with the next letter.
                open.isFilled &= box != null;
                close();
            });
        }

        private Letter.@Nullable Wallets wallets() {
            return vault == null || (vault.own == null && vault.other == null)
                    ? null
                    : new Letter.Wallets(to, salt, vault.own, vault.other);
        }

        private void close() {
            left--;
            if (left == 0) {
                room.speech.signNext();
            }
        }
    }

    /** Why nothing can be written to an account; null where it can. */
    Event.@Nullable Refusal refusal(WalletAddress to) {
        if (device == null) {
            return Event.Refusal.DELEGATION_ENDED;
        }
        if (to.equals(room.self.wallet())) {
            return Event.Refusal.LETTER_TO_SELF;
        }
        return isKnown(to) ? null : Event.Refusal.LETTER_UNREACHABLE;
    }

    private boolean isKnown(WalletAddress account) {
        State state = isClosed() && room.law != null ? room.law.state() : null;
        return isClosed()
                ? state != null && !state.devices(account).isEmpty()
                : !devices.of(account, room.host.nowMillis()).isEmpty();
    }

    /** Begins to seal a key for the devices of both; {@link Speech} is told when it is ready. */
    Draft draft(WalletAddress to) {
        Draft draft = new Draft(to);
        seal(draft, to);
        seal(draft, room.self.wallet());
        if (draft.vault != null) {
            draft.fill(draft.vault);
        }
        draft.close();
        return draft;
    }

    private void seal(Draft draft, WalletAddress account) {
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
                Letter.seal(entry, content, draft.key, draft.shares, draft.wallets(), nonce, device.aead(), hashes())));
    }

    // ---- Reading

    /**
     * Opens a letter that really was its author's, where it is for us. Where it is not, or says nothing that counts, it stays
     * as it is: others keep it all the same, and cannot know.
     *
     * @param then runs once that is clear, perhaps at once
     */
    void open(Claimed claimed, Letter letter, Runnable then) {
        Bytes share = letter.share(room.self.session());
        Letter.Wallets wallets = letter.wallets();
        if (claimed.walletSecret != null) {
            open(
                    claimed,
                    letter,
                    wallets == null ? null : Letter.Wallets.key(claimed.walletSecret, wallets.salt(), hashes()));
            then.run();
        } else if (share == null || device == null) {
            then.run();
        } else {
            room.host.unseal(Output.Purpose.LETTER, share, key -> {
                open(claimed, letter, key);
                then.run();
            });
        }
    }

    private void open(Claimed claimed, Letter letter, @Nullable Bytes key) {
        Profiles.Known author = claimed.profile();
        if (key == null || device == null || !author.isProven()) {
            return;
        }
        EntryBody.Opened opened = letter.open(claimed.entry, author.about.wallet(), key, device.aead(), hashes());
        if (opened != null && isOurs(opened)) {
            claimed.entry = claimed.entry.withBody(opened);
        }
    }

    /** Opens one that is kept closed, by what the wallet had in its box: all else is verified as if it had just come. */
    void open(Cid id, Bytes secret) {
        EntryKey kept = room.log.key(id);
        if (kept == null) {
            refuseToOpen();
            return;
        }
        room.host.load(List.of(kept), blocks -> {
            Claimed claimed = read(id, first(blocks));
            Cid profile = claimed == null ? null : claimed.entry.profile();
            if (claimed == null || profile == null) {
                refuseToOpen();
                return;
            }
            claimed.walletSecret = secret;
            room.host.loadProfiles(
                    List.of(profile), found -> claimed.verify(first(found), verdict -> storeOpened(claimed)));
        });
    }

    private static @Nullable Bytes first(List<@Nullable Bytes> blocks) {
        return blocks.isEmpty() ? null : blocks.getFirst();
    }

    private @Nullable Claimed read(Cid id, @Nullable Bytes block) {
        try {
            return block == null ? null : Claimed.read(room, block, id);
        } catch (Malformed malformed) {
            // Damaged where it was kept.
            return null;
        }
    }

    private void storeOpened(Claimed claimed) {
        if (claimed.entry.body() instanceof EntryBody.Opened) {
            room.host.store(claimed.logged(false), Output.Origin.LATE, kept -> {});
        } else {
            refuseToOpen();
        }
    }

    private void refuseToOpen() {
        room.host.emit(new Event.Refused(Event.Refusal.LETTER_CLOSED));
    }

    private Hashes hashes() {
        return room.config.hashes();
    }

    /** Whoever says that we wrote to somebody, or that somebody wrote to us, is one of the two. */
    private boolean isOurs(EntryBody.Opened opened) {
        WalletAddress self = room.self.wallet();
        return !opened.from().equals(opened.to())
                && (opened.from().equals(self) || opened.to().equals(self));
    }
}
