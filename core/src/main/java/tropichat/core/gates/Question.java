package tropichat.core.gates;

import tropichat.core.base.Bytes;
import tropichat.core.identity.EthereumAddress;

/** What is asked of a chain, about one of its blocks. */
public sealed interface Question {
    /** EIP-155. */
    long chain();

    /** What a contract answers to a call that changes nothing. */
    record Call(long chain, EthereumAddress contract, Bytes data) implements Question {}

    /** What an account has of the chain's own coin, in its smallest unit. */
    record Balance(long chain, EthereumAddress of) implements Question {}
}
