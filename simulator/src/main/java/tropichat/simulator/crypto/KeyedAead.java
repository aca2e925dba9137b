package tropichat.simulator.crypto;

import org.jspecify.annotations.Nullable;
import tropichat.core.base.Aead;
import tropichat.core.base.Bytes;

/** Authenticated encryption by {@link KeyedHash}: whoever lacks the key opens nothing, by accident or by trying. */
final class KeyedAead implements Aead {
    @Override
    public Bytes seal(Bytes key, Bytes nonce, Bytes associated, Bytes content) {
        long secret = secret(key, nonce);
        return Bytes.concat(masked(secret, content), tag(secret, associated, content));
    }

    @Override
    public @Nullable Bytes open(Bytes key, Bytes nonce, Bytes associated, Bytes sealed) {
        if (sealed.length() < TAG_LENGTH) {
            return null;
        }
        long secret = secret(key, nonce);
        int length = sealed.length() - TAG_LENGTH;
        Bytes content = masked(secret, sealed.slice(0, length));
        return sealed.slice(length, sealed.length()).equals(tag(secret, associated, content)) ? content : null;
    }

    private static long secret(Bytes key, Bytes nonce) {
        return KeyedHash.key(KeyedHash.of(KeyedHash.key(KeyedHash.of(0, key)), nonce));
    }

    private static Bytes tag(long secret, Bytes associated, Bytes content) {
        return KeyedHash.of(KeyedHash.key(KeyedHash.of(secret, associated)), content)
                .slice(0, TAG_LENGTH);
    }

    /** The same twice is what it was. */
    private static Bytes masked(long secret, Bytes content) {
        byte[] masked = new byte[content.length()];
        Bytes mask = Bytes.EMPTY;
        for (int i = 0; i < masked.length; i++) {
            if (i % KeyedHash.LENGTH == 0) {
                mask = KeyedHash.of(~secret + i, Bytes.EMPTY);
            }
            masked[i] = (byte) (content.at(i) ^ mask.at(i % KeyedHash.LENGTH));
        }
        return Bytes.wrap(masked);
    }
}
