package tropichat.simulator.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tropichat.core.base.Bytes;
import tropichat.core.identity.SignatureCheck;
import tropichat.simulator.chance.Chance;

/** Only the holder of a key can sign with it, in the fast world as in the real one. */
class KeyedCryptoTest {
    private static final Bytes MESSAGE = Bytes.utf8("hello, palm trees");

    private static Crypto crypto(boolean real) {
        return real ? new RealCrypto() : new KeyedCrypto(new Chance(1));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void takesTheHoldersSignatureAndNobodyElses(boolean real) {
        Crypto crypto = crypto(real);
        Keys ada = crypto.generate(new Chance(2));
        Keys mallory = crypto.generate(new Chance(3));
        assertTrue(crypto.verify(new SignatureCheck.BySession(ada.session(), MESSAGE, ada.sign(MESSAGE))));
        assertFalse(crypto.verify(new SignatureCheck.BySession(ada.session(), MESSAGE, mallory.sign(MESSAGE))));
        assertFalse(crypto.verify(new SignatureCheck.BySession(ada.session(), Bytes.EMPTY, ada.sign(MESSAGE))));
        assertFalse(crypto.verify(new SignatureCheck.BySession(ada.session(), MESSAGE, Bytes.EMPTY)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void takesTheWalletsSignatureAndNobodyElses(boolean real) {
        Crypto crypto = crypto(real);
        Keys ada = crypto.generate(new Chance(2));
        Keys mallory = crypto.generate(new Chance(3));
        Bytes text = Bytes.utf8("sign in");
        assertTrue(crypto.verify(new SignatureCheck.ByWallet(ada.wallet(), text, ada.signPersonal("sign in"))));
        assertFalse(crypto.verify(new SignatureCheck.ByWallet(ada.wallet(), text, mallory.signPersonal("sign in"))));
        assertFalse(crypto.verify(new SignatureCheck.ByWallet(ada.wallet(), MESSAGE, ada.signPersonal("sign in"))));
    }

    @Test
    void hashesTellShortInputsApart() {
        Set<Bytes> hashes = new HashSet<>();
        int inputs = 0;
        for (int length = 0; length < 40; length++) {
            for (int bit = 0; bit < Math.max(1, 8 * length); bit++) {
                byte[] data = new byte[length];
                if (length > 0) {
                    data[bit / 8] = (byte) (1 << bit % 8);
                }
                hashes.add(KeyedHash.of(1, Bytes.wrap(data)));
                inputs++;
            }
        }
        assertEquals(inputs, hashes.size());
    }
}
