package tropichat.browser;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;
import org.teavm.jso.typedarrays.Uint8Array;
import tropichat.core.base.Aead;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.RandomSource;

/** What the page does for core at once: hashing, randomness and, in closed rooms, authenticated encryption. */
interface PagePort extends JSObject {
    Uint8Array sha256(Uint8Array data);

    Uint8Array keccak256(Uint8Array data);

    Uint8Array random(int length);

    /** Throws where the page has not loaded it: whoever enters a closed room waits for that first. */
    Uint8Array aesGcmSeal(Uint8Array key, Uint8Array nonce, Uint8Array associated, Uint8Array content);

    /** Null where {@code sealed} was not sealed so; throws as {@link #aesGcmSeal} does. */
    @Nullable
    Uint8Array aesGcmOpen(Uint8Array key, Uint8Array nonce, Uint8Array associated, Uint8Array sealed);

    static RandomSource randomness(PagePort page) {
        return length -> Borders.bytes(page.random(length));
    }

    static Hashes hashes(PagePort page) {
        return new Hashes() {
            @Override
            public Bytes sha256(Bytes data) {
                return Borders.bytes(page.sha256(Borders.view(data)));
            }

            @Override
            public Bytes keccak256(Bytes data) {
                return Borders.bytes(page.keccak256(Borders.view(data)));
            }
        };
    }

    static Aead aead(PagePort page) {
        return new Aead() {
            @Override
            public Bytes seal(Bytes key, Bytes nonce, Bytes associated, Bytes content) {
                return Borders.bytes(page.aesGcmSeal(
                        Borders.view(key), Borders.view(nonce), Borders.view(associated), Borders.view(content)));
            }

            @Override
            public @Nullable Bytes open(Bytes key, Bytes nonce, Bytes associated, Bytes sealed) {
                return Borders.bytesOrNull(page.aesGcmOpen(
                        Borders.view(key), Borders.view(nonce), Borders.view(associated), Borders.view(sealed)));
            }
        };
    }
}
