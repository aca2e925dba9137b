package tropichat.core.gates;

import tropichat.core.base.Bytes;
import tropichat.core.identity.EthereumAddress;

/** What is asked of chains. */
public sealed interface Question {
    /** What is asked of one chain, about one of its blocks. */
    sealed interface OfChain extends Question {
        /** EIP-155. */
        long chain();
    }

    /** What a contract answers to a call that changes nothing. */
    record Call(long chain, EthereumAddress contract, Bytes data) implements OfChain {}

    /** What an account has of the chain's own coin, in its smallest unit. */
    record Balance(long chain, EthereumAddress of) implements OfChain {}

    /**
     * By which name a wallet goes in ENS, on the chain where whoever answers looks for names: in UTF-8 and its normal form
     * (ENSIP-15), and one that points back to the wallet; nothing for a wallet without one.
     */
    record PrimaryName(EthereumAddress of) implements Question {}
}
