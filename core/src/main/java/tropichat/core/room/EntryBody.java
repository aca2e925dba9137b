package tropichat.core.room;

import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Limits;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;
import tropichat.core.base.Utf8;
import tropichat.core.identity.EthereumAddress;
import tropichat.core.identity.Profile;
import tropichat.core.wire.Fields;
import tropichat.core.wire.Value;

/** What an entry says. */
public sealed interface EntryBody {
    int KIND_CHARS_MAX = 16;

    /** A delegation is at most some 3 kB. */
    int DELEGATION_BYTES_MAX = 8 * 1024;

    /**
     * Words, 1 to {@link Limits#TEXT_BYTES_MAX} bytes of UTF-8 and not only white space.
     *
     * @param action the text tells what the author does, as in {@code /me waves}
     */
    record Text(String text, boolean action) implements EntryBody {
        public static Text parse(String text, boolean action) throws Malformed {
            // Encoding replaces lone surrogates; what is signed is what everybody reads.
            Bytes utf8 = Bytes.utf8(text);
            if (utf8.length() > Limits.TEXT_BYTES_MAX) {
                throw new Malformed(Reason.TOO_LARGE, "a text has at most " + Limits.TEXT_BYTES_MAX + " bytes");
            }
            if (text.isBlank()) {
                throw new Malformed(Reason.FIELD, "a text that says nothing");
            }
            return new Text(Utf8.decode(utf8), action);
        }
    }

    /**
     * Who the author is: sent along with what it says to those who may not know, and by itself when it changes.
     *
     * @param wallet the account's address; only claimed where there is no delegation
     * @param delegation the wallet's signature that names the author's session, encoded; null where there is none
     */
    record AboutAuthor(
            Profile profile,
            EthereumAddress wallet,
            @Nullable Bytes delegation) implements EntryBody {}

    default String kind() {
        return switch (this) {
            case Text ignored -> "text";
            case AboutAuthor ignored -> "profile";
        };
    }

    default Value encode() {
        return switch (this) {
            case Text text ->
                Value.map().with("text", text.text()).with("action", text.action() ? new Value.Bool(true) : null);
            case AboutAuthor about ->
                Value.map()
                        .with("name", about.profile().name())
                        .with("color", about.profile().color())
                        .with("wallet", about.wallet().bytes())
                        .with("delegation", about.delegation());
        };
    }

    static EntryBody decode(String kind, Fields fields) throws Malformed {
        return switch (kind) {
            case "text" ->
                Text.parse(fields.text("text", Limits.TEXT_BYTES_MAX), fields.has("action") && fields.flag("action"));
            case "profile" ->
                new AboutAuthor(
                        Profile.parse(
                                fields.text("name", Limits.TEXT_BYTES_MAX),
                                fields.text("color", Limits.TEXT_BYTES_MAX)),
                        new EthereumAddress(fields.blob("wallet", EthereumAddress.LENGTH, EthereumAddress.LENGTH)),
                        fields.optionalBlob("delegation", DELEGATION_BYTES_MAX));
            default -> throw new Malformed(Reason.UNKNOWN_VERSION, "an entry of an unknown kind");
        };
    }
}
