package tropichat.core.gates;

import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.identity.EthereumAddress;

/** Calls of contracts whose arguments are single words (Solidity's contract ABI, "Formal Specification of the Encoding"). */
public final class Abi {
    /** Bytes that name a function. */
    public static final int SELECTOR_LENGTH = 4;

    private Abi() {}

    /**
     * What a contract is sent.
     *
     * @param signature like {@code balanceOf(address)}
     * @param words of {@link Uint256#LENGTH} bytes each
     */
    public static Bytes call(Hashes hashes, String signature, Bytes... words) {
        Bytes selector = hashes.keccak256(Bytes.utf8(signature)).slice(0, SELECTOR_LENGTH);
        return Bytes.concat(selector, Bytes.concat(words));
    }

    /** An address as a word. */
    public static Bytes word(EthereumAddress address) {
        return leftPadded(address.bytes());
    }

    /** Zeros before what is at most a word. */
    static Bytes leftPadded(Bytes value) {
        return Bytes.concat(Bytes.wrap(new byte[Uint256.LENGTH - value.length()]), value);
    }

    /** Zeros after what is at most a word. */
    static Bytes rightPadded(Bytes value) {
        return Bytes.concat(value, Bytes.wrap(new byte[Uint256.LENGTH - value.length()]));
    }
}
