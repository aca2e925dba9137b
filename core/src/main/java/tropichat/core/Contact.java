package tropichat.core;

import org.jspecify.annotations.Nullable;
import tropichat.core.base.TokenBucket;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.Profile;

/** One other person in the room: what the server said, what a link has proven, and the link itself. */
final class Contact {
    /** Offers that are taken of one member: far above what reloading and retrying come to. */
    static final int OFFERS_PER_SECOND = 1;

    static final int OFFERS_BURST = 20;

    final String key;
    final @Nullable DidKey session;
    final TokenBucket offers;
    Profile profile;
    String wallet;
    boolean proven;

    /** The id to which signals go; null while the server does not have the person in the room. */
    @Nullable
    String id;

    /** The page behind the session key, once a signal named it. */
    @Nullable
    String instance;

    @Nullable
    Link link;

    LinkState state;

    @Nullable
    LinkEnd end;

    /** The number of the connection tried last. */
    int attempt;

    /** Connections that failed since the last one that opened. */
    int failures;

    /** When to try again; {@link Long#MAX_VALUE} when nothing is planned. */
    long retryAtMillis = Long.MAX_VALUE;

    /** Until when the person counts as writing; 0 when not. */
    long typingUntilMillis;

    Contact(Introduction introduction, long nowMillis) {
        this.key = keyOf(introduction);
        this.session = introduction.session();
        this.id = introduction.id();
        this.offers = new TokenBucket(OFFERS_PER_SECOND, OFFERS_BURST, nowMillis);
        this.profile = introduction.profile();
        this.wallet = introduction.wallet();
        this.state = session == null ? LinkState.INCOMPATIBLE : LinkState.CONNECTING;
    }

    static String keyOf(Introduction introduction) {
        return introduction.session() == null
                ? introduction.id()
                : introduction.session().did();
    }

    /** Whether a link is wanting that could be had. */
    boolean isToBeLinked() {
        return link == null && session != null && state != LinkState.REFUSED;
    }

    boolean isTyping() {
        return typingUntilMillis != 0;
    }

    long deadlineMillis() {
        long deadline = link == null ? retryAtMillis : link.deadlineMillis();
        return isTyping() ? Math.min(deadline, typingUntilMillis) : deadline;
    }

    Member view() {
        return new Member(
                key,
                session == null ? null : session.did(),
                profile.name(),
                profile.color(),
                wallet,
                proven,
                state,
                end,
                isTyping());
    }
}
