package tropichat.core.keys;

import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.identity.DidKey;
import tropichat.core.wire.Cid;

/**
 * How keys come out of an epoch's secret: of the secret the epoch's root, of the root a chain for each author and name, of
 * a chain's secret the key for an index, and the chain's next secret. No key tells anything of another.
 */
record KeySchedule(Hashes hashes) {
    /** Bytes of an epoch's secret, and of all that comes out of it. */
    static final int SECRET_LENGTH = Hkdf.HASH_LENGTH;

    // A zero byte ends each label: none is the beginning of another.
    private static final Bytes COMMITMENT = Bytes.utf8("tropichat epoch 1\0");
    private static final Bytes CHAIN = Bytes.utf8("tropichat chain 1\0");
    private static final Bytes MESSAGE = Bytes.utf8("tropichat message 1\0");
    private static final Bytes STEP = Bytes.utf8("tropichat step 1\0");
    private static final Bytes HAND_DOWN = Bytes.utf8("tropichat hand down 1\0");

    /** By what an epoch binds its author to one secret for all, before it has a name. */
    static Bytes commitment(Bytes secret, Hashes hashes) {
        return hashes.sha256(Bytes.concat(COMMITMENT, secret));
    }

    /** The epoch's name goes in, so that one secret in two epochs makes different keys. */
    Bytes root(Cid epoch, Bytes secret) {
        return Hkdf.extract(epoch.bytes(), secret, hashes);
    }

    Bytes chain(Bytes root, DidKey author, Bytes name) {
        return Hkdf.expand(root, Bytes.concat(CHAIN, author.publicKey(), name), SECRET_LENGTH, hashes);
    }

    Bytes message(Bytes chain, int index) {
        Bytes bigEndian =
                Bytes.wrap(new byte[] {(byte) (index >> 24), (byte) (index >> 16), (byte) (index >> 8), (byte) index});
        return Hkdf.expand(chain, Bytes.concat(MESSAGE, bigEndian), SECRET_LENGTH, hashes);
    }

    Bytes step(Bytes chain) {
        return Hkdf.expand(chain, STEP, SECRET_LENGTH, hashes);
    }

    /** Of the new epoch's secret itself: it has no name, and so no root, before what is sealed with this is written. */
    Bytes handDown(Bytes secret, Cid former) {
        return Hkdf.expand(secret, Bytes.concat(HAND_DOWN, former.bytes()), SECRET_LENGTH, hashes);
    }
}
