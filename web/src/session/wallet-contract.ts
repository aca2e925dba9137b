/** What a wallet is to a session, and what it may do beyond signing. */

import type { ChainDoor } from '../contracts/ask-contract.ts';
import type { Place } from '../history/contract.ts';

/** What signs once for the session: an injected wallet or the guest wallet. */
export interface Wallet {
  readonly kind: 'injected' | 'guest';
  /** As shown to people: the wallet's own name, or "Guest". */
  readonly label: string;
  /** Address of the account in use: checksummed, or of Solana base58. */
  readonly address: string;
  /** The same with the chain that the wallet is on: `did:pkh:…`. */
  readonly account: string;
  /**
   * EIP-191 `personal_sign`: 65 bytes as 0x-hex; behind `eip1271:` what is not its key's, and so its contract's, if it is one; of Solana Ed25519: 64 bytes in base58.
   * Rejects with an Error whose message is for people.
   */
  sign(message: string): Promise<string>;
  /** Calls back when the account changes (its new address) or the wallet locks (null); returns the unsubscriber. */
  onAccountChanged(listener: (address: string | null) => void): () => void;
  /** By which its chain can be asked; null where it has none. */
  readonly chain: (ChainDoor & WalletChain) | null;
  /** Null where there is none; where there is one, the wallet may still not offer it. */
  readonly boxes: WalletBoxes | null;
}

/** What a chain is asked without anybody noticing: nothing changes, and no wallet opens its window for it. */
export type ChainMethod = 'eth_chainId' | 'eth_blockNumber' | 'eth_call' | 'eth_getBalance';

/** The chain that the wallet is on at the moment, by the wallet's own node. */
export interface WalletChain {
  /** Anything may be the answer, and may never come; rejects with what the wallet says. */
  ask(method: ChainMethod, params: readonly unknown[]): Promise<unknown>;
}

/**
 * Who says of a wallet that is a contract that it has signed: its chain, asked by this page; the server; nobody, since neither could
 * ask. `no`: whoever was asked denies it.
 */
export type ContractWord = 'chain' | 'server' | 'nobody' | 'no';

/** Boxes that the wallet itself opens (x25519-xsalsa20-poly1305); whoever has the wallet's key for them can seal some. */
export interface WalletBoxes {
  /** Whether the wallet has this at all; the person is asked nothing. */
  offered(): Promise<boolean>;
  /** 32 bytes. The wallet asks the person; rejects with an Error whose message is for people. */
  publicKey(): Promise<Uint8Array<ArrayBuffer>>;
  /** What is in a box, which is text. The wallet asks the person; rejects as `publicKey` does. */
  open(box: Uint8Array<ArrayBuffer>): Promise<string>;
}

/** Letters that wallets open, too, on whatever device they are. */
export interface WalletLetters {
  /** Whether the wallet offers it, and letters to this account are sealed to it; the person is asked nothing. */
  standing(): Promise<'absent' | 'off' | 'on'>;
  /** Has letters sealed to the wallet, which asks the person once; or not any more. Rejects with an Error for people. */
  share(on: boolean): Promise<void>;
  /** Whether what is written to an account can be opened by its wallet. */
  sealsTo(account: string): boolean;
  /**
   * Has the wallet open a letter that is closed, and with it all between the same two that have the same box; the wallet asks
   * the person, unless it has opened that box before. Letters that open come as an event. Rejects with an Error for people.
   */
  open(letter: { readonly place: Place; readonly with: string | null }): Promise<void>;
}
