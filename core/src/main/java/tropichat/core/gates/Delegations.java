package tropichat.core.gates;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;
import tropichat.core.identity.EthereumAddress;

/**
 * Which vaults let a wallet act for them, by the registry of delegate.xyz, version 2: its {@code getIncomingDelegations},
 * which tells those in force, the oldest first ({@code IDelegateRegistry.sol} of github.com/delegatexyz/delegate-registry).
 */
public final class Delegations {
    /** Where the registry lies on all chains that have it (docs.delegate.xyz). */
    public static final EthereumAddress REGISTRY =
            new EthereumAddress(Objects.requireNonNull(Bytes.parseHex("00000000000000447e69651d841bd8d104bed493")));

    /**
     * Delegations that are read, the oldest: anybody can delegate to anybody, and whoever comes later pushes none of them out.
     * A guess.
     */
    static final int READ_MAX = 32;

    /** Words of a struct {@code Delegation}: type_, to, from, rights, contract_, tokenId, amount. */
    private static final int WORDS = 7;

    private static final int HEAD_WORDS = 2;

    private Delegations() {}

    static Question question(long chain, EthereumAddress registry, EthereumAddress to, Hashes hashes) {
        return new Question.Call(chain, registry, Abi.call(hashes, "getIncomingDelegations(address)", Abi.word(to)));
    }

    /**
     * What the registry returned, as far as it is read: only what was delegated without further rights. Nothing where there is
     * no registry, since nobody can have delegated there.
     *
     * @throws Malformed where it is no such list for this wallet
     */
    static List<Delegation> read(Bytes returned, EthereumAddress to) throws Malformed {
        List<Delegation> read = new ArrayList<>();
        if (returned.length() == 0) {
            return read;
        }
        int count = count(returned);
        for (int i = 0; i < count; i++) {
            Delegation delegation = readOne(returned, HEAD_WORDS + i * WORDS, to);
            if (delegation != null) {
                read.add(delegation);
            }
        }
        return read;
    }

    private static int count(Bytes returned) throws Malformed {
        if (!word(returned, 0).equals(Uint256.of(Uint256.LENGTH))) {
            throw new Malformed(Reason.SYNTAX, "an answer that is no list");
        }
        Uint256 count = word(returned, 1);
        return count.compareTo(Uint256.of(READ_MAX)) > 0
                ? READ_MAX
                : count.word().at(Uint256.LENGTH - 1);
    }

    /** Null for what lets nobody in: another type, or further rights. */
    private static @Nullable Delegation readOne(Bytes returned, int at, EthereumAddress to) throws Malformed {
        Delegation.Kind kind = Delegation.Kind.of(word(returned, at));
        if (!address(returned, at + 1).equals(to)) {
            throw new Malformed(Reason.FIELD, "a delegation to another wallet");
        }
        EthereumAddress from = address(returned, at + 2);
        Uint256 rights = word(returned, at + 3);
        EthereumAddress contract = address(returned, at + 4);
        Uint256 id = word(returned, at + 5);
        Uint256 amount = word(returned, at + 6);
        return kind == null || !rights.equals(Uint256.ZERO) ? null : new Delegation(kind, from, contract, id, amount);
    }

    private static EthereumAddress address(Bytes returned, int index) throws Malformed {
        Bytes word = word(returned, index).word();
        if (!new WordType(WordType.Kind.ADDRESS, 0).fits(word)) {
            throw new Malformed(Reason.FIELD, "an address with more than 20 bytes");
        }
        return new EthereumAddress(word.slice(Uint256.LENGTH - EthereumAddress.LENGTH, Uint256.LENGTH));
    }

    private static Uint256 word(Bytes returned, int index) throws Malformed {
        int from = index * Uint256.LENGTH;
        if (from + Uint256.LENGTH > returned.length()) {
            throw new Malformed(Reason.TRUNCATED, "an answer that ends early");
        }
        return new Uint256(returned.slice(from, from + Uint256.LENGTH));
    }
}
