package tropichat.core;

import tropichat.core.base.Limits;
import tropichat.core.base.TokenBucket;

/** What the other end of one link may have us do: each call takes a little of it, and is false where nothing is left. */
final class Rates {
    private final Host host;
    private final TokenBucket control;
    private final TokenBucket gossip;
    private final TokenBucket parents;
    private final TokenBucket promises;
    private final TokenBucket history;
    private final TokenBucket wants;
    private final TokenBucket law;

    Rates(Host host) {
        this.host = host;
        this.control = bucket(Limits.CONTROL_FRAMES_PER_SECOND, Limits.CONTROL_FRAMES_BURST);
        this.gossip = bucket(Limits.GOSSIP_FRAMES_PER_SECOND, Limits.GOSSIP_FRAMES_BURST);
        this.parents = bucket(Limits.PARENTS_PER_SECOND, Limits.PARENTS_BURST);
        this.promises = bucket(Limits.BROKEN_PER_SECOND, Limits.BROKEN_BURST);
        this.history = bucket(Limits.HISTORY_FRAMES_PER_SECOND, Limits.HISTORY_FRAMES_BURST);
        this.wants = bucket(Limits.WANTS_PER_SECOND, Limits.WANTS_BURST);
        this.law = bucket(Limits.LAWS_PER_SECOND, Limits.LAWS_BURST);
    }

    private TokenBucket bucket(int perSecond, int burst) {
        return new TokenBucket(perSecond, burst, host.nowMillis());
    }

    /** Signs of life, and who is there. */
    boolean control() {
        return control.take(1, host.nowMillis());
    }

    /** What costs its sender little and us a little more. */
    boolean gossip() {
        return gossip.take(1, host.nowMillis());
    }

    /** One parent more that we do not know. */
    boolean parent() {
        return parents.take(1, host.nowMillis());
    }

    /** One entry more that was announced and is not sent. */
    boolean brokenPromise() {
        return promises.take(1, host.nowMillis());
    }

    /** One frame more that compares logs. */
    boolean history() {
        return history.take(1, host.nowMillis());
    }

    /** Once more the whole law, should it be lacking. */
    boolean law() {
        return law.take(1, host.nowMillis());
    }

    /** One question more for entries. */
    boolean want() {
        return wants.take(1, host.nowMillis());
    }
}
