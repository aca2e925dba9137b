package tropichat.bench.load;

import java.math.BigInteger;
import java.util.random.RandomGenerator;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECMultiplier;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.identity.Eip191;
import tropichat.core.identity.EthereumAddress;
import tropichat.crypto.JvmHashes;

/**
 * A throw-away wallet that signs almost for free. Of an ECDSA signature (SEC 1, section 4.1.3) everything but one
 * multiplication and one addition modulo n can be done before the message is known, and is: the generator shares the
 * machine with the server whose verification it measures. The price is that a wallet has a single ephemeral key, so a
 * second signature gives the private key away. No wallet that owns anything may do this.
 */
public final class Wallet {
    private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256k1");
    private static final ECMultiplier MULTIPLIER = new FixedPointCombMultiplier();
    private static final BigInteger ORDER = CURVE.getN();
    private static final BigInteger HALF_ORDER = ORDER.shiftRight(1);
    private static final int SCALAR_BYTES = 32;
    private static final int RECOVERY_ID_OFFSET = 27;
    private static final Hashes HASHES = new JvmHashes();

    private final EthereumAddress address;
    private final String r;
    private final BigInteger inverseOfEphemeral;
    private final BigInteger rTimesPrivate;
    private final int recoveryId;

    private Wallet(BigInteger privateKey, BigInteger ephemeralKey) {
        byte[] publicKey = timesBase(privateKey).getEncoded(false);
        ECPoint ephemeralPoint = timesBase(ephemeralKey);
        BigInteger x = ephemeralPoint.getAffineXCoord().toBigInteger();
        Bytes hash = HASHES.keccak256(Bytes.wrap(publicKey).slice(1, publicKey.length));
        address = new EthereumAddress(hash.slice(hash.length() - EthereumAddress.LENGTH, hash.length()));
        r = padded(x);
        inverseOfEphemeral = ephemeralKey.modInverse(ORDER);
        rTimesPrivate = x.multiply(privateKey).mod(ORDER);
        recoveryId = ephemeralPoint.getAffineYCoord().testBitZero() ? 1 : 0;
    }

    static Wallet create(RandomGenerator random) {
        return new Wallet(scalar(random), scalar(random));
    }

    public EthereumAddress address() {
        return address;
    }

    /** The signature of {@code personal_sign} (EIP-191): 0x and the hexadecimal digits of r, s and v. */
    public String sign(String message) {
        BigInteger digest =
                new BigInteger(Eip191.digest(Bytes.utf8(message), HASHES).hex(), 16);
        BigInteger s = digest.add(rTimesPrivate).multiply(inverseOfEphemeral).mod(ORDER);
        boolean high = s.compareTo(HALF_ORDER) > 0;
        BigInteger low = high ? ORDER.subtract(s) : s;
        int v = RECOVERY_ID_OFFSET + (high ? 1 - recoveryId : recoveryId);
        return "0x" + r + padded(low) + Integer.toHexString(v);
    }

    private static String padded(BigInteger scalar) {
        String digits = scalar.toString(16);
        return "0".repeat(2 * SCALAR_BYTES - digits.length()) + digits;
    }

    private static ECPoint timesBase(BigInteger scalar) {
        return MULTIPLIER.multiply(CURVE.getG(), scalar).normalize();
    }

    /** Uniform enough for a key that protects nothing. */
    private static BigInteger scalar(RandomGenerator random) {
        byte[] scalar = new byte[SCALAR_BYTES];
        random.nextBytes(scalar);
        return new BigInteger(1, scalar).mod(ORDER.subtract(BigInteger.ONE)).add(BigInteger.ONE);
    }
}
