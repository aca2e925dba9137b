package tropichat.core;

import org.jspecify.annotations.Nullable;
import tropichat.core.base.TokenBucket;
import tropichat.core.identity.Card;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.PeerRecord;
import tropichat.core.identity.Profile;

/** One other person in the room: what we were told, what a link has proven, and the link itself. */
final class Contact {
    /** Offers that are taken of one member: far above what reloading and retrying come to. */
    static final int OFFERS_PER_SECOND = 1;

    static final int OFFERS_BURST = 20;

    final @Nullable DidKey session;
    final TokenBucket offers;

    /** How to show the person; null until somebody told, and so long it is not shown. */
    @Nullable
    Profile profile;

    String wallet;
    boolean proven;

    /** Whether we told the person of this member. */
    boolean shown;

    /** The id to which signals go through the server; null while the server does not have the person in the room. */
    @Nullable
    String id;

    /** The id under which the server itself introduced it; another may be anybody's. */
    @Nullable
    String introducedId;

    /** How to reach it through peers; null until it, or somebody, told. */
    @Nullable
    PeerRecord record;

    /** The signature of {@link #record} was found right, or the record came over the member's own link. */
    boolean recordTrusted;

    /** An earlier record that was found right, for when {@link #record} turns out not to be. */
    private @Nullable PeerRecord formerRecord;

    /** The page behind the session key, once a signal named it. */
    @Nullable
    String instance;

    /** The direct link, or the attempt at one. */
    @Nullable
    Link link;

    /** The link by way of the server, while there is no direct one. */
    @Nullable
    Link relay;

    /** The number of the relayed link tried last. */
    int relayAttempt;

    /** Relayed links that failed one after the other. */
    int relayFailures;

    /** When the relayed link was open at last. */
    long relayedAtMillis;

    /** When the server is to carry a link, should there be no path by then; {@link Long#MAX_VALUE} when nothing is planned. */
    long relayAtMillis = Long.MAX_VALUE;

    /** When it was last heard through others, as it said itself; 0 where it never was. */
    long reachedAtMillis;

    /** What came through the server about an open link, and is not believed yet. */
    @Nullable
    HeldSignals held;

    LinkState state;

    @Nullable
    LinkEnd end;

    /** The number of the connection tried last. */
    int attempt;

    /** That connection, where we offered it, may be declined. */
    boolean low;

    /** The signals of that connection travel through peers, not the server. */
    boolean byPeers;

    /** The time in the last offer that was proven: an older one is a replay. */
    long offeredAtMillis;

    /** Connections that failed since the last one that opened. */
    int failures;

    /** When to try again; {@link Long#MAX_VALUE} when nothing is planned. */
    long retryAtMillis = Long.MAX_VALUE;

    /** Until when the person counts as writing; 0 when not. */
    long typingUntilMillis;

    Contact(Introduction introduction, long nowMillis) {
        this(introduction.session(), nowMillis);
        this.id = introduction.id();
        this.introducedId = introduction.id();
        this.profile = introduction.profile();
        this.wallet = introduction.wallet();
    }

    /** Somebody of whom only the session key is known. */
    static Contact of(DidKey session, long nowMillis) {
        return new Contact(session, nowMillis);
    }

    private Contact(@Nullable DidKey session, long nowMillis) {
        this.session = session;
        this.wallet = "";
        this.offers = new TokenBucket(OFFERS_PER_SECOND, OFFERS_BURST, nowMillis);
        this.state = session == null ? LinkState.INCOMPATIBLE : LinkState.CONNECTING;
    }

    /** Whether a link is wanting that could be had. */
    boolean isToBeLinked() {
        return link == null && session != null && state != LinkState.REFUSED;
    }

    /** Whether a signal of its counts at all: its links are not refused, and the signal's number is one. */
    boolean hears(Signal signal) {
        boolean counts = signal.attempt() >= 1 && signal.attempt() <= Connections.ATTEMPT_MAX;
        return counts && state != LinkState.REFUSED;
    }

    /** Whether there is a link of any kind, or an attempt at one. */
    boolean hasLink() {
        return bestLink() != null;
    }

    /** An open link, or an attempt at one. */
    @Nullable
    Link bestLink() {
        Link open = openLink();
        if (open != null) {
            return open;
        }
        return link != null ? link : relay;
    }

    boolean isLinkedDirectly() {
        return link != null && link.isOpen();
    }

    boolean isLinked() {
        return openLink() != null;
    }

    /** The best link that is open; null where there is none. */
    @Nullable
    Link openLink() {
        if (link != null && link.isOpen()) {
            return link;
        }
        return relay != null && relay.isOpen() ? relay : null;
    }

    /**
     * Whether what came over a link was this session's doing: the link was open, or its signals were signed or went to where
     * the server has the session. In any other case somebody may only have claimed to be it.
     */
    boolean answersFor(Link ended) {
        String to = ended.isRelayed() ? ended.relayTo : id;
        boolean signed = !ended.isRelayed() && (byPeers || id == null);
        return ended.proven || signed || (to != null && to.equals(introducedId));
    }

    boolean isTyping() {
        return typingUntilMillis != 0;
    }

    /** Takes a record of this session's, unless one is known that is as new. */
    void learn(PeerRecord other, boolean trusted) {
        if (record == null || other.timeMillis() > record.timeMillis() || (trusted && !recordTrusted)) {
            formerRecord = recordTrusted ? record : formerRecord;
            record = other;
            recordTrusted = trusted;
        }
        if (id == null && other.id() != null) {
            id = other.id();
        }
    }

    /** The signature of a record of this session's was checked; by now another may have come. */
    void onRecordChecked(PeerRecord checked, boolean valid) {
        if (valid && !checked.equals(record)) {
            formerRecord = checked;
        } else if (valid) {
            recordTrusted = true;
        } else if (checked.equals(record)) {
            record = formerRecord;
            recordTrusted = formerRecord != null;
        }
    }

    Member view() {
        String did = session == null ? null : session.did();
        return new Member(
                did == null ? String.valueOf(id) : did,
                did,
                profile == null ? "" : profile.name(),
                profile == null ? "" : profile.color(),
                profile == null ? Card.EMPTY : profile.card(),
                wallet,
                proven,
                state,
                end,
                isTyping());
    }
}
