package tropichat.core.gates;

import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
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
 * @param signature {@link Finding#SIGNATURE_BYTES} over {@link #signable}
 */
public record Lapse(Finding finding, long atMillis, DidKey keeper, Bytes signature) {
    /** What its keeper signs. */
    public static Bytes signable(Finding finding, long atMillis, DidKey keeper) {
        return SessionStatement.LAPSE.signable(Cbor.encode(write(finding, atMillis, keeper)));
    }

    private static Value.Mapping write(Finding finding, long atMillis, DidKey keeper) {
        return finding.write().with("at", atMillis).with("keeper", keeper.publicKey());
    }

    public Bytes encode() {
        return Cbor.encode(write(finding, atMillis, keeper).with("sig", signature));
    }

    /** Reads what {@link #encode} writes. */
    public static Lapse decode(Bytes encoded) throws Malformed {
        Fields fields = Finding.fields(encoded);
        return new Lapse(
                Finding.read(fields),
                fields.integer("at", 0, Value.Int.MAX),
                DidKey.of(fields, "keeper"),
                fields.blob("sig", Finding.SIGNATURE_BYTES, Finding.SIGNATURE_BYTES));
    }

    /** The question whether its keeper signed it. */
    public SignatureCheck.BySession signatureCheck() {
        return new SignatureCheck.BySession(keeper, signable(finding, atMillis, keeper), signature);
    }
}
