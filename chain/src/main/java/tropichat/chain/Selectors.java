package tropichat.chain;

import java.util.Objects;
import tropichat.core.base.Bytes;

/** Names of functions and errors: the first four bytes of their signature's Keccak-256, as constants. */
final class Selectors {
    private Selectors() {}

    static Bytes of(String hex) {
        return Objects.requireNonNull(Bytes.parseHex(hex));
    }
}
