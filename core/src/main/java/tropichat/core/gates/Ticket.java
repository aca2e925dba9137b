package tropichat.core.gates;

import java.util.Collection;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Limits;
import tropichat.core.base.Malformed;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.RoomName;
import tropichat.core.identity.SessionStatement;
import tropichat.core.identity.SignatureCheck;
import tropichat.core.identity.WalletAddress;
import tropichat.core.wire.Cbor;
import tropichat.core.wire.Fields;
import tropichat.core.wire.Value;

/**
 * A gatekeeper's word that a wallet fulfilled a room's gate a moment ago: what its session shows to be let in. Good for
 * minutes, in one room, for one session.
 *
 * @param untilMillis Unix milliseconds from which on it is void
 * @param keeper who signs
 * @param signature {@link Finding#SIGNATURE_BYTES} over {@link #signable}
 */
public record Ticket(Finding finding, DidKey session, long untilMillis, DidKey keeper, Bytes signature) {
    /** How long one is good at most: as long as somebody stays who sold what let him in, should nobody notice. */
    public static final long LIFETIME_MILLIS_MAX = 10L * 60 * 1_000;

    /** Gatekeepers whose word counts in a room: as many keys as one names, former ones among them. */
    public static final int KEEPERS_MAX = 8;

    /** Why a well-formed ticket does not count; its signature is another question. */
    public enum Refusal {
        OTHER_ROOM,
        OTHER_SESSION,
        OTHER_WALLET,
        /** It was given for another rule: the room's has changed since, or never was that. */
        OTHER_RULE,
        /** Whoever signed is no gatekeeper of the room. */
        STRANGE_KEEPER,
        EXPIRED,
        /** It would be good for longer than any may be. */
        TOO_LONG
    }

    /** When its keeper signed it, by that one's clock: Unix milliseconds. */
    public long fromMillis() {
        return untilMillis - LIFETIME_MILLIS_MAX;
    }

    /** What its keeper signs. */
    public static Bytes signable(Finding finding, DidKey session, long untilMillis, DidKey keeper) {
        return SessionStatement.TICKET.signable(Cbor.encode(write(finding, session, untilMillis, keeper)));
    }

    private static Value.Mapping write(Finding finding, DidKey session, long untilMillis, DidKey keeper) {
        return finding.write()
                .with("session", session.publicKey())
                .with("until", untilMillis)
                .with("keeper", keeper.publicKey());
    }

    public Bytes encode() {
        return Cbor.encode(write(finding, session, untilMillis, keeper).with("sig", signature));
    }

    /** Reads what {@link #encode} writes. */
    public static Ticket decode(Bytes encoded) throws Malformed {
        Fields fields = Finding.fields(encoded);
        return new Ticket(
                Finding.read(fields),
                DidKey.of(fields, "session"),
                fields.integer("until", 0, Value.Int.MAX),
                DidKey.of(fields, "keeper"),
                fields.blob("sig", Finding.SIGNATURE_BYTES, Finding.SIGNATURE_BYTES));
    }

    /** The question whether its keeper signed it. */
    public SignatureCheck.BySession signatureCheck() {
        return new SignatureCheck.BySession(keeper, signable(finding, session, untilMillis, keeper), signature);
    }

    /**
     * Why it does not count, or null where nothing but the signature is open.
     *
     * @param rule the hash of the room's rule
     * @param keepers whose word counts in the room
     * @param graceMillis for how long it counts beyond its end
     */
    public @Nullable Refusal refusal(
            RoomName room,
            DidKey shownBy,
            WalletAddress wallet,
            Bytes rule,
            Collection<DidKey> keepers,
            long nowMillis,
            long graceMillis) {
        if (!finding.room().equals(room)) {
            return Refusal.OTHER_ROOM;
        }
        if (!session.equals(shownBy)) {
            return Refusal.OTHER_SESSION;
        }
        if (!finding.wallet().equals(wallet)) {
            return Refusal.OTHER_WALLET;
        }
        if (!finding.rule().equals(rule)) {
            return Refusal.OTHER_RULE;
        }
        if (!keepers.contains(keeper)) {
            return Refusal.STRANGE_KEEPER;
        }
        if (nowMillis >= untilMillis + graceMillis) {
            return Refusal.EXPIRED;
        }
        boolean isTooLong = untilMillis > nowMillis + LIFETIME_MILLIS_MAX + Limits.CLOCK_SKEW_MILLIS_MAX;
        return isTooLong ? Refusal.TOO_LONG : null;
    }
}
