package tropichat.crypto;

import java.math.BigInteger;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.util.BigIntegers;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;

/** BouncyCastle's arithmetic: slower than native code, but it runs wherever Java does. */
final class BouncyCastleCurve implements Curve {
    private static final X9ECParameters PARAMETERS = CustomNamedCurves.getByName("secp256k1");
    private static final ECDomainParameters DOMAIN = new ECDomainParameters(PARAMETERS);
    private static final BigInteger ORDER = PARAMETERS.getN();
    private static final BigInteger HALF_ORDER = ORDER.shiftRight(1);

    /** First byte of a compressed point with an even y (SEC 1, section 2.3.3). */
    private static final byte EVEN_Y = 2;

    @Override
    public @Nullable Bytes publicKey(Bytes secret) {
        BigInteger scalar = number(secret);
        if (scalar.signum() == 0 || scalar.compareTo(ORDER) >= 0) {
            return null;
        }
        return coordinates(new FixedPointCombMultiplier().multiply(PARAMETERS.getG(), scalar));
    }

    @Override
    public Bytes sign(Bytes digest, Bytes secret) {
        ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
        signer.init(true, new ECPrivateKeyParameters(number(secret), DOMAIN));
        BigInteger[] signature = signer.generateSignature(digest.unsafeArray());
        BigInteger s = signature[1].compareTo(HALF_ORDER) > 0 ? ORDER.subtract(signature[1]) : signature[1];
        return Bytes.concat(scalar(signature[0]), scalar(s));
    }

    /** SEC 1, section 4.1.6: Q = r⁻¹ (s R − e G). */
    @Override
    public @Nullable Bytes recover(Bytes digest, Bytes scalars, int recoveryId) {
        BigInteger r = number(scalars.slice(0, SCALAR_LENGTH));
        BigInteger s = number(scalars.slice(SCALAR_LENGTH, 2 * SCALAR_LENGTH));
        ECPoint point = point(r, recoveryId);
        if (point == null || r.signum() == 0 || r.compareTo(ORDER) >= 0) {
            return null;
        }
        BigInteger inverse = BigIntegers.modOddInverse(ORDER, r);
        BigInteger ofGenerator =
                ORDER.subtract(number(digest).mod(ORDER)).multiply(inverse).mod(ORDER);
        BigInteger ofPoint = s.multiply(inverse).mod(ORDER);
        ECPoint key = ECAlgorithms.sumOfTwoMultiplies(PARAMETERS.getG(), ofGenerator, point, ofPoint);
        return key.isInfinity() ? null : coordinates(key.normalize());
    }

    /** The point with this x whose y is even or odd; null where no point of the curve has it. */
    private static @Nullable ECPoint point(BigInteger x, int odd) {
        try {
            Bytes prefix = Bytes.wrap(new byte[] {(byte) (EVEN_Y + odd)});
            return PARAMETERS
                    .getCurve()
                    .decodePoint(Bytes.concat(prefix, scalar(x)).unsafeArray());
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static Bytes coordinates(ECPoint point) {
        byte[] encoded = point.getEncoded(false);
        return Bytes.wrap(encoded).slice(1, encoded.length);
    }

    private static BigInteger number(Bytes scalar) {
        return new BigInteger(1, scalar.unsafeArray());
    }

    private static Bytes scalar(BigInteger number) {
        return Bytes.wrap(BigIntegers.asUnsignedByteArray(SCALAR_LENGTH, number));
    }
}
