package tropichat.core.rules;

import tropichat.core.base.Bytes;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.SessionStatement;
import tropichat.core.identity.SignatureCheck;
import tropichat.core.identity.WalletAddress;
import tropichat.core.wire.Cbor;
import tropichat.core.wire.Cid;
import tropichat.core.wire.Value;

/**
 * What whoever was invited proves: that the secret half of the invitation's key is at hand, for this room, account and
 * session alone.
 */
public final class Invitation {
    private Invitation() {}

    /** The bytes that the invitation's key signs. */
    public static Bytes signable(Cid room, WalletAddress account, DidKey session) {
        return SessionStatement.ADMISSION.signable(Cbor.encode(Value.map()
                .with("room", new Value.Link(room))
                .with("account", account.bytes())
                .with("session", session.publicKey())));
    }

    /** What must hold before an admission is taken. */
    static SignatureCheck check(Cid room, Rule.Invite invite, Rule.Admit admit) {
        return new SignatureCheck.BySession(
                invite.key(), signable(room, admit.account(), admit.session()), admit.proof());
    }
}
