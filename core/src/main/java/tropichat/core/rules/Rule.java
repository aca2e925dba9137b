package tropichat.core.rules;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import tropichat.core.base.Bytes;
import tropichat.core.base.Limits;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;
import tropichat.core.gates.Lapse;
import tropichat.core.gates.Ticket;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.PlainText;
import tropichat.core.identity.WalletAddress;
import tropichat.core.keys.GroupKeys;
import tropichat.core.wire.Cid;

/**
 * What a rule says, sorted by who may say it. Whether it counts, {@link Rules} judges. An account is its address: the
 * wallet has signed.
 */
public sealed interface Rule {
    /** Encoded: what is left of an entry, sealing and all that goes around it taken off. */
    int BYTES_MAX = Limits.ENTRY_BYTES_MAX - 4 * 1024;

    /** Only the owner may say it. */
    sealed interface ByOwner extends Rule {}

    /** Moderators may say it, and the owner. */
    sealed interface ByModerator extends Rule {}

    /** It is about somebody; nothing that is about the owner counts. */
    sealed interface About extends Rule {
        WalletAddress account();
    }

    /** Moderators say it of members, and of moderators who are junior to them. */
    sealed interface Upon extends About, ByModerator {}

    /** Every member may say it. */
    sealed interface ByMember extends Rule {}

    /** It counts by a gatekeeper's signature, whoever hands it in. */
    sealed interface ByKeeper extends About {}

    /** Everybody says it of themselves, and only takes something away from themselves. */
    sealed interface OfOneself extends Rule {}

    /**
     * The room's settings, in place of all former ones.
     *
     * @param lamport of the log of what is said: what lies above it has to keep to the slow mode that they set
     */
    record Settings(RoomSettings settings, long lamport) implements ByOwner {}

    /** The account is a moderator from now on, and a member in any case. */
    record Appoint(WalletAddress account) implements ByOwner, About {}

    /** The account is no moderator any more; it stays a member. */
    record Demote(WalletAddress account) implements ByOwner, About {}

    /**
     * Whoever has the secret half of a key may come in.
     *
     * @param key the public half, Ed25519
     * @param uses how often, 1 to {@link #USES_MAX}
     * @param expiresAtMillis from which on it is void, Unix milliseconds
     */
    record Invite(DidKey key, int uses, long expiresAtMillis) implements ByModerator {
        public static final int USES_MAX = 1_000;
    }

    /** An invitation is void. */
    record Revoke(Cid invite) implements ByModerator {}

    /** The account is no member any more; it may come again. */
    record Remove(WalletAddress account) implements Upon {}

    /** The account is no member any more, and may not come again. */
    record Ban(WalletAddress account) implements Upon {}

    /** The account may come again. */
    record Unban(WalletAddress account) implements ByModerator, About {}

    /**
     * What the account says for some time is hidden.
     *
     * @param untilMillis what it says at this time, Unix milliseconds, and later, is not
     * @param lamport of the log of what is said: only what lies above it is hidden
     */
    record Mute(WalletAddress account, long untilMillis, long lamport) implements Upon {}

    /** What the account says from the time of this rule on is not hidden. */
    record Unmute(WalletAddress account) implements Upon {}

    /** An entry of somebody else's is taken back. */
    record Strike(Cid target) implements ByModerator {}

    /** An entry is to be seen by everybody. */
    record Pin(Cid target) implements ByModerator {}

    record Unpin(Cid target) implements ByModerator {}

    /**
     * An account has shown an invitation, and is a member.
     *
     * @param session with which it came
     * @param proof signature by the invitation's key of {@link Invitation#signable}, {@link #PROOF_BYTES}
     */
    record Admit(WalletAddress account, DidKey session, Cid invite, Bytes proof) implements ByMember, About {
        public static final int PROOF_BYTES = 64;
    }

    /**
     * The author's session is a device to which secrets can be given.
     *
     * @param prekey to what they are sealed, 1 to {@link #PREKEY_BYTES_MAX}; opened elsewhere
     * @param name by which its owner tells it from others: 1 to {@link #NAME_CHARS_MAX} characters on one line
     */
    record Device(Bytes prekey, String name) implements ByMember {
        public static final int PREKEY_BYTES_MAX = 512;
        public static final int NAME_CHARS_MAX = 32;

        public static Device parse(Bytes prekey, String name) throws Malformed {
            if (prekey.isEmpty() || prekey.length() > PREKEY_BYTES_MAX) {
                throw new Malformed(Reason.FIELD, "a prekey has 1 to " + PREKEY_BYTES_MAX + " bytes");
            }
            if (name.length() > NAME_CHARS_MAX) {
                throw new Malformed(Reason.TOO_LARGE, "a device's name has at most " + NAME_CHARS_MAX + " characters");
            }
            if (name.isBlank() || !PlainText.isOneLine(name)) {
                throw new Malformed(Reason.FIELD, "a device's name is printable characters on one line");
            }
            return new Device(prekey, name);
        }
    }

    /**
     * What is said from now on is sealed by another secret.
     *
     * @param number one more than the highest of those that it ends; 1 where it ends none
     * @param ended the epochs before it, at most {@link #ENDED_MAX}
     * @param commitment to its secret, {@link #COMMITMENT_BYTES}; checked by whoever is given the secret
     * @param lamport of the log of what is said: where it begins, by its author's word; a hint, by which nothing is judged
     */
    record Epoch(long number, List<Ended> ended, Bytes commitment, long lamport) implements ByMember {
        public static final int ENDED_MAX = 8;
        public static final int COMMITMENT_BYTES = 32;

        /**
         * Entries that are listed in all, as many as there is room for beside {@link #ENDED_MAX} secrets; an epoch is meant
         * to have 1,000.
         */
        public static final int LISTED_MAX = 2_700;

        public Epoch {
            ended = Collections.unmodifiableList(new ArrayList<>(ended));
        }
    }

    /**
     * An epoch that another ends, with the entries of it that the author had.
     *
     * @param listed the first {@link #PREFIX_BYTES} of each entry's digest, ascending, each once
     * @param secret the ended one's, sealed with the new one's ({@link GroupKeys#handDown}), {@link #SECRET_BYTES}; empty
     *     where the author did not have it, and in a forward-secret room
     */
    record Ended(Cid epoch, Bytes listed, Bytes secret) {
        /** Whoever was removed would need 2^80 trials to make an entry that one line lists, 2^70 for any line of 1,000. */
        public static final int PREFIX_BYTES = 10;

        public static final int SECRET_BYTES = GroupKeys.HANDED_DOWN_LENGTH;

        /** How entries are listed. */
        public static Bytes listing(Collection<Cid> entries) {
            TreeSet<Bytes> prefixes = new TreeSet<>();
            for (Cid entry : entries) {
                prefixes.add(entry.digest().slice(0, PREFIX_BYTES));
            }
            return Bytes.concat(prefixes.toArray(new Bytes[0]));
        }

        /** Whether the entry of this digest is listed. */
        boolean lists(Bytes digest) {
            Bytes prefix = digest.slice(0, PREFIX_BYTES);
            int from = 0;
            int to = listed.length() / PREFIX_BYTES;
            while (from < to) {
                int middle = (from + to) >>> 1;
                if (at(middle).compareTo(prefix) < 0) {
                    from = middle + 1;
                } else {
                    to = middle;
                }
            }
            return from * PREFIX_BYTES < listed.length() && at(from).equals(prefix);
        }

        Bytes at(int index) {
            return listed.slice(index * PREFIX_BYTES, (index + 1) * PREFIX_BYTES);
        }
    }

    /** An epoch's secret, for some sessions. */
    record Grant(Cid epoch, List<Share> shares) implements ByMember {
        public static final int SHARES_MAX = 128;

        public Grant {
            shares = Collections.unmodifiableList(new ArrayList<>(shares));
        }
    }

    /**
     * An epoch's secret for one session.
     *
     * @param sealed to the session's prekey, 1 to {@link #SEALED_BYTES_MAX}
     */
    record Share(DidKey session, Bytes sealed) {
        public static final int SEALED_BYTES_MAX = 128;
    }

    /**
     * The author's wallet holds what the room asks for, and is a member until a {@link Lapsed} that is not older.
     *
     * @param ticket of the author's session
     */
    record Pass(Ticket ticket) implements ByKeeper {
        @Override
        public WalletAddress account() {
            return ticket.finding().wallet();
        }
    }

    /** An account does not hold any more what the room asks for: what tickets from before then gave it is over. */
    record Lapsed(Lapse lapse) implements ByKeeper {
        @Override
        public WalletAddress account() {
            return lapse.finding().wallet();
        }
    }

    /** One of the author's own sessions is no device any more. */
    record Withdraw(DidKey session) implements OfOneself {}

    /** The author is no member any more. */
    record Leave() implements OfOneself {}

    /** In DAG-CBOR; the plain text of what a {@link RuleEntry} holds. */
    default Bytes encode() {
        return RuleFormat.encode(this);
    }

    static Rule decode(Bytes encoded) throws Malformed {
        return RuleFormat.decode(encoded);
    }
}
