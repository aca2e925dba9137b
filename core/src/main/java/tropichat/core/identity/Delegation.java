package tropichat.core.identity;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Limits;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;

/**
 * A capability by which a wallet lets a session's key speak for it until a set time. Peers check it themselves: its
 * structure when it is made, its circumstances by {@link #refusal}, and its signature by answering
 * {@link #signatureCheck}. Only all three together make it good.
 */
public final class Delegation {
    /** Longest time from issue to expiry; a guess between how often a person signs and how long a lost key speaks. */
    public static final long LIFETIME_MILLIS_MAX = 30L * 24 * 60 * 60 * 1000;

    /** Why a well-formed delegation does not count here and now. */
    public enum Refusal {
        /** Names another session than the one that shows it. */
        WRONG_SESSION_KEY,
        /** Signed for another site. */
        WRONG_DOMAIN,
        /** Good for longer than {@link #LIFETIME_MILLIS_MAX}. */
        LIFETIME_TOO_LONG,
        /** Issued or valid only in the future, beyond what clocks may differ. */
        NOT_YET_VALID,
        /** Its time is over. */
        EXPIRED
    }

    private final Cacao cacao;
    private final DidKey session;
    private final Timestamp expirationTime;

    private Delegation(Cacao cacao, DidKey session, Timestamp expirationTime) {
        this.cacao = cacao;
        this.session = session;
        this.expirationTime = expirationTime;
    }

    /**
     * Takes a capability whose URI is a session's key and which expires.
     *
     * @throws Malformed {@code FIELD} where it does not expire, else as {@link DidKey#parse} does
     */
    public static Delegation of(Cacao cacao) throws Malformed {
        Timestamp expirationTime = cacao.message().expirationTime();
        if (expirationTime == null) {
            throw new Malformed(Reason.FIELD, "a delegation must have an expiration time");
        }
        return new Delegation(cacao, DidKey.parse(cacao.message().uri()), expirationTime);
    }

    /** Reads an encoded capability and takes it as {@link #of} does. */
    public static Delegation decode(Bytes encoded, Hashes hashes) throws Malformed {
        return of(Cacao.decode(encoded, hashes));
    }

    public Bytes encode(Hashes hashes) {
        return cacao.encode(hashes);
    }

    public Cacao cacao() {
        return cacao;
    }

    /** Whose wallet signed, once the signature is checked. */
    public Account account() {
        return cacao.message().account();
    }

    /** The key that may speak for the wallet. */
    public DidKey session() {
        return session;
    }

    /** Unix milliseconds from which on it is void. */
    public long expirationMillis() {
        return expirationTime.millis();
    }

    /**
     * Why it does not count, or null where nothing but the signature is open.
     *
     * @param shownBy the session that shows it
     * @param domains for which a delegation counts here
     */
    public @Nullable Refusal refusal(DidKey shownBy, long nowMillis, Set<String> domains) {
        SiweMessage message = cacao.message();
        if (!session.equals(shownBy)) {
            return Refusal.WRONG_SESSION_KEY;
        }
        if (!domains.contains(message.domain())) {
            return Refusal.WRONG_DOMAIN;
        }
        if (expirationMillis() - message.issuedAt().millis() > LIFETIME_MILLIS_MAX) {
            return Refusal.LIFETIME_TOO_LONG;
        }
        if (isAhead(message.issuedAt(), nowMillis) || isAhead(message.notBefore(), nowMillis)) {
            return Refusal.NOT_YET_VALID;
        }
        return nowMillis >= expirationMillis() ? Refusal.EXPIRED : null;
    }

    /**
     * Whether only a chain can tell that it was signed, and perhaps otherwise tomorrow: then it can be shown to be good, but
     * nobody lies by showing it.
     */
    public boolean isByContract() {
        return cacao.signature() instanceof ContractSignature;
    }

    /** The question whether the wallet signed it. */
    public SignatureCheck signatureCheck(Hashes hashes) {
        return cacao.signatureCheck(hashes);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Delegation delegation && cacao.equals(delegation.cacao);
    }

    @Override
    public int hashCode() {
        return cacao.hashCode();
    }

    private static boolean isAhead(@Nullable Timestamp time, long nowMillis) {
        return time != null && time.millis() > nowMillis + Limits.CLOCK_SKEW_MILLIS_MAX;
    }
}
