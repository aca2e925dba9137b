package tropichat.core.link;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Limits;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;
import tropichat.core.wire.Cid;
import tropichat.core.wire.Fields;
import tropichat.core.wire.Value;

/** What two peers tell one another of the law of a room that belongs to somebody: before either lets the other in. */
public sealed interface LawMessage {
    String HEADS = "law";
    String RULES = "rules";
    String DENIED = "denied";

    /** Ends of the law that one message names: 16 KiB. Of more some are chosen by chance, and other ones another time. */
    int HEADS_MAX = 512;

    /** Rules in one message at most; their bytes are bounded besides. */
    int RULES_MAX = 512;

    /**
     * Where the sender's law ends; it is given what it lacks.
     *
     * @param record whether it has the room's record
     * @param asks it wants to be told the same by whoever lacks some of these
     * @param knock that the sender was invited
     */
    record Heads(
            List<Cid> heads,
            boolean record,
            boolean asks,
            @Nullable Knock knock) implements LawMessage {
        public Heads {
            heads = Collections.unmodifiableList(new ArrayList<>(heads));
        }
    }

    /**
     * Rules that the receiver may lack, each after those that it has seen, and the profiles that they name.
     *
     * @param record the room's record, where the receiver has not got it
     */
    record Rules(@Nullable Bytes record, List<Bytes> blocks, List<Bytes> profiles) implements LawMessage {
        public Rules {
            blocks = Collections.unmodifiableList(new ArrayList<>(blocks));
            profiles = Collections.unmodifiableList(new ArrayList<>(profiles));
        }
    }

    /** The receiver is not let in; the sender closes the link. */
    record Denied(Why why) implements LawMessage {}

    /** Why somebody is not let in. */
    enum Why {
        /** No rule lets the account in, and it showed no invitation. */
        NOT_INVITED("uninvited"),
        /** The invitation's time is over. */
        INVITATION_OVER("over"),
        /** The invitation is used up or was revoked, or there is none of that key. */
        INVITATION_VOID("void"),
        BANNED("banned"),
        /** As many are members as there may be. */
        FULL("full"),
        /** The room asks for something that wallets hold, and it showed no ticket that says so. */
        NO_TICKET("ticket");

        private final String word;

        Why(String word) {
            this.word = word;
        }

        private static Why parse(String word) throws Malformed {
            for (Why why : values()) {
                if (why.word.equals(word)) {
                    return why;
                }
            }
            throw new Malformed(Reason.UNKNOWN_VERSION, "a reason that this version does not know");
        }
    }

    /** The frame's kind. */
    default String kind() {
        return switch (this) {
            case Heads ignored -> HEADS;
            case Rules ignored -> RULES;
            case Denied ignored -> DENIED;
        };
    }

    /** Writes all but the kind. */
    default Value.Mapping write(Value.Mapping frame) {
        return switch (this) {
            case Heads heads ->
                frame.with("ids", Parts.packIds(heads.heads()))
                        .with("record", Parts.flag(heads.record()))
                        .with("asks", Parts.flag(heads.asks()))
                        .with(
                                "knock",
                                heads.knock() == null ? null : heads.knock().encode());
            case Rules rules ->
                frame.with("record", rules.record())
                        .with("blocks", Parts.blobs(rules.blocks()))
                        .with("profiles", Parts.blobs(rules.profiles()));
            case Denied denied -> frame.with("why", denied.why().word);
        };
    }

    static LawMessage decode(String kind, Fields fields) throws Malformed {
        return switch (kind) {
            case HEADS ->
                new Heads(
                        Parts.ids(fields, 0, HEADS_MAX),
                        Parts.isSet(fields, "record"),
                        Parts.isSet(fields, "asks"),
                        fields.has("knock") ? Knock.decode(fields.map("knock")) : null);
            case RULES ->
                new Rules(
                        fields.optionalBlob("record", Limits.RECORD_BYTES_MAX),
                        Parts.blobs(fields, "blocks", RULES_MAX),
                        Parts.blobs(fields, "profiles", RULES_MAX));
            default -> new Denied(Why.parse(fields.text("why", Limits.USERNAME_CHARS_MAX)));
        };
    }
}
