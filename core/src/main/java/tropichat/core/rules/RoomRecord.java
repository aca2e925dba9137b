package tropichat.core.rules;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Limits;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;
import tropichat.core.identity.Delegation;
import tropichat.core.identity.PlainText;
import tropichat.core.identity.RoomName;
import tropichat.core.identity.SessionStatement;
import tropichat.core.identity.SignatureCheck;
import tropichat.core.identity.WalletAddress;
import tropichat.core.keys.History;
import tropichat.core.wire.Cbor;
import tropichat.core.wire.Cid;
import tropichat.core.wire.Fields;
import tropichat.core.wire.Value;

/**
 * What makes a room that belongs to somebody: a block, signed by a session that the owner's wallet delegated to. Its
 * identifier is the room's name.
 *
 * @param settings as the room begins; the owner may change them by rules
 * @param delegation of the owner's wallet for the session that signs the record
 * @param timeMillis when it was made by its maker's clock, Unix milliseconds; the delegation must have been good then
 * @param keyCheck what proves the key of a closed room ({@link #keyCheck(Bytes, Hashes)}); null where everybody may enter
 * @param gate what wallets must hold in a room of that policy; null in any other
 */
public record RoomRecord(
        RoomSettings settings,
        Policy policy,
        History history,
        Delegation delegation,
        long timeMillis,
        @Nullable Bytes keyCheck,
        @Nullable RoomGate gate) {
    /** Bytes of the key that rules of a closed room are sealed with, and of what proves it. */
    public static final int KEY_BYTES = 32;

    private static final int VERSION = 1;
    private static final int WORD_CHARS_MAX = 32;
    private static final int DELEGATION_BYTES_MAX = 8 * 1024;
    private static final int SIGNATURE_BYTES = 64;
    private static final String SIGNATURE = "sig";

    /** A zero byte ends it, as all prefixes. */
    private static final Bytes KEY_CHECK_PREFIX = Bytes.utf8("tropichat room key 1\0");

    /** Who may come in. */
    public enum Policy {
        /** Everybody; what is said can be read by everybody. */
        OPEN("open"),
        /** Whoever shows an invitation; what is said is sealed for the members. */
        INVITE("invite"),
        /** Whoever holds what the room asks for, as its gatekeepers say; what is said is sealed for the members. */
        GATE("gate");

        private final String word;

        Policy(String word) {
            this.word = word;
        }

        private static Policy parse(String word) throws Malformed {
            for (Policy policy : values()) {
                if (policy.word.equals(word)) {
                    return policy;
                }
            }
            throw unknown("policy", word);
        }
    }

    /** Of a room that asks for nothing that wallets hold. */
    public RoomRecord(
            RoomSettings settings,
            Policy policy,
            History history,
            Delegation delegation,
            long timeMillis,
            @Nullable Bytes keyCheck) {
        this(settings, policy, history, delegation, timeMillis, keyCheck, null);
    }

    public RoomRecord {
        if (!isConsistent(policy, history, keyCheck, gate)) {
            throw new IllegalArgumentException("a closed room has a key, an open one neither key nor secrets");
        }
    }

    /** A record as it came from somebody: its identifier, and all the checks that must pass before it counts. */
    public record Received(Cid id, RoomRecord record, List<SignatureCheck> checks) {
        /** The name by which the room goes on the wire. */
        public RoomName name() {
            return new RoomName(id.text());
        }
    }

    /** To whom the room belongs, once the checks have passed. */
    public WalletAddress owner() {
        return delegation.account().address();
    }

    /**
     * Why the delegation did not let the maker's session make the room when it was made, or null where nothing but the
     * signatures is open. By the record's own time, so that all judge alike, whenever they hear of it.
     *
     * @param domains for which a delegation counts here
     */
    public Delegation.@Nullable Refusal refusal(Set<String> domains) {
        return delegation.refusal(delegation.session(), timeMillis, domains);
    }

    /** What proves a room's key, {@link #KEY_BYTES} random bytes, without telling it: a hash, since it has full entropy. */
    public static Bytes keyCheck(Bytes key, Hashes hashes) {
        if (key.length() != KEY_BYTES) {
            throw new IllegalArgumentException("a room's key has " + KEY_BYTES + " bytes");
        }
        return hashes.sha256(Bytes.concat(KEY_CHECK_PREFIX, key));
    }

    /** The bytes that the maker's session key signs. */
    public Bytes signable(Hashes hashes) {
        return SessionStatement.ROOM.signable(Cbor.encode(mapping(hashes)));
    }

    /** The block: this record with its signature. */
    public Bytes block(Bytes signature, Hashes hashes) {
        return Cbor.encode(mapping(hashes).with(SIGNATURE, signature));
    }

    /**
     * Reads a block; its signatures are not checked yet.
     *
     * @throws Malformed {@code UNKNOWN_VERSION} names a policy or a way with history that this build does not know
     */
    public static Received decode(Bytes block, Hashes hashes) throws Malformed {
        if (block.length() > Limits.RECORD_BYTES_MAX) {
            throw new Malformed(Reason.TOO_LARGE, "a room's record above " + Limits.RECORD_BYTES_MAX + " bytes");
        }
        Fields fields = Cbor.decodeFields(block);
        if (fields.integer("v", 0, Integer.MAX_VALUE) != VERSION) {
            throw new Malformed(Reason.UNKNOWN_VERSION, "a room's record of another version");
        }
        RoomRecord read = read(fields, hashes);
        Bytes signed = SessionStatement.ROOM.signable(Cbor.without(block, SIGNATURE));
        Bytes signature = fields.blob(SIGNATURE, SIGNATURE_BYTES, SIGNATURE_BYTES);
        return new Received(
                Cid.ofBlock(block, hashes),
                read,
                List.of(
                        new SignatureCheck.BySession(read.delegation.session(), signed, signature),
                        read.delegation.signatureCheck(hashes)));
    }

    private static RoomRecord read(Fields fields, Hashes hashes) throws Malformed {
        Policy policy = Policy.parse(fields.text("policy", WORD_CHARS_MAX));
        History history = history(fields.text("history", WORD_CHARS_MAX));
        Bytes keyCheck = fields.has("check") ? fields.blob("check", KEY_BYTES, KEY_BYTES) : null;
        RoomGate gate = fields.has("gate") ? RoomGate.decode(fields.map("gate"), hashes) : null;
        if (!isConsistent(policy, history, keyCheck, gate)) {
            throw new Malformed(Reason.FIELD, "a closed room without a key, or an open one with a key or secrets");
        }
        Delegation delegation = Delegation.decode(fields.blob("delegation", 1, DELEGATION_BYTES_MAX), hashes);
        if (delegation.isByContract()) {
            throw new Malformed(Reason.FIELD, "a room of a contract's, which may say tomorrow that it is not");
        }
        return new RoomRecord(
                RoomSettings.decode(fields.map("settings")),
                policy,
                history,
                delegation,
                fields.integer("time", 0, Value.Int.MAX),
                keyCheck,
                gate);
    }

    private static History history(String word) throws Malformed {
        for (History history : History.values()) {
            if (history.word().equals(word)) {
                return history;
            }
        }
        throw unknown("history", word);
    }

    private static boolean isConsistent(
            Policy policy, History history, @Nullable Bytes keyCheck, @Nullable RoomGate gate) {
        boolean isSealed = keyCheck != null && keyCheck.length() == KEY_BYTES;
        return switch (policy) {
            case OPEN -> keyCheck == null && gate == null && history == History.SHARED;
            case INVITE -> isSealed && gate == null;
            case GATE -> isSealed && gate != null;
        };
    }

    private static Malformed unknown(String what, String word) {
        // What is shown to a person must not change the look of what stands around it.
        String named = PlainText.isOneLine(word) ? word : "…";
        return new Malformed(
                Reason.UNKNOWN_VERSION, "a room of the " + what + " " + named + ", which this version does not know");
    }

    private Value.Mapping mapping(Hashes hashes) {
        return Value.map()
                .with("v", VERSION)
                .with("settings", settings.encode())
                .with("policy", policy.word)
                .with("history", history.word())
                .with("delegation", delegation.encode(hashes))
                .with("time", timeMillis)
                .with("check", keyCheck)
                .with("gate", gate == null ? null : gate.encode());
    }
}
