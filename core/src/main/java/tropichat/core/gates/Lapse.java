package tropichat.core.gates;

import tropichat.core.base.Bytes;
import tropichat.core.base.Limits;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.SessionStatement;
import tropichat.core.identity.SignatureCheck;
import tropichat.core.wire.Cbor;
import tropichat.core.wire.Fields;
import tropichat.core.wire.Value;

/**
 * A gatekeeper's word that a wallet does not fulfil a room's gate: what ends a membership, whatever tickets say.
 *
 * @param atMillis the gatekeeper's clock, in Unix milliseconds
 * @param keeper who signs
 * @param signature {@link #SIGNATURE_BYTES} over {@link #signable}
 */
public record Lapse(Finding finding, long atMillis, DidKey keeper, Bytes signature) {
    private static final int SIGNATURE_BYTES = 64;
    private static final int VERSION = 1;

    /** What its keeper signs. */
    public static Bytes signable(Finding finding, long atMillis, DidKey keeper) {
        return SessionStatement.LAPSE.signable(Cbor.encode(write(finding, atMillis, keeper)));
    }

    private static Value.Mapping write(Finding finding, long atMillis, DidKey keeper) {
        return finding.write().with("v", VERSION).with("at", atMillis).with("keeper", keeper.publicKey());
    }

    public Bytes encode() {
        return Cbor.encode(write(finding, atMillis, keeper).with("sig", signature));
    }

    /** Reads what {@link #encode} writes. */
    public static Lapse decode(Bytes encoded) throws Malformed {
        if (encoded.length() > Limits.TICKET_BYTES_MAX) {
            throw new Malformed(Reason.TOO_LARGE, "a lapse has at most " + Limits.TICKET_BYTES_MAX + " bytes");
        }
        Fields fields = Cbor.decodeFields(encoded);
        if (fields.integer("v", 0, Value.Int.MAX) != VERSION) {
            throw new Malformed(Reason.UNKNOWN_VERSION, "a lapse of another version");
        }
        return new Lapse(
                Finding.read(fields),
                fields.integer("at", 0, Value.Int.MAX),
                DidKey.of(fields, "keeper"),
                fields.blob("sig", SIGNATURE_BYTES, SIGNATURE_BYTES));
    }

    /** The question whether its keeper signed it. */
    public SignatureCheck.BySession signatureCheck() {
        return new SignatureCheck.BySession(keeper, signable(finding, atMillis, keeper), signature);
    }
}
