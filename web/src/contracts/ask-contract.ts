/**
 * Whether a wallet that is a contract has signed (ERC-1271, or ERC-6492 before it is deployed): only its chain can tell, and it is
 * asked by one call that changes nothing.
 */
import { fromHex, toHex } from '../wallet/hex.ts';
import { hashPersonalMessage } from '../wallet/personal-message.ts';
import { VALIDATOR } from './validator.ts';

/** Bytes of a word of Solidity's encoding. */
const WORD = 32;

/** What may be wanted of a node: what the server asks with. */
const GAS = 5_000_000;

/** How long the wallet's node may take: with the server after it, less than a handshake. */
const ANSWER_MILLIS_MAX = 3_000;

type Bytes = Uint8Array<ArrayBuffer>;

/** A signature that only its chain can judge. */
export interface ContractCheck {
  readonly chain: number;
  /** The contract's address, 20 bytes. */
  readonly signer: Uint8Array;
  /** What it is said to have signed, by EIP-191. */
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
}

/** A way to ask the chain that a wallet is on. */
export interface ChainDoor {
  /** Its id (EIP-155); null where that cannot be found out. */
  chain(): Promise<number | null>;
  /** `eth_call` as of the newest block; rejects where nothing comes back. */
  call(transaction: Readonly<Record<string, string>>): Promise<unknown>;
}

/** The answer of the wallet's own node; null where it is on another chain, does not answer, or answers nonsense. */
export async function askWallet(door: ChainDoor, check: ContractCheck): Promise<boolean | null> {
  const late = new Promise<null>((resolve) => setTimeout(resolve, ANSWER_MILLIS_MAX, null));
  return Promise.race([late, ask(door, check).catch(() => null)]);
}

async function ask(door: ChainDoor, check: ContractCheck): Promise<boolean | null> {
  if ((await door.chain()) !== check.chain) return null;
  const answer = await door.call({ data: callOf(check), gas: `0x${GAS.toString(16)}` });
  // What reverts may be the node's doing as well as the contract's: it is no answer.
  return answer === '0x01' ? true : answer === '0x00' ? false : null;
}

/** The validator's code with its arguments: `(address, bytes32, bytes)`. */
export function callOf({ signer, message, signature }: ContractCheck): string {
  const padded = new Uint8Array(Math.ceil(signature.length / WORD) * WORD);
  padded.set(signature);
  const address = new Uint8Array(WORD);
  address.set(signer, WORD - signer.length);
  const code = fromHex(VALIDATOR) ?? new Uint8Array();
  return toHex(
    joined([
      code,
      address,
      hashPersonalMessage(message),
      word(3 * WORD),
      word(signature.length),
      padded,
    ]),
  );
}

function word(number: number): Bytes {
  const bytes = new Uint8Array(WORD);
  new DataView(bytes.buffer).setUint32(WORD - 4, number);
  return bytes;
}

function joined(parts: readonly Uint8Array[]): Bytes {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
