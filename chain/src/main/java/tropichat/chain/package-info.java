/**
 * Asks Ethereum's chains by JSON-RPC: what wallets hold, and what contracts have signed. The door is {@link
 * tropichat.chain.Chains}; nothing here waits, and what it knows belongs to one thread, its owner's.
 */
@NullMarked
package tropichat.chain;

import org.jspecify.annotations.NullMarked;
