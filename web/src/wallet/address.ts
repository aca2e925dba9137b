import { keccak_256 } from '@noble/hashes/sha3.js';
import { fromHex, toHex } from './hex.ts';

/** Bytes of an Ethereum address. */
export const ADDRESS_BYTES = 20;

/** Hex digits of the checksum hash at or above this are written as capitals (EIP-55). */
const CAPITAL_FROM = 8;

/** The address with the capitals of EIP-55. */
export function checksumAddress(address: Uint8Array): string {
  const digits = toHex(address).slice(2);
  const hash = toHex(keccak_256(new TextEncoder().encode(digits))).slice(2);
  const cased = Array.from(digits, (digit, at) =>
    Number.parseInt(hash.charAt(at), 16) >= CAPITAL_FROM ? digit.toUpperCase() : digit,
  );
  return `0x${cased.join('')}`;
}

/** The account on a chain of EIP-155 (CAIP-10), as a decentralised identifier. */
export function accountOnChain(chainId: number, checksummed: string): string {
  return `did:pkh:eip155:${chainId}:${checksummed}`;
}

/** The bytes of an address in any case, or null when it is none. */
export function parseAddress(text: string): Uint8Array<ArrayBuffer> | null {
  const bytes = fromHex(text);
  return bytes?.length === ADDRESS_BYTES ? bytes : null;
}

/** The address that belongs to an uncompressed public key: 65 bytes, the first of them 4. */
export function addressOfPublicKey(publicKey: Uint8Array): Uint8Array {
  return keccak_256(publicKey.subarray(1)).slice(-ADDRESS_BYTES);
}
