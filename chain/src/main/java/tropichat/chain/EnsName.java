package tropichat.chain;

import io.github.adraffy.ens.ENSNormalize;
import io.github.adraffy.ens.InvalidLabelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;

/** A name of ENS, in its normal form (ENSIP-15). */
public record EnsName(String text) {
    /** Longer ones cannot be written as in DNS by all resolvers (RFC 1035, section 2.3.4). */
    public static final int BYTES_MAX = 255;

    private static final int NODE_LENGTH = 32;

    /**
     * Takes names in their normal form alone: others look like ones that they are not.
     *
     * @throws Malformed in words for whoever owns the name
     */
    public static EnsName parse(String text) throws Malformed {
        if (text.isEmpty() || text.length() > BYTES_MAX || Bytes.utf8(text).length() > BYTES_MAX) {
            throw new Malformed(Reason.TOO_LARGE, "a name has 1 to " + BYTES_MAX + " bytes");
        }
        try {
            if (!ENSNormalize.ENSIP15.normalize(text).equals(text)) {
                throw new Malformed(
                        Reason.NOT_CANONICAL,
                        "the name is not in its normal form: set the one that ENS's own app shows");
            }
            return new EnsName(text);
        } catch (InvalidLabelException invalid) {
            // The library writes what cannot be shown as hexadecimal digits.
            throw new Malformed(
                    Reason.SYNTAX,
                    "the name is none that ENS allows: " + invalid.getError().getMessage());
        }
    }

    /** Reads the tables of which characters may be in names, which happens once. */
    static void prepare() {
        Objects.requireNonNull(ENSNormalize.ENSIP15);
    }

    /** As names are written in DNS (RFC 1035, section 3.1). */
    Bytes inDns() {
        List<Bytes> parts = new ArrayList<>();
        for (String label : labels()) {
            Bytes bytes = Bytes.utf8(label);
            parts.add(Bytes.wrap(new byte[] {(byte) bytes.length()}));
            parts.add(bytes);
        }
        parts.add(Bytes.wrap(new byte[1]));
        return Bytes.concat(parts.toArray(Bytes[]::new));
    }

    /** By which contracts know it ("namehash", ERC-137). */
    Bytes node(Hashes hashes) {
        Bytes node = Bytes.wrap(new byte[NODE_LENGTH]);
        for (String label : labels().reversed()) {
            node = hashes.keccak256(Bytes.concat(node, hashes.keccak256(Bytes.utf8(label))));
        }
        return node;
    }

    private List<String> labels() {
        return List.of(text.split("\\.", -1));
    }

    @Override
    public String toString() {
        return text;
    }
}
