package tropichat.core;

import java.util.Map;
import tropichat.core.base.Bytes;
import tropichat.core.identity.Profile;
import tropichat.core.rules.RoomRecord;
import tropichat.core.rules.Standing;
import tropichat.core.rules.State;
import tropichat.core.wire.Cid;

/** What a person is told. Everything in an event about what somebody said has been verified. */
public sealed interface Event {
    /** Somebody is in the room: met on entering, or come since. */
    record MemberJoined(Member member, boolean met) implements Event {}

    record MemberChanged(Member member) implements Event {}

    record MemberLeft(Member member) implements Event {}

    /** A member of a large room is no longer kept track of; it may well be there. */
    record MemberForgotten(Member member) implements Event {}

    /** How many are in the room, we among them, as the server says or as we see. */
    record RoomSize(int members) implements Event {}

    /** A member took another name. */
    record MemberRenamed(Member member, String formerName) implements Event {}

    /** Our own name and colour, as now signed and sent. */
    record ProfileChanged(Profile profile) implements Event {}

    /** Somebody else said something. */
    record Message(Cid id, Member author, String text, boolean action, long timeMillis) implements Event {}

    /** We said something: it is signed and on its way. */
    record OwnMessage(Cid id, Profile profile, String text, boolean action, long timeMillis) implements Event {}

    /**
     * How far something that we said has got.
     *
     * @param sent it was handed to somebody
     * @param reached others that said that they have it
     * @param of others in the room
     */
    record Reached(Cid id, boolean sent, int reached, int of) implements Event {}

    /** Entries that we missed are on their way: so many have come, of so many. All are there when the two are equal. */
    record CatchingUp(int come, int of) implements Event {}

    /**
     * What became of blocks from an archive: entries, or rules of the law.
     *
     * @param taken those that are new here
     * @param known those that were here, or are older than what is kept
     * @param refused those that do not count, by what is wrong with them
     */
    record Imported(int taken, int known, Map<ImportRefusal, Integer> refused) implements Event {}

    /** What is wrong with an entry from an archive. */
    enum ImportRefusal {
        /** It is no entry of this room. */
        MALFORMED,
        /** A signature is wrong. */
        FORGED,
        /** The profile that it names is missing. */
        NAMELESS,
        /** Its author's delegation is not for this site, or was not for that time. */
        UNCOVERED,
        /** It is sealed, and the key to it is not here. */
        LOCKED,
        /** Its author was no member of the room when it was said, or had no right to make the rule. */
        UNLAWFUL,
        /** It builds on rules that are not here. */
        EARLY
    }

    /**
     * A code to hand to somebody by other means: single use, good until {@code expiresAtMillis}.
     *
     * @param reply it answers somebody's invitation
     */
    record CodeMade(Bytes code, boolean reply, long expiresAtMillis) implements Event {}

    /** A code that was taken does not help. */
    record CodeRefused(CodeRefusal refusal) implements Event {}

    /**
     * The law of the room has changed, or what we are by it.
     *
     * @param role our own account's
     * @param ready something can be said: in a closed room its keys are here
     */
    record LawChanged(RoomRecord record, State state, Standing.Role role, boolean ready) implements Event {}

    /** We are not let in. */
    record Denied(Denial why) implements Event {}

    /** We were a member, and are none any more. */
    record Removed(Removal why) implements Event {}

    /** Why somebody is no member any more. */
    enum Removal {
        REMOVED,
        BANNED,
        /** The wallet does not hold any more what the room asks for. */
        LAPSED
    }

    /** Another device of ours has withdrawn this one: it is given no more secrets. */
    record Withdrawn() implements Event {}

    /** Why we are not let in. */
    enum Denial {
        /** No rule lets the account in, and it showed no invitation. */
        NOT_INVITED,
        /** The invitation's time is over. */
        INVITATION_OVER,
        /** The invitation is used up or was revoked, or there is none of that key. */
        INVITATION_USED,
        BANNED,
        /** As many are members as there may be. */
        FULL,
        /** Members have seen no gatekeeper's ticket in time. */
        NO_TICKET,
        /** Our wallet is a contract, and the room has no gatekeeper whose word all its members take on what contracts sign. */
        CONTRACT,
        /** The key that came with the link is another room's, or is missing. */
        WRONG_KEY,
        /** The room's record is damaged, forged, or of a site or version that is not taken here. */
        RECORD_WRONG
    }

    /** Something that the person asked for was not done. */
    record Refused(Refusal refusal) implements Event {}

    /** Why a code does not help. */
    enum CodeRefusal {
        /** It is no code of ours. */
        MALFORMED,
        /** It is for another room. */
        WRONG_ROOM,
        /** It is too old, or one of the clocks is wrong. */
        EXPIRED,
        /** It was used, or answers an invitation that this page did not make. */
        USED,
        /** It is our own. */
        OWN,
        /** Its signature is wrong. */
        FORGED
    }

    /** Why something asked for was not done. */
    enum Refusal {
        /** The text is empty. */
        TEXT_EMPTY,
        /** The text is above {@link tropichat.core.base.Limits#TEXT_BYTES_MAX}. */
        TEXT_TOO_LONG,
        /** More than {@link tropichat.core.base.Limits#AUTHOR_ENTRIES_PER_SECOND}. */
        TOO_FAST,
        /** It is no single emoji, or the archive has no proper name. */
        MARK_INVALID,
        /** The wallet's delegation has ended: nobody would take it. */
        DELEGATION_ENDED,
        /** The session key could not sign. */
        NOT_SIGNED,
        /** The person's role in the room does not allow it. */
        NOT_ALLOWED,
        /** The person is no member of the room. */
        NOT_MEMBER,
        /** What the person says is hidden for now. */
        MUTED,
        /** The room has everybody wait between two things said. */
        SLOW,
        /** A letter to the person's own account. */
        LETTER_TO_SELF,
        /** No device of the account is known here for which a letter could be sealed. */
        LETTER_UNREACHABLE,
        /** It could be sealed for no device of the account. */
        LETTER_UNSEALED,
        /** What the wallet gave does not open the letter, or it is not kept any more. */
        LETTER_CLOSED,
        /** The room has been left. */
        LEFT
    }
}
