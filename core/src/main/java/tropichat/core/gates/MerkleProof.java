package tropichat.core.gates;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.identity.EthereumAddress;

/**
 * That an address is in a list of which only the root is known: in the form of OpenZeppelin's "standard" trees of one
 * column {@code address}. A leaf is the Keccak-256 of the Keccak-256 of the address as a word, a node that of its two
 * children, the lower first.
 *
 * @param path the nodes beside the way up, from the leaf's on; at most {@link #PATH_MAX} of {@link Uint256#LENGTH} bytes
 */
public record MerkleProof(List<Bytes> path) {
    /** Four thousand million addresses. */
    public static final int PATH_MAX = 32;

    public MerkleProof {
        path = Collections.unmodifiableList(new ArrayList<>(path));
    }

    /** The root above this address by this proof. */
    Bytes root(EthereumAddress address, Hashes hashes) {
        Bytes node = hashes.keccak256(hashes.keccak256(Abi.word(address)));
        for (Bytes beside : path) {
            boolean isLower = node.compareTo(beside) < 0;
            node = hashes.keccak256(isLower ? Bytes.concat(node, beside) : Bytes.concat(beside, node));
        }
        return node;
    }
}
