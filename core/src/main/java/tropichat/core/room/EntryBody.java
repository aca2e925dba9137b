package tropichat.core.room;

import org.jspecify.annotations.Nullable;
import tropichat.core.base.Aead;
import tropichat.core.base.Bytes;
import tropichat.core.base.Limits;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;
import tropichat.core.base.Utf8;
import tropichat.core.identity.Card;
import tropichat.core.identity.Profile;
import tropichat.core.identity.WalletAddress;
import tropichat.core.keys.PreKey;
import tropichat.core.wire.Cbor;
import tropichat.core.wire.Cid;
import tropichat.core.wire.Fields;
import tropichat.core.wire.Value;

/** What an entry says. */
public sealed interface EntryBody {
    int KIND_CHARS_MAX = 16;

    /** A delegation is at most some 3 kB. */
    int DELEGATION_BYTES_MAX = 8 * 1024;

    /** What is sealed of a profile: one with a delegation and a ticket, and its sealing. */
    int SEALED_PROFILE_BYTES_MAX = 16 * 1024;

    /** UTF-8 of one emoji: the longest sequence that Unicode recommends (a family or couple) has 35 bytes. */
    int EMOJI_BYTES_MAX = 48;

    /** What names the head of an archive: a CID, or an OrbitDB address. */
    int ARCHIVE_CHARS_MAX = 256;

    /**
     * Words, 1 to {@link Limits#TEXT_BYTES_MAX} bytes of UTF-8 and not only white space.
     *
     * @param action the text tells what the author does, as in {@code /me waves}
     * @param reply the entry that it answers; null where it answers none
     */
    record Text(String text, boolean action, @Nullable Cid reply) implements EntryBody {
        public static Text parse(String text, boolean action, @Nullable Cid reply) throws Malformed {
            return new Text(words(written(text)), action, reply);
        }
    }

    /** The body of an entry that says itself who its author is. */
    sealed interface OfProfile extends EntryBody {}

    /**
     * Who the author is: sent along with what it says to those who may not know, and by itself when it changes.
     *
     * @param wallet the account's address; only claimed where there is no delegation
     * @param delegation the wallet's signature that names the author's session, encoded; null where there is none
     * @param prekey to which letters to this session are sealed (X25519); null where none are read there, or the room's law
     *     tells of it
     * @param box to which letters to the wallet are sealed (X25519, too); null where the wallet opens none
     * @param ticket a gatekeeper's that let the author's session in, encoded; null where there is none
     */
    record AboutAuthor(
            Profile profile,
            WalletAddress wallet,
            @Nullable Bytes delegation,
            @Nullable Bytes prekey,
            @Nullable Bytes box,
            @Nullable Bytes ticket)
            implements OfProfile {
        public AboutAuthor(Profile profile, WalletAddress wallet, @Nullable Bytes delegation) {
            this(profile, wallet, delegation, null, null, null);
        }
    }

    /**
     * The same, of a closed room: only who has the room's key learns more of the author than its session.
     *
     * @param sealed the nonce, then the body of an {@link AboutAuthor}; at most {@link #SEALED_PROFILE_BYTES_MAX}
     */
    record SealedProfile(Bytes sealed) implements OfProfile {
        private static final int BYTES_MIN = Aead.NONCE_LENGTH + Aead.TAG_LENGTH;

        /** By this field it is told from an open one. */
        private static final String FIELD = "sealed";
    }

    /** Other words for a text of the same owner's. */
    record Edit(Cid target, String text) implements EntryBody {
        public static Edit parse(Cid target, String text) throws Malformed {
            return new Edit(target, words(written(text)));
        }
    }

    /** A text of the same owner's is taken back. */
    record Retraction(Cid target) implements EntryBody {}

    /** An emoji put to an entry, or taken away from it. */
    record Reaction(Cid target, String emoji, boolean on) implements EntryBody {
        public static Reaction parse(Cid target, String emoji, boolean on) throws Malformed {
            Bytes utf8 = Bytes.utf8(emoji);
            if (utf8.length() > EMOJI_BYTES_MAX || emoji.isBlank()) {
                throw new Malformed(Reason.SYNTAX, "a reaction is one emoji");
            }
            return new Reaction(target, Utf8.decode(utf8), on);
        }
    }

    /**
     * Where an archive of the room can be found: the signed head record.
     *
     * @param where the kind of archive, as {@code ipfs}
     * @param head what names its newest batch there
     * @param entries how many entries it holds
     */
    record Archived(String where, String head, long entries) implements EntryBody {
        public static Archived parse(String where, String head, long entries) throws Malformed {
            boolean named = !where.isBlank() && where.length() <= KIND_CHARS_MAX && !head.isBlank();
            if (!named || head.length() > ARCHIVE_CHARS_MAX || entries < 0 || entries > Value.Int.MAX) {
                throw new Malformed(Reason.SYNTAX, "an archive has a kind, a head and a count");
            }
            return new Archived(where, head, entries);
        }
    }

    /** What is said in a closed room, for the members of an epoch: the {@linkplain #encodeContent content} of a body. */
    record Sealed(tropichat.core.keys.Sealed sealed) implements EntryBody {}

    /** What one account says to another alone, sealed: see {@link Letter}. */
    record Lettered(Letter letter) implements EntryBody {}

    /**
     * The same, opened: only the two accounts get to see this, and it is never written so.
     *
     * @param said what is {@linkplain Letter#canHold written in letters}
     */
    record Opened(WalletAddress from, WalletAddress to, EntryBody said) implements EntryBody {
        /** Whether both belong to what the same two said to one another. */
        boolean isBesides(Opened other) {
            return (from.equals(other.from) && to.equals(other.to)) || (from.equals(other.to) && to.equals(other.from));
        }
    }

    /** What it says; of a letter that was opened, what that says. */
    default EntryBody said() {
        return this instanceof Opened opened ? opened.said() : this;
    }

    /** The entry that this one changes or marks; null where it stands for itself, or is sealed. */
    default @Nullable Cid target() {
        return switch (this) {
            case Edit edit -> edit.target();
            case Retraction retraction -> retraction.target();
            case Reaction reaction -> reaction.target();
            case Text ignored -> null;
            case AboutAuthor ignored -> null;
            case Archived ignored -> null;
            case Sealed ignored -> null;
            case SealedProfile ignored -> null;
            case Lettered ignored -> null;
            case Opened opened -> opened.said().target();
        };
    }

    default String kind() {
        return switch (this) {
            case Text ignored -> "text";
            case OfProfile ignored -> Envelope.PROFILE_KIND;
            case Edit ignored -> "edit";
            case Retraction ignored -> "retract";
            case Reaction ignored -> "react";
            case Archived ignored -> "archive";
            case Sealed ignored -> Envelope.SEALED_KIND;
            case Lettered ignored -> Letter.KIND;
            case Opened ignored -> Letter.KIND;
        };
    }

    default Value encode() {
        return switch (this) {
            case Text text ->
                Value.map()
                        .with("text", text.text())
                        .with("action", text.action() ? new Value.Bool(true) : null)
                        .with("reply", text.reply() == null ? null : new Value.Link(text.reply()));
            case AboutAuthor about ->
                about.profile()
                        .card()
                        .addTo(Value.map()
                                .with("name", about.profile().name())
                                .with("color", about.profile().color())
                                .with("wallet", about.wallet().bytes())
                                .with("delegation", about.delegation())
                                .with("prekey", about.prekey())
                                .with("box", about.box())
                                .with("ticket", about.ticket()));
            case Edit edit -> of(edit.target()).with("text", edit.text());
            case Retraction retraction -> of(retraction.target());
            case Reaction reaction ->
                of(reaction.target()).with("emoji", reaction.emoji()).with("on", new Value.Bool(reaction.on()));
            case Archived archived ->
                Value.map()
                        .with("where", archived.where())
                        .with("head", archived.head())
                        .with("entries", archived.entries());
            case Sealed sealed -> sealed.sealed().encode();
            case SealedProfile profile -> Value.map().with(SealedProfile.FIELD, profile.sealed());
            case Lettered lettered -> lettered.letter().encode();
            case Opened ignored -> throw new IllegalStateException("a letter is written sealed");
        };
    }

    private static Value.Mapping of(Cid target) {
        return Value.map().with("target", new Value.Link(target));
    }

    static EntryBody decode(String kind, Fields fields) throws Malformed {
        return switch (kind) {
            case "text" ->
                new Text(
                        words(fields.text("text", Limits.TEXT_BYTES_MAX)),
                        fields.has("action") && fields.flag("action"),
                        fields.has("reply") ? fields.link("reply") : null);
            case Envelope.PROFILE_KIND -> profile(fields);
            case "edit" -> new Edit(fields.link("target"), words(fields.text("text", Limits.TEXT_BYTES_MAX)));
            case "retract" -> new Retraction(fields.link("target"));
            case "react" ->
                Reaction.parse(fields.link("target"), fields.text("emoji", EMOJI_BYTES_MAX), fields.flag("on"));
            case "archive" ->
                Archived.parse(
                        fields.text("where", KIND_CHARS_MAX),
                        fields.text("head", ARCHIVE_CHARS_MAX),
                        fields.integer("entries", 0, Value.Int.MAX));
            case Letter.KIND -> new Lettered(Letter.decode(fields));
            case Envelope.SEALED_KIND -> new Sealed(tropichat.core.keys.Sealed.decode(fields));
            default -> throw new Malformed(Reason.UNKNOWN_VERSION, "an entry of an unknown kind");
        };
    }

    private static OfProfile profile(Fields fields) throws Malformed {
        if (fields.has(SealedProfile.FIELD)) {
            return new SealedProfile(
                    fields.blob(SealedProfile.FIELD, SealedProfile.BYTES_MIN, SEALED_PROFILE_BYTES_MAX));
        }
        return new AboutAuthor(
                Profile.parse(fields.text("name", Limits.TEXT_BYTES_MAX), fields.text("color", Limits.TEXT_BYTES_MAX))
                        .with(Card.of(fields)),
                WalletAddress.of(fields, "wallet"),
                fields.optionalBlob("delegation", DELEGATION_BYTES_MAX),
                fields.optionalBlob("prekey", PreKey.KEY_LENGTH, PreKey.KEY_LENGTH),
                fields.optionalBlob("box", PreKey.KEY_LENGTH, PreKey.KEY_LENGTH),
                fields.optionalBlob("ticket", Limits.TICKET_BYTES_MAX));
    }

    /** What is sealed of what is said in a closed room: its kind, too, so that nobody else learns even that. */
    static Bytes encodeContent(EntryBody said) {
        if (!canBeContent(said.kind())) {
            throw new IllegalArgumentException("nothing of the kind " + said.kind() + " is sealed in an epoch");
        }
        return Cbor.encode(Value.map().with("kind", said.kind()).with("body", said.encode()));
    }

    /** Reads what was sealed; a profile is not, since its own entry says so outside, nor what is sealed already. */
    static EntryBody decodeContent(Bytes content) throws Malformed {
        Fields fields = Cbor.decodeFields(content);
        String kind = fields.text("kind", KIND_CHARS_MAX);
        if (!canBeContent(kind)) {
            throw new Malformed(Reason.FIELD, "something sealed that cannot be");
        }
        return decode(kind, fields.map("body"));
    }

    private static boolean canBeContent(String kind) {
        return !kind.equals(Envelope.SEALED_KIND) && !kind.equals(Envelope.PROFILE_KIND);
    }

    /** What somebody typed, as everybody will read it: encoding replaces lone surrogates. */
    private static String written(String text) throws Malformed {
        return Utf8.decode(Bytes.utf8(text));
    }

    private static String words(String text) throws Malformed {
        if (Utf8.length(text) > Limits.TEXT_BYTES_MAX) {
            throw new Malformed(Reason.TOO_LARGE, "a text has at most " + Limits.TEXT_BYTES_MAX + " bytes");
        }
        if (text.isBlank()) {
            throw new Malformed(Reason.FIELD, "a text that says nothing");
        }
        return text;
    }
}
