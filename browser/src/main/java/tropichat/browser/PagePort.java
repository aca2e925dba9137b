package tropichat.browser;

import org.teavm.jso.JSObject;
import org.teavm.jso.typedarrays.Uint8Array;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.RandomSource;

/** What the page does for core at once: hashing and randomness. */
interface PagePort extends JSObject {
    Uint8Array sha256(Uint8Array data);

    Uint8Array keccak256(Uint8Array data);

    Uint8Array random(int length);

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
}
