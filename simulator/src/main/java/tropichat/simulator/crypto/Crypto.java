package tropichat.simulator.crypto;

import org.jspecify.annotations.Nullable;
import tropichat.core.base.Aead;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.identity.SignatureCheck;
import tropichat.simulator.chance.Chance;

/** The cryptography of a simulated world: {@link KeyedCrypto} for thousands of peers, {@link RealCrypto} for a few. */
public sealed interface Crypto permits KeyedCrypto, RealCrypto {
    Hashes hashes();

    /** What is said in closed rooms is sealed with it. */
    Aead aead();

    /** The keys of a new person. */
    Keys generate(Chance chance);

    boolean verify(SignatureCheck check);

    /** Seals for whoever holds the other half of {@code to}; null where that is no key. */
    @Nullable
    Bytes seal(Bytes to, Bytes content, Chance chance);
}
