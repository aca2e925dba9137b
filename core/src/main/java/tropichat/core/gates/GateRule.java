package tropichat.core.gates;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.identity.EthereumAddress;
import tropichat.core.identity.WalletAddress;
import tropichat.core.wire.Cbor;
import tropichat.core.wire.Value;

/**
 * Who may enter: a tree whose leaves ask what a wallet holds. Written as JSON by people, and as the same map in DAG-CBOR
 * wherever it is hashed; {@link OnChain}, {@link Ens} and
 * {@link Listed} are the leaves.
 */
public sealed interface GateRule {
    /** Rules within rules. */
    int DEPTH_MAX = 8;

    /** Rules in all; a guess. */
    int RULES_MAX = 64;

    /** Of all that is written in one, in DAG-CBOR; a guess, and far below what a room's record holds. */
    int BYTES_MAX = 8 * 1024;

    /** All of them. */
    record All(List<GateRule> rules) implements GateRule {
        public All {
            rules = Collections.unmodifiableList(new ArrayList<>(rules));
        }
    }

    /** One of them at least. */
    record Any(List<GateRule> rules) implements GateRule {
        public Any {
            rules = Collections.unmodifiableList(new ArrayList<>(rules));
        }
    }

    /** So many of them. */
    record AtLeast(int count, List<GateRule> rules) implements GateRule {
        public AtLeast {
            rules = Collections.unmodifiableList(new ArrayList<>(rules));
        }
    }

    record Not(GateRule rule) implements GateRule {}

    /** What a chain is asked for. */
    sealed interface OnChain extends GateRule {
        /** EIP-155. */
        long chain();
    }

    /** The wallet has at least {@code min} of something on a chain. */
    sealed interface Holding extends OnChain {
        Uint256 min();
    }

    /** The same of something that a contract hands out. */
    sealed interface Tokens extends Holding {
        EthereumAddress contract();

        /** Whether it also counts what a vault has that has delegated to the wallet ({@link Delegations}). */
        boolean delegates();
    }

    /**
     * Tokens that are each one of a kind (ERC-721).
     *
     * @param ids only these count, each once; any where empty
     * @param seat whether each lets in one wallet at a time: one that comes anew takes the place of another. That is the
     *     gatekeeper's affair; whoever else judges finds out only whether the tokens can be told apart
     */
    record Erc721(long chain, EthereumAddress contract, Uint256 min, List<Uint256> ids, boolean delegates, boolean seat)
            implements Tokens {
        /** A guess: each is a question of its own. */
        public static final int IDS_MAX = 32;

        /** Parts of one rule that want a seat. A guess. */
        public static final int SEATS_MAX = 4;

        /** One's own, for as many wallets as hold some. */
        public Erc721(long chain, EthereumAddress contract, Uint256 min, List<Uint256> ids) {
            this(chain, contract, min, ids, false, false);
        }

        public Erc721 {
            ids = Collections.unmodifiableList(new ArrayList<>(ids));
        }
    }

    /** Tokens of one kind among several of a contract (ERC-1155). */
    record Erc1155(long chain, EthereumAddress contract, Uint256 id, Uint256 min, boolean delegates) implements Tokens {
        /** One's own. */
        public Erc1155(long chain, EthereumAddress contract, Uint256 id, Uint256 min) {
            this(chain, contract, id, min, false);
        }
    }

    /** A currency (ERC-20), in its smallest unit. */
    record Erc20(long chain, EthereumAddress contract, Uint256 min, boolean delegates) implements Tokens {
        /** One's own. */
        public Erc20(long chain, EthereumAddress contract, Uint256 min) {
            this(chain, contract, min, false);
        }
    }

    /** The chain's own coin, in its smallest unit. */
    record Native(long chain, Uint256 min) implements Holding {}

    /** What a contract says to a question of the room's own. */
    record Call(
            long chain, EthereumAddress contract, ContractFunction function, List<String> arguments, Comparison compare)
            implements OnChain {
        public Call {
            arguments = Collections.unmodifiableList(new ArrayList<>(arguments));
        }
    }

    /** The wallet's own name in ENS, which points back to it, is this one or lies below it. */
    record Ens(EnsSuffix suffix) implements GateRule {}

    /** The wallet is one of these. */
    record Allow(List<WalletAddress> addresses) implements Listed {
        /** A guess; longer lists have a root. */
        public static final int ADDRESSES_MAX = 256;

        public Allow {
            addresses = Collections.unmodifiableList(new ArrayList<>(addresses));
        }
    }

    /** The wallet is in a list of which only the root is known; it shows its place ({@link MerkleProof}). */
    record AllowRoot(Bytes root) implements Listed {}

    /** What no chain is asked for. */
    sealed interface Listed extends GateRule {}

    /**
     * Reads the map that {@link #encode} writes.
     *
     * @throws Malformed {@code TOO_LARGE} for what is beyond a bound, {@code UNKNOWN_VERSION} for kinds that this build does
     *     not know, {@code FIELD}, {@code SYNTAX} or {@code CHECKSUM} else, in words for whoever wrote it
     */
    static GateRule of(Value value, Hashes hashes) throws Malformed {
        return new GateFormat(hashes).read(value);
    }

    static GateRule decode(Bytes encoded, Hashes hashes) throws Malformed {
        if (encoded.length() > BYTES_MAX) {
            throw new Malformed(Malformed.Reason.TOO_LARGE, "the rule is longer than " + BYTES_MAX + " bytes");
        }
        return of(Cbor.decode(encoded), hashes);
    }

    /** The map as which it is written. */
    default Value write() {
        return GateFormat.write(this);
    }

    default Bytes encode() {
        return Cbor.encode(write());
    }

    /** By which tickets name it: SHA-256 of {@link #encode}. */
    default Bytes hash(Hashes hashes) {
        return hashes.sha256(encode());
    }

    /** The single conditions of which it is made, in their order. */
    default List<GateRule> leaves() {
        List<GateRule> leaves = new ArrayList<>();
        for (GateRule part : parts()) {
            leaves.addAll(part.leaves());
        }
        return parts().isEmpty() ? List.of(this) : leaves;
    }

    private List<GateRule> parts() {
        return switch (this) {
            case All all -> all.rules();
            case Any any -> any.rules();
            case AtLeast some -> some.rules();
            case Not not -> List.of(not.rule());
            case OnChain ignored -> List.of();
            case Ens ignored -> List.of();
            case Listed ignored -> List.of();
        };
    }

    /**
     * All that chains are asked first to judge this wallet, each once. Where the rule counts delegations or wants seats, more
     * follows from the answers ({@link Judge#questions}).
     */
    default Set<Question> questions(WalletAddress wallet, Hashes hashes) {
        return new Judge(wallet, hashes, List.of(), question -> null).questions(this);
    }

    /**
     * Judges a wallet.
     *
     * @param proofs that it shows of its place in lists; null where it could not show any, so that nothing follows
     * @param answers to {@link #questions}
     */
    default Verdict judge(WalletAddress wallet, Hashes hashes, @Nullable List<MerkleProof> proofs, Answers answers) {
        return new Judge(wallet, hashes, proofs, answers).judge(this);
    }

    /** What chains answered; null where nothing is known. */
    interface Answers {
        @Nullable
        Answer to(Question question);
    }
}
