package tropichat.core.base;

/**
 * Every bound on what a stranger can make us hold or do. Values without another source are from the design and are
 * guesses until a measurement replaces them.
 */
public final class Limits {
    /** Display name, in UTF-16 code units. */
    public static final int USERNAME_CHARS_MAX = 32;

    /** Room name, in UTF-16 code units. */
    public static final int ROOM_CHARS_MAX = 64;

    /** Text of one message, in bytes of UTF-8. */
    public static final int TEXT_BYTES_MAX = 8 * 1024;

    /** One data channel message; what every SCTP stack takes without splitting (RFC 8831, section 6.6). */
    public static final int FRAGMENT_BYTES_MAX = 16 * 1024;

    /** One frame between peers, put together from fragments. */
    public static final int FRAME_BYTES_MAX = 256 * 1024;

    /** One signal (session description or candidate) on its way through the server. */
    public static final int SIGNAL_BYTES_MAX = 64 * 1024;

    /** One sealed frame that the server carries: a fragment with its kind (1), its counter (8) and its tag (16). */
    public static final int RELAY_FRAME_BYTES_MAX = FRAGMENT_BYTES_MAX + 25;

    /** A signed entry: the longest text with all that belongs to it is a third of that, a profile with a delegation half. */
    public static final int ENTRY_BYTES_MAX = 32 * 1024;

    /** Parents that one entry may name. */
    public static final int ENTRY_PARENTS_MAX = 8;

    /** Bytes of one link that wait for verification. */
    public static final int UNVERIFIED_BYTES_PER_LINK_MAX = 1024 * 1024;

    /** From an open channel to a verified peer. */
    public static final int HANDSHAKE_MILLIS_MAX = 10_000;

    /** Entries an author may send, sustained. */
    public static final int AUTHOR_ENTRIES_PER_SECOND = 10;

    /** Entries an author may send at once. */
    public static final int AUTHOR_ENTRIES_BURST = 50;

    /**
     * Entries a page itself says at once: what a line holds back for a second, and then hands over together, is no more than
     * others take.
     */
    public static final int OWN_ENTRIES_BURST = AUTHOR_ENTRIES_BURST - AUTHOR_ENTRIES_PER_SECOND;

    /** Frames other than entries that one link may send, sustained; more are ignored. */
    public static final int CONTROL_FRAMES_PER_SECOND = 20;

    /** Frames other than entries that one link may send at once. */
    public static final int CONTROL_FRAMES_BURST = 100;

    /**
     * Announcements, requests and signals that one link may send, sustained; more are ignored. A guess, far above what a
     * tree that is being mended asks for.
     */
    public static final int GOSSIP_FRAMES_PER_SECOND = 200;

    /** The same, at once. */
    public static final int GOSSIP_FRAMES_BURST = 1_000;

    /** Parents unknown to us that one link may name, sustained; an honest author's are on their way. A guess. */
    public static final int PARENTS_PER_SECOND = 10;

    /** The same, at once: as many as the heads of a burst of entries. */
    public static final int PARENTS_BURST = 400;

    /** Entries that one link may announce and not send when it is asked for them, sustained; more end it. A guess. */
    public static final int BROKEN_PER_SECOND = 10;

    /** The same, at once: several times what a link is told of that has just opened. */
    public static final int BROKEN_BURST = 400;

    /**
     * Frames by which one link may compare its log with ours, sustained; more end it. Each costs up to a megabyte of
     * answers.
     */
    public static final int HISTORY_FRAMES_PER_SECOND = 100;

    /** The same, at once. */
    public static final int HISTORY_FRAMES_BURST = 1_000;

    /**
     * Questions for entries that one link may ask, sustained; more end it. Each costs up to 240 KiB of answer. We ask fewer
     * of one link, {@link #WANTS_ASKED_PER_SECOND}.
     */
    public static final int WANTS_PER_SECOND = 100;

    /** The same, at once. */
    public static final int WANTS_BURST = 200;

    /** Questions for entries that we ask of one link in a second: eleven thousand entries, as many as a JVM verifies. */
    public static final int WANTS_ASKED_PER_SECOND = 90;

    /** How often one link may be given the rules that it lacks, sustained: each time may cost all of them. A guess. */
    public static final int LAWS_PER_SECOND = 1;

    /** The same, at once. */
    public static final int LAWS_BURST = 8;

    /** Life of a login challenge. */
    public static final int CHALLENGE_MILLIS_MAX = 5 * 60 * 1000;

    /** How far a time that somebody else wrote may lie from ours: the guide's form of login, and clock skew of peers. */
    public static final int CLOCK_SKEW_MILLIS_MAX = 5 * 60 * 1000;

    /** A room's record; one with the longest texts and a delegation is less than half as long. */
    public static final int RECORD_BYTES_MAX = 12 * 1024;

    /** Rules of a room, the reserve below excepted. A guess; they are never trimmed. */
    public static final int RULES_MAX = 20_000;

    /** Rules above that of the owner and moderators: whoever fills the law can still be removed. */
    public static final int RULES_RESERVE = 2_000;

    /** Rules of one account, the owner's excepted. */
    public static final int RULES_PER_ACCOUNT_MAX = 2_000;

    /** Members up to which everybody in a room is linked with everybody and told of everybody. */
    public static final int MESH_MEMBERS_MAX = 20;

    /** Members of a larger room that one who asks is shown, besides itself. */
    public static final int ROSTER_SAMPLE = 30;

    /** Of a gatekeeper's ticket, or its word that one is over: it names a block of each chain that was asked. */
    public static final int TICKET_BYTES_MAX = 4_096;

    private Limits() {}
}
