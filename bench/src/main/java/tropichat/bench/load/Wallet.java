package tropichat.bench.load;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.KeccakDigest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECMultiplier;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

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
    private static final int ADDRESS_BYTES = 20;
    private static final int RECOVERY_ID_OFFSET = 27;
    private static final HexFormat HEX = HexFormat.of();

    private final String address;
    private final String r;
    private final BigInteger inverseOfEphemeral;
    private final BigInteger rTimesPrivate;
    private final int recoveryId;

    private Wallet(BigInteger privateKey, BigInteger ephemeralKey) {
        byte[] publicKey = timesBase(privateKey).getEncoded(false);
        ECPoint ephemeralPoint = timesBase(ephemeralKey);
        BigInteger x = ephemeralPoint.getAffineXCoord().toBigInteger();
        address = checksummed(keccak(Arrays.copyOfRange(publicKey, 1, publicKey.length)));
        r = padded(x);
        inverseOfEphemeral = ephemeralKey.modInverse(ORDER);
        rTimesPrivate = x.multiply(privateKey).mod(ORDER);
        recoveryId = ephemeralPoint.getAffineYCoord().testBitZero() ? 1 : 0;
    }

    static Wallet create(RandomGenerator random) {
        return new Wallet(scalar(random), scalar(random));
    }

    /** With the mixed-case checksum of EIP-55. */
    public String address() {
        return address;
    }

    /** The signature of {@code personal_sign} (EIP-191, version 0x45): 0x and the hexadecimal digits of r, s, v. */
    public String sign(String message) {
        byte[] text = message.getBytes(StandardCharsets.UTF_8);
        byte[] prefix = ("\u0019Ethereum Signed Message:\n" + text.length).getBytes(StandardCharsets.UTF_8);
        BigInteger digest = new BigInteger(1, keccak(prefix, text));
        BigInteger s = digest.add(rTimesPrivate).multiply(inverseOfEphemeral).mod(ORDER);
        boolean high = s.compareTo(HALF_ORDER) > 0;
        BigInteger low = high ? ORDER.subtract(s) : s;
        int v = RECOVERY_ID_OFFSET + (high ? 1 - recoveryId : recoveryId);
        return "0x" + r + padded(low) + HEX.toHexDigits((byte) v);
    }

    private static String padded(BigInteger scalar) {
        String digits = scalar.toString(16);
        return "0".repeat(2 * SCALAR_BYTES - digits.length()) + digits;
    }

    private static String checksummed(byte[] publicKeyHash) {
        String digits = HEX.formatHex(publicKeyHash, publicKeyHash.length - ADDRESS_BYTES, publicKeyHash.length);
        String hash = HEX.formatHex(keccak(digits.getBytes(StandardCharsets.US_ASCII)));
        StringBuilder address = new StringBuilder("0x");
        for (int i = 0; i < digits.length(); i++) {
            char digit = digits.charAt(i);
            address.append(hash.charAt(i) >= '8' ? Character.toUpperCase(digit) : digit);
        }
        return address.toString();
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

    private static byte[] keccak(byte[]... parts) {
        KeccakDigest digest = new KeccakDigest(256);
        for (byte[] part : parts) {
            digest.update(part, 0, part.length);
        }
        byte[] hash = new byte[digest.getDigestSize()];
        digest.doFinal(hash, 0);
        return hash;
    }
}
