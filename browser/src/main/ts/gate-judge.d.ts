/** Types of core as pages need it that ask a chain themselves what wallets hold. Views must not be written to. */

import type { PagePort } from './peer.js';

/** What is asked about one block of a chain. */
export interface GateQuestion {
  /** A contract's address, or an account's: 20 bytes. */
  readonly to: Uint8Array<ArrayBuffer>;
  /** What a contract is called with; null for what an account has of the chain's own coin. */
  readonly data: Uint8Array<ArrayBuffer> | null;
}

export interface GateAnswer {
  /** The contract refused. */
  readonly reverted: boolean;
  /** What was returned; null where nothing is known, or the contract refused. */
  readonly data: Uint8Array | null;
}

/** What wallets must hold. */
export interface PageGate {
  /** SHA-256 of the rule in its one form, 32 bytes: by which tickets name it. */
  hash(): Uint8Array<ArrayBuffer>;
  /** What is to be asked of one chain (EIP-155) about a wallet, each once. */
  questions(wallet: string, chain: number): readonly GateQuestion[];
  /**
   * Whether the wallet does not hold it at either of two blocks. What other chains would say is unknown, as is whatever
   * lacks an answer.
   *
   * @param latest answers to `questions` in their order, about the newest block
   * @param earlier the same about a block a few before
   */
  lacks(
    wallet: string,
    chain: number,
    latest: readonly GateAnswer[],
    earlier: readonly GateAnswer[],
  ): boolean;
}

/** A rule in DAG-CBOR; null where it is none. */
export function readGate(rule: Uint8Array, page: PagePort): PageGate | null;
