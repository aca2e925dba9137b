package tropichat.core.keys;

import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Aead;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;
import tropichat.core.identity.DidKey;
import tropichat.core.wire.Cbor;
import tropichat.core.wire.Cid;
import tropichat.core.wire.Fields;
import tropichat.core.wire.Value;

/**
 * The keys of one closed room, as one session has them: secrets of epochs go in, and what is said is sealed and opened with
 * them. Which epoch to seal in, who is a member of it and whom to grant it is for others to decide; that an author signed
 * what is to be opened must have been checked.
 *
 * <p>In a forward-secret room the state changes with everything that is sealed or opened. It must be kept before what was
 * sealed leaves the page, or a key may come to seal twice.
 */
public final class GroupKeys {
    /** Bytes of an epoch's secret. */
    public static final int SECRET_LENGTH = KeySchedule.SECRET_LENGTH;

    /** Sessions in an epoch of a forward-secret room, each of which has a chain; a guess. */
    public static final int SESSIONS_MAX = 1_024;

    /** Bytes of a secret that is handed down. */
    public static final int HANDED_DOWN_LENGTH = SECRET_LENGTH + Aead.TAG_LENGTH;

    private static final int VERSION = 1;

    // A zero byte ends the label: none is the beginning of another.
    private static final Bytes ASSOCIATED = Bytes.utf8("tropichat sealed 1\0");

    // A key for handing down is made for one former epoch, which has one secret: there is nothing for nonces to part.
    private static final Bytes ONLY_NONCE = Bytes.wrap(new byte[Aead.NONCE_LENGTH]);

    private final KeySchedule schedule;
    private final Aead aead;
    private final History history;
    private final Bytes ownChain;
    private final Map<Cid, Epoch> epochs = new LinkedHashMap<>();

    // Counts over all epochs: one may be forgotten, added again and sealed in.
    private int sealedHere;

    /** @param fresh {@link Sealed#CHAIN_LENGTH} random bytes, drawn anew whenever one of these is made */
    public GroupKeys(Hashes hashes, Aead aead, History history, Bytes fresh) {
        if (fresh.length() != Sealed.CHAIN_LENGTH) {
            throw new IllegalArgumentException("a chain's name has " + Sealed.CHAIN_LENGTH + " bytes");
        }
        this.schedule = new KeySchedule(hashes);
        this.aead = aead;
        this.history = history;
        this.ownChain = history == History.SHARED ? fresh : Bytes.EMPTY;
    }

    /** What an epoch says of its secret, so that its author can give the same one only to everybody. */
    public static Bytes commitment(Bytes secret, Hashes hashes) {
        return KeySchedule.commitment(secret, hashes);
    }

    /**
     * Takes an epoch's secret, {@link #SECRET_LENGTH} bytes that are what the epoch committed to. An epoch that is known
     * stays as it is.
     *
     * @param sessions all that are in the epoch; where the history is forward-secret at most {@link #SESSIONS_MAX}, and
     *     nobody else can be heard in it
     * @return the epoch that had to be forgotten for it, which is the one that was added first; else null
     */
    public @Nullable Cid add(Cid epoch, Bytes secret, Collection<DidKey> sessions) {
        if (secret.length() != SECRET_LENGTH) {
            throw new IllegalArgumentException("a secret has " + SECRET_LENGTH + " bytes");
        }
        if (knows(epoch)) {
            return null;
        }
        return put(
                epoch,
                switch (history) {
                    case SHARED -> new SharedEpoch(schedule, epoch, secret);
                    case FORWARD_SECRET -> ForwardSecretEpoch.of(epoch, secret, sessions, schedule);
                });
    }

    /** The epochs that are known. */
    public Set<Cid> epochs() {
        return Collections.unmodifiableSet(epochs.keySet());
    }

    public boolean knows(Cid epoch) {
        return epochs.containsKey(epoch);
    }

    /** The secret, to be granted to others; null where it is not known, or was erased. */
    public @Nullable Bytes secret(Cid epoch) {
        Epoch known = epochs.get(epoch);
        return known == null ? null : known.secret();
    }

    /** Where the history is forward-secret, it must not be added again: its used keys would be there again. */
    public void forget(Cid epoch) {
        epochs.remove(epoch);
    }

    /**
     * Seals what {@code self} says; null where another epoch is needed: this one is not known, {@code self} is not in it, or
     * has sealed as much in it as anybody may.
     *
     * @param context what else the entry says of its place, canonically encoded: room, parents
     * @param nonce {@link Aead#NONCE_LENGTH} random bytes
     */
    public @Nullable Sealed seal(Cid epoch, DidKey self, Bytes context, Bytes content, Bytes nonce) {
        Epoch known = epochs.get(epoch);
        if (known == null) {
            return null;
        }
        int index = known.next(self, sealedHere);
        if (known.refusal(self, ownChain, index) != null) {
            return null;
        }
        Bytes associated = associated(epoch, ownChain, index, self, context);
        Bytes ciphertext = aead.seal(known.key(self, ownChain, index), nonce, associated, content);
        known.onUsed(self, index);
        sealedHere++;
        return new Sealed(epoch, ownChain, index, nonce, ciphertext);
    }

    /** Opens what {@code author} sealed in this {@code context}. */
    public Opening open(DidKey author, Bytes context, Sealed sealed) {
        Epoch known = epochs.get(sealed.epoch());
        if (known == null) {
            return new Opening.Refused(Opening.Reason.UNKNOWN_EPOCH);
        }
        Opening.Reason refusal = known.refusal(author, sealed.chain(), sealed.index());
        if (refusal != null) {
            return new Opening.Refused(refusal);
        }
        Bytes key = known.key(author, sealed.chain(), sealed.index());
        Bytes associated = associated(sealed.epoch(), sealed.chain(), sealed.index(), author, context);
        Bytes content = aead.open(key, sealed.nonce(), associated, sealed.ciphertext());
        if (content == null) {
            return new Opening.Refused(Opening.Reason.FALSE);
        }
        known.onUsed(author, sealed.index());
        return new Opening.Opened(content);
    }

    /**
     * A former epoch's secret, sealed with the one that follows it, {@link #HANDED_DOWN_LENGTH} bytes: so whoever is granted
     * the newest reads back to the first. Only where the history is shared; elsewhere nobody has a former one.
     *
     * @param by the new epoch's secret
     */
    public Bytes handDown(Bytes by, Cid former, Bytes secret) {
        if (history != History.SHARED || secret.length() != SECRET_LENGTH) {
            throw new IllegalArgumentException("nothing that can be handed down");
        }
        return aead.seal(schedule.handDown(by, former), ONLY_NONCE, Bytes.EMPTY, secret);
    }

    /**
     * The former epoch's secret; null where it was not sealed so, or nothing is handed down here. Who sealed it may have
     * lied: it must be what that epoch committed to.
     */
    public @Nullable Bytes takeOver(Bytes by, Cid former, Bytes sealed) {
        if (history != History.SHARED || sealed.length() != HANDED_DOWN_LENGTH) {
            return null;
        }
        return aead.open(schedule.handDown(by, former), ONLY_NONCE, Bytes.EMPTY, sealed);
    }

    /** All that must outlive this page of an epoch, secret; null where it is not known. */
    public @Nullable Bytes state(Cid epoch) {
        Epoch known = epochs.get(epoch);
        return known == null
                ? null
                : Cbor.encode(known.encode().with("v", VERSION).with("epoch", new Value.Link(epoch)));
    }

    /** Takes back what {@link #state} gave, as {@link #add} takes an epoch. */
    public @Nullable Cid restore(Bytes state) throws Malformed {
        Fields fields = Cbor.decodeFields(state);
        if (fields.integer("v", 0, Integer.MAX_VALUE) != VERSION) {
            throw new Malformed(Reason.UNKNOWN_VERSION, "keys of another version");
        }
        Cid epoch = fields.link("epoch");
        Epoch restored = switch (history) {
            case SHARED -> SharedEpoch.decode(fields, epoch, schedule);
            case FORWARD_SECRET -> ForwardSecretEpoch.decode(fields, schedule);
        };
        return knows(epoch) ? null : put(epoch, restored);
    }

    private @Nullable Cid put(Cid id, Epoch epoch) {
        epochs.put(id, epoch);
        if (epochs.size() <= history.epochsMax()) {
            return null;
        }
        Iterator<Cid> ids = epochs.keySet().iterator();
        Cid oldest = ids.next();
        ids.remove();
        return oldest;
    }

    private static Bytes associated(Cid epoch, Bytes chain, int index, DidKey author, Bytes context) {
        Value place = Value.map()
                .with("author", author.publicKey())
                .with("epoch", new Value.Link(epoch))
                .with("chain", chain)
                .with("index", index)
                .with("context", context);
        return Bytes.concat(ASSOCIATED, Cbor.encode(place));
    }
}
