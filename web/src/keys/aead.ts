/**
 * AES-256-GCM for core, which asks for it synchronously; WebCrypto answers asynchronously only. It is loaded while a room is
 * being entered.
 */
import { later } from './later.ts';

type Gcm = typeof import('@noble/ciphers/aes.js').gcm;

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

let loaded: Gcm | null = null;

/** To be awaited before anything is sealed or opened. Rejects with an Error for people; may then be asked again. */
export const loadAead = later(async (): Promise<void> => {
  loaded = (await import('@noble/ciphers/aes.js')).gcm;
});

/** The ciphertext, then the tag. Throws where it is not loaded, or a length is wrong. */
export function aesGcmSeal(
  key: Uint8Array,
  nonce: Uint8Array,
  associated: Uint8Array,
  content: Uint8Array,
): Uint8Array {
  return cipher(key, nonce, associated).encrypt(content);
}

/** What was sealed; null where it was not sealed so. Throws as `aesGcmSeal` does. */
export function aesGcmOpen(
  key: Uint8Array,
  nonce: Uint8Array,
  associated: Uint8Array,
  sealed: Uint8Array,
): Uint8Array | null {
  const opening = cipher(key, nonce, associated);
  if (sealed.length < TAG_BYTES) return null;
  try {
    return opening.decrypt(sealed);
  } catch {
    return null;
  }
}

function cipher(key: Uint8Array, nonce: Uint8Array, associated: Uint8Array) {
  if (loaded === null) throw new Error('AES-GCM is not loaded: await loadAead() first.');
  // The library would take other lengths, too: AES-128, and nonces that it hashes.
  if (key.length !== KEY_BYTES || nonce.length !== NONCE_BYTES) {
    throw new RangeError(`A key has ${KEY_BYTES} bytes and a nonce ${NONCE_BYTES}.`);
  }
  return loaded(key, nonce, associated);
}
