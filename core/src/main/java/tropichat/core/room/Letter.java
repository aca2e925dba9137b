package tropichat.core.room;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Aead;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Limits;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.WalletAddress;
import tropichat.core.wire.Cbor;
import tropichat.core.wire.Fields;
import tropichat.core.wire.Value;

/**
 * What one account says to another alone: sealed with a key of its own, which is sealed once for each device of the two.
 *
 * @param check what the key is told by: else its author could have one device read this and another that
 * @param shares the key for each device, at most {@link #SHARES_MAX}
 * @param sealed the nonce, then what is said and to whom
 * @param wallets what wallets open it by; null where none does
 */
public record Letter(
        Bytes check,
        List<Share> shares,
        Bytes sealed,
        @Nullable Wallets wallets) {
    public static final int KEY_LENGTH = Aead.KEY_LENGTH;

    /** Devices of the two together: with the longest text, their shares leave a third of an entry free. */
    public static final int SHARES_MAX = 64;

    static final String KIND = "letter";

    private static final int CHECK_LENGTH = 32;
    private static final int SEALED_BYTES_MIN = Aead.NONCE_LENGTH + Aead.TAG_LENGTH;

    // A zero byte ends each: no label is the beginning of another.
    private static final Bytes LABEL = Bytes.utf8("tropichat letter 1\0");
    private static final Bytes CHECK_LABEL = Bytes.utf8("tropichat letter key 1\0");
    private static final Bytes WALLET_LABEL = Bytes.utf8("tropichat letter wallet 1\0");

    public Letter {
        shares = Collections.unmodifiableList(new ArrayList<>(shares));
    }

    /**
     * The letter's key for one device.
     *
     * @param sealed by HPKE, 1 to {@link #SEALED_BYTES_MAX}
     */
    public record Share(DidKey session, Bytes sealed) {
        static final int SEALED_BYTES_MAX = 128;
    }

    /**
     * How wallets open it, on whatever device they are: what is in their boxes makes, with the salt, the letter's key. A
     * wallet's box says neither whose it is nor where it belongs; the letter that the key opens does.
     *
     * @param to whom it is written to: the same as is sealed in it
     * @param salt {@link #SALT_LENGTH} random bytes, of this letter alone
     * @param own the box of the author's wallet; null where there is none
     * @param other that of the other account's
     */
    public record Wallets(
            WalletAddress to,
            Bytes salt,
            @Nullable Bytes own,
            @Nullable Bytes other) {
        public static final int SECRET_LENGTH = 32;
        public static final int SALT_LENGTH = 32;

        /** An X25519 key, a nonce, a tag, and some words with the secret. */
        private static final int BOX_BYTES_MIN = 32 + 24 + 16;

        private static final int BOX_BYTES_MAX = 256;

        /**
         * The key of a letter: who has it, on a device, does not learn by it what opens the author's others.
         *
         * @param secret {@link #SECRET_LENGTH} random bytes
         */
        public static Bytes key(Bytes secret, Bytes salt, Hashes hashes) {
            return hashes.sha256(Bytes.concat(WALLET_LABEL, secret, salt));
        }

        private Value encode() {
            return Value.map()
                    .with("to", to.bytes())
                    .with("salt", salt)
                    .with("own", own)
                    .with("other", other);
        }

        private static Wallets decode(Fields fields) throws Malformed {
            Bytes own = box(fields, "own");
            Bytes other = box(fields, "other");
            if (own == null && other == null) {
                throw new Malformed(Reason.FIELD, "a letter to wallets, and to none");
            }
            return new Wallets(
                    WalletAddress.of(fields, "to"), fields.blob("salt", SALT_LENGTH, SALT_LENGTH), own, other);
        }

        private static @Nullable Bytes box(Fields fields, String name) throws Malformed {
            return fields.has(name) ? fields.blob(name, BOX_BYTES_MIN, BOX_BYTES_MAX) : null;
        }
    }

    /** The key that was sealed for a session; null where none was. */
    public @Nullable Bytes share(DidKey session) {
        for (Share share : shares) {
            if (share.session().equals(session)) {
                return share.sealed();
            }
        }
        return null;
    }

    /** Whether such a thing is written in letters: what people say, and what they say about that. */
    public static boolean canHold(EntryBody said) {
        return said instanceof EntryBody.Text
                || said instanceof EntryBody.Edit
                || said instanceof EntryBody.Retraction
                || said instanceof EntryBody.Reaction;
    }

    // ---- Sealing

    /**
     * A letter as it is sent.
     *
     * @param place the entry that is to hold it: it opens there alone
     * @param key {@link #KEY_LENGTH} random bytes, or as {@link Wallets#key} makes them; they seal nothing else
     * @param nonce {@link Aead#NONCE_LENGTH} random bytes
     */
    public static Letter seal(
            Entry place,
            EntryBody.Opened content,
            Bytes key,
            List<Share> shares,
            @Nullable Wallets wallets,
            Bytes nonce,
            Aead aead,
            Hashes hashes) {
        Bytes check = check(key, hashes);
        Bytes plain = Cbor.encode(Value.map()
                .with("to", content.to().bytes())
                .with("kind", content.said().kind())
                .with("body", content.said().encode()));
        Bytes sealed = Bytes.concat(nonce, aead.seal(key, nonce, associated(place, check), plain));
        return new Letter(check, shares, sealed, wallets);
    }

    /**
     * What it says; null where that cannot be known: another key, another place, or nothing that is written in letters.
     *
     * @param from the account that the author's profile proves
     */
    public EntryBody.@Nullable Opened open(Entry place, WalletAddress from, Bytes key, Aead aead, Hashes hashes) {
        if (key.length() != KEY_LENGTH || !check(key, hashes).equals(check)) {
            return null;
        }
        Bytes nonce = sealed.slice(0, Aead.NONCE_LENGTH);
        Bytes plain = aead.open(key, nonce, associated(place, check), sealed.slice(Aead.NONCE_LENGTH, sealed.length()));
        try {
            return plain == null ? null : read(from, Cbor.decodeFields(plain));
        } catch (Malformed malformed) {
            // Its author's doing, which nobody else could see: nobody who passed it on is to blame.
            return null;
        }
    }

    private EntryBody.@Nullable Opened read(WalletAddress from, Fields fields) throws Malformed {
        WalletAddress to = WalletAddress.of(fields, "to");
        EntryBody said = EntryBody.decode(fields.text("kind", EntryBody.KIND_CHARS_MAX), fields.map("body"));
        // Whoever keeps it closed lists it by what stands outside.
        boolean isAsOutside = wallets == null || wallets.to().equals(to);
        return canHold(said) && isAsOutside ? new EntryBody.Opened(from, to, said) : null;
    }

    private static Bytes check(Bytes key, Hashes hashes) {
        return hashes.sha256(Bytes.concat(CHECK_LABEL, key));
    }

    private static Bytes associated(Entry place, Bytes check) {
        Value encoded = Value.map()
                .with("author", place.author().publicKey())
                .with("check", check)
                .with("context", place.context());
        return Bytes.concat(LABEL, Cbor.encode(encoded));
    }

    // ---- As it is written

    Value encode() {
        List<Value> written = new ArrayList<>();
        for (Share share : shares) {
            written.add(Value.map().with("to", share.session().publicKey()).with("sealed", share.sealed()));
        }
        return Value.map()
                .with("check", check)
                .with("shares", new Value.Sequence(written))
                .with("sealed", sealed)
                .with("wallets", wallets == null ? null : wallets.encode());
    }

    static Letter decode(Fields fields) throws Malformed {
        List<Share> shares = new ArrayList<>();
        for (Value value : fields.list("shares", SHARES_MAX)) {
            Fields share = Fields.of(value);
            shares.add(new Share(DidKey.of(share, "to"), share.blob("sealed", 1, Share.SEALED_BYTES_MAX)));
        }
        if (shares.isEmpty()) {
            throw new Malformed(Reason.FIELD, "a letter to nobody");
        }
        return new Letter(
                fields.blob("check", CHECK_LENGTH, CHECK_LENGTH),
                shares,
                fields.blob("sealed", SEALED_BYTES_MIN, Limits.ENTRY_BYTES_MAX),
                fields.has("wallets") ? Wallets.decode(fields.map("wallets")) : null);
    }
}
