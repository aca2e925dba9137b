import { secp256k1 } from '@noble/curves/secp256k1.js';
import type { Wallet } from '../session/contract.ts';
import { type Kept, read, writeOnce } from '../store/database.ts';
import { accountOnChain, addressOfPublicKey, checksumAddress } from './address.ts';
import { toHex } from './hex.ts';
import { signPersonalMessage } from './personal-message.ts';

/** Guests have no chain of their own: they name Ethereum's main one. */
const GUEST_CHAIN_ID = 1;

const KEY = 'secret-key';

/** A wallet that lives in this browser only: whoever clears the browser's data clears the guest. */
export interface GuestWallet extends Wallet {
  /** False where the browser keeps nothing (private windows): then the guest ends with the page. */
  readonly persistent: boolean;
}

/** The guest's secret key, to be saved; null where there is no guest yet. */
export async function savedGuest(): Promise<Uint8Array<ArrayBuffer> | null> {
  return (await read<Uint8Array<ArrayBuffer>>('guest', KEY))?.value ?? null;
}

/**
 * Makes this browser's guest the one that was saved, unless it has one, who stays. Rejects with an Error for people.
 *
 * @return `other`: one that was here is another
 */
export async function restoreGuest(secret: Uint8Array): Promise<'taken' | 'same' | 'other'> {
  if (!secp256k1.utils.isValidSecretKey(secret)) {
    throw new Error('The guest’s key in that backup is damaged. Use another copy of it.');
  }
  const before = await savedGuest();
  if (before !== null) return toHex(before) === toHex(secret) ? 'same' : 'other';
  const { value } = await writeOnce<Uint8Array>('guest', KEY, secret);
  return toHex(value) === toHex(secret) ? 'taken' : 'other';
}

async function secretKey(): Promise<Kept<Uint8Array>> {
  const kept = await read<Uint8Array>('guest', KEY);
  return kept ?? writeOnce('guest', KEY, secp256k1.utils.randomSecretKey());
}

/** The guest wallet of this browser, made at the first call. */
export async function connectGuest(): Promise<GuestWallet> {
  const { value: secret, persistent } = await secretKey();
  const address = checksumAddress(addressOfPublicKey(secp256k1.getPublicKey(secret, false)));
  return {
    kind: 'guest',
    label: 'Guest',
    address,
    account: accountOnChain(GUEST_CHAIN_ID, address),
    persistent,
    sign: async (message) => toHex(signPersonalMessage(new TextEncoder().encode(message), secret)),
    onAccountChanged: () => () => {},
    boxes: null,
    chain: null,
  };
}
