package tropichat.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;
import tropichat.core.base.Oldest;
import tropichat.core.gates.Ticket;
import tropichat.core.identity.Delegation;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.SignatureCheck;
import tropichat.core.room.Entry;
import tropichat.core.room.EntryBody;
import tropichat.core.room.Envelope;
import tropichat.core.room.Speaker;
import tropichat.core.rules.RoomKey;
import tropichat.core.wire.Cbor;
import tropichat.core.wire.Cid;

/** The profile entries that entries name: who spoke, with the wallet's delegation. Each is verified once. */
final class Profiles {
    /** As many as authors are kept. */
    static final int PROFILES_MAX = Authors.AUTHORS_MAX;

    /** Profiles that are read again of what was kept: each costs two signatures. A guess. */
    private static final int RECALLED_MAX = 32;

    /** One profile entry; it counts for nothing before its signatures were found right. */
    static final class Known {
        final Cid id;
        final Bytes block;
        final Entry entry;
        final EntryBody.AboutAuthor about;

        /** By which its author was let in; null where it names none that is its author's, for this room. */
        final @Nullable Ticket ticket;

        Speaker speaker;
        private final @Nullable Delegation delegation;
        private final List<Consumer<Boolean>> waiting = new ArrayList<>();
        private int checks;
        private boolean refused;

        private Known(Cid id, Bytes block, Entry entry, EntryBody.AboutAuthor about, Config config) throws Malformed {
            this.id = id;
            this.block = block;
            this.entry = entry;
            this.about = about;
            Bytes encoded = about.delegation();
            this.delegation = encoded == null ? null : Delegation.decode(encoded, config.hashes());
            this.ticket = about.ticket() == null ? null : ownTicket(Ticket.decode(about.ticket()));
            this.speaker =
                    new Speaker(entry.author(), about.profile(), about.wallet().text(config.hashes()), encoded != null);
        }

        private @Nullable Ticket ownTicket(Ticket named) {
            boolean isOwn = named.finding().room().equals(entry.room())
                    && named.finding().wallet().equals(about.wallet())
                    && named.session().equals(entry.author());
            return isOwn ? named : null;
        }

        /** Whether a contract is said to have signed: what that says one asks of it now, and here. */
        boolean isByContract() {
            return delegation != null && delegation.isByContract();
        }

        /** Nothing says here that the contract has signed: so it only claims that. */
        private void doubt() {
            speaker = new Speaker(speaker.session(), speaker.profile(), speaker.wallet(), false);
        }

        /** Whether a wallet has signed for it. */
        boolean isProven() {
            return speaker.proven();
        }
    }

    private final Host host;
    private final Config config;
    private final Devices devices;

    /** With which profiles are sealed in a closed room. */
    private final @Nullable RoomKey key;

    /** Whether the room has a law, which all must judge alike for good: there a ticket speaks for contracts, and no chain. */
    private final boolean isRuled;

    private final Map<Cid, Known> profiles = new LinkedHashMap<>();

    Profiles(Host host, Config config, @Nullable RoomKey key, boolean isRuled, Devices devices) {
        this.host = host;
        this.config = config;
        this.devices = devices;
        this.key = key;
        this.isRuled = isRuled;
    }

    /** The profile, verified or about to be; null where it is not known. */
    @Nullable
    Known find(Cid id) {
        return profiles.get(id);
    }

    /** The block of a profile that counts; null where there is none. */
    @Nullable
    Bytes block(@Nullable Cid id) {
        Known known = id == null ? null : profiles.get(id);
        return known == null || known.checks > 0 ? null : known.block;
    }

    /** Reads a profile that somebody sent, and has it verified where it is not known. */
    Known read(Bytes block, Cid id) throws Malformed {
        Known known = profiles.get(id);
        if (known != null) {
            return known;
        }
        Entry.Received received = Entry.decode(block, id);
        Entry entry = opened(received.entry());
        if (!(entry.body() instanceof EntryBody.AboutAuthor about)
                || !entry.room().equals(config.room())) {
            throw new Malformed(Reason.FIELD, "a profile that is none of this room");
        }
        Known read = new Known(id, block, entry, about, config);
        keep(read);
        Delegation delegation = read.delegation;
        Ticket ticket = read.ticket;
        read.checks = 1 + (delegation == null ? 0 : 1) + (ticket == null ? 0 : 1);
        if (isVouched(read) && ticket == null) {
            read.doubt();
        }
        check(read, received.check());
        if (ticket != null) {
            check(read, ticket.signatureCheck());
        }
        if (delegation != null) {
            checkWallet(read, delegation);
        }
        return read;
    }

    /** Whether a gatekeeper is believed about whose it is, if it is one of the room's ({@link Law#knows}). */
    private boolean isVouched(Known known) {
        return isRuled && known.isByContract();
    }

    private void checkWallet(Known known, Delegation delegation) {
        SignatureCheck check = delegation.signatureCheck(config.hashes());
        if (isVouched(known)) {
            // Asked all the same: the host tells the person what comes of it.
            host.verify(check, signed -> {});
            onChecked(known, true);
            return;
        }
        host.verify(check, valid -> {
            if (!valid && delegation.isByContract()) {
                known.doubt();
            }
            onChecked(known, valid || delegation.isByContract());
        });
    }

    /** The profile as it reads: in a closed room, and only there, it is sealed. */
    private Entry opened(Entry entry) throws Malformed {
        if (key == null) {
            return entry;
        }
        Bytes content = entry.body() instanceof EntryBody.SealedProfile sealed
                ? key.open(entry.envelope(), Envelope.PROFILE_KIND, sealed.sealed())
                : null;
        if (content == null) {
            throw new Malformed(Reason.FIELD, "a profile that was not sealed with the room's key");
        }
        return entry.withBody(EntryBody.decode(Envelope.PROFILE_KIND, Cbor.decodeFields(content)));
    }

    /** A profile as it is written. */
    Entry written(Entry entry, Bytes nonce) {
        return key == null
                ? entry
                : entry.withBody(new EntryBody.SealedProfile(key.seal(
                        entry.envelope(),
                        Envelope.PROFILE_KIND,
                        Cbor.encode(entry.body().encode()),
                        nonce)));
    }

    /** Our own, which needs no check. */
    Known add(Cid id, Bytes block, Entry entry, EntryBody.AboutAuthor about) {
        try {
            Known own = new Known(id, block, entry, about, config);
            keep(own);
            host.put(new Output.StoreProfile(id, block));
            return own;
        } catch (Malformed malformed) {
            throw new IllegalStateException("our own delegation or ticket is none", malformed);
        }
    }

    private void keep(Known known) {
        profiles.put(known.id, known);
        Oldest.forget(profiles.values(), PROFILES_MAX);
    }

    private void check(Known known, SignatureCheck check) {
        host.verify(check, valid -> onChecked(known, valid));
    }

    private void onChecked(Known known, boolean valid) {
        known.refused |= !valid;
        known.checks--;
        if (known.checks > 0) {
            return;
        }
        if (known.refused) {
            profiles.remove(known.id);
        } else {
            host.put(new Output.StoreProfile(known.id, known.block));
            learnDevice(known);
        }
        known.waiting.forEach(waiter -> waiter.accept(!known.refused));
        known.waiting.clear();
    }

    private void learnDevice(Known known) {
        Entry said = known.entry;
        // Of whose word is a gatekeeper's the law tells.
        if (known.delegation != null
                && !isVouched(known)
                && known.isProven()
                && covers(known, said.author(), said.timeMillis())) {
            EntryBody.AboutAuthor about = known.about;
            devices.learn(said.author(), known.delegation, about.prekey(), about.box(), said.timeMillis());
        }
    }

    /** Has those who said what was kept last known again, so that they can be written to. */
    void recall(List<Entry.Received> newest) {
        Set<Cid> named = new LinkedHashSet<>();
        for (Entry.Received each : newest) {
            Cid profile = each.entry().profile();
            if (profile != null && !profiles.containsKey(profile) && named.size() < RECALLED_MAX) {
                named.add(profile);
            }
        }
        if (!named.isEmpty()) {
            List<Cid> ids = new ArrayList<>(named);
            host.loadProfiles(ids, blocks -> {
                for (int i = 0; i < blocks.size(); i++) {
                    recall(ids.get(i), blocks.get(i));
                }
            });
        }
    }

    private void recall(Cid id, @Nullable Bytes block) {
        try {
            if (block != null && Cid.ofBlock(block, config.hashes()).equals(id)) {
                read(block, id);
            }
        } catch (Malformed malformed) {
            // Damaged: it comes again with what names it.
        }
    }

    /** Tells once it is known whether the profile's signatures are right. */
    void whenVerified(Known known, Consumer<Boolean> tell) {
        if (known.checks > 0) {
            known.waiting.add(tell);
        } else {
            tell.accept(!known.refused);
        }
    }

    /**
     * Whether the profile says who said something: it is the same session's, and its delegation was good when that was
     * made, by the time it has itself: so all judge alike, whenever they hear of it.
     */
    boolean covers(Known known, DidKey author, long timeMillis) {
        Delegation delegation = known.delegation;
        return known.entry.author().equals(author)
                && (delegation == null || config.takes(delegation, known.about.wallet(), author, timeMillis));
    }
}
