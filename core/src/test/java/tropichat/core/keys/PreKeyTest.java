package tropichat.core.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.identity.EthereumAddress;
import tropichat.core.identity.SessionStatement;
import tropichat.core.identity.SignatureCheck;
import tropichat.core.identity.TestSession;
import tropichat.core.identity.TestSignatures;
import tropichat.core.wire.Cbor;
import tropichat.core.wire.Cid;

/** A key counts for the session, the room and the account that it was signed for. */
class PreKeyTest {
    private static final Cid ROOM = Keyholder.epoch("room");
    private static final EthereumAddress ACCOUNT = new EthereumAddress(Bytes.wrap(new byte[EthereumAddress.LENGTH]));
    private static final Bytes KEY = Keyholder.HASHES.sha256(Bytes.utf8("key"));
    private static final long NOW_MILLIS = 1_800_000_000_000L;

    private final TestSession ada = new TestSession("ada");
    private final TestSession eve = new TestSession("eve");
    private final PreKey own = signedBy(ada);

    @Test
    void countsWithItsSessionsSignature() {
        assertTrue(counts(own));
    }

    @Test
    void isReadAsItWasWritten() throws Malformed {
        assertEquals(own, PreKey.decode(Cbor.decodeFields(Cbor.encode(own.encode()))));
    }

    @Test
    void isRefusedWithAnothersSignature() {
        assertFalse(counts(signedBy(eve)));
    }

    @Test
    void isRefusedWhereAnythingWasChanged() {
        Bytes other = Keyholder.HASHES.sha256(KEY);
        assertFalse(counts(new PreKey(eve.key(), KEY, NOW_MILLIS, own.signature())));
        assertFalse(counts(new PreKey(ada.key(), other, NOW_MILLIS, own.signature())));
        assertFalse(counts(new PreKey(ada.key(), KEY, NOW_MILLIS + 1, own.signature())));
    }

    @Test
    void isRefusedInAnotherRoomAndForAnotherAccount() {
        EthereumAddress other = new EthereumAddress(KEY.slice(0, EthereumAddress.LENGTH));
        assertFalse(TestSignatures.isValid(own.check(Keyholder.epoch("other room"), ACCOUNT)));
        assertFalse(TestSignatures.isValid(own.check(ROOM, other)));
    }

    /** A signature for another purpose, over the same bytes, is none for this one. */
    @Test
    void isRefusedWithASignatureForAnotherPurpose() {
        Bytes signable = PreKey.signable(ROOM, ACCOUNT, ada.key(), KEY, NOW_MILLIS);
        Bytes content =
                signable.slice(SessionStatement.PREKEY.signable(Bytes.EMPTY).length(), signable.length());
        assertEquals(signable, SessionStatement.PREKEY.signable(content));
        Bytes signature = ada.sign(SessionStatement.ENTRY.signable(content));
        assertFalse(counts(new PreKey(ada.key(), KEY, NOW_MILLIS, signature)));
    }

    private PreKey signedBy(TestSession signer) {
        Bytes signable = PreKey.signable(ROOM, ACCOUNT, ada.key(), KEY, NOW_MILLIS);
        return new PreKey(ada.key(), KEY, NOW_MILLIS, signer.sign(signable));
    }

    private static boolean counts(PreKey key) {
        SignatureCheck check = key.check(ROOM, ACCOUNT);
        return TestSignatures.isValid(check);
    }
}
