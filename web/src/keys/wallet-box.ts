/**
 * Boxes that wallets open by `eth_decrypt`: x25519-xsalsa20-poly1305 as MetaMask's `eth-sig-util` has it, which is NaCl's
 * `crypto_box` with a fresh key as the sender. A wallet gives out text alone, so what is sealed is text: what it is for, and
 * the secret. The box says neither who sealed it nor where it belongs: whatever the secret opens must.
 *
 * As bytes, a box is the fresh public key (32), the nonce (24), then what is sealed.
 */
import { base64UrlOf, bytesOfBase64Url } from '../base64url.ts';
import { later } from './later.ts';
import { generateX25519 } from './sealing.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** So that what was sealed for one purpose is taken for no other, and people see in their wallet what they open. */
export type BoxPurpose = 'letter' | 'backup';

export const BOX_KEY_BYTES = 32;
export const BOX_SECRET_BYTES = 32;
const NONCE_BYTES = 24;
const SEALED_AT = BOX_KEY_BYTES + NONCE_BYTES;

/** `expand 32-byte k` in words, with which HSalsa20 fills its state (Bernstein, "Extending the Salsa20 nonce"). */
const SIGMA = Uint32Array.of(0x61707865, 0x3320646e, 0x79622d32, 0x6b206574);

const VERSION = 'x25519-xsalsa20-poly1305';

/** What seals boxes. */
export const loadSalsa = later(() => import('@noble/ciphers/salsa.js'));

const textOf = (purpose: BoxPurpose, secret: Bytes): string =>
  `tropichat ${purpose} 1 ${base64UrlOf(secret)}`;

/** Of a box for a backup, whose place is fixed: a tag (16), and the text. */
export const BACKUP_BOX_BYTES =
  SEALED_AT + 16 + textOf('backup', new Uint8Array(BOX_SECRET_BYTES)).length;

/** What is in a box for this purpose; null where it is something else. */
export function secretIn(purpose: BoxPurpose, text: string): Bytes | null {
  const secret = bytesOfBase64Url(text.slice(textOf(purpose, new Uint8Array()).length));
  if (secret?.length !== BOX_SECRET_BYTES || textOf(purpose, secret) !== text) return null;
  return secret;
}

/** A box for whose wallet has the other half of a key; null where it is no key, or a part of the page is missing. */
export async function sealBox(
  purpose: BoxPurpose,
  to: Bytes,
  secret: Bytes,
): Promise<Bytes | null> {
  try {
    const { privateKey, publicKey } = await generateX25519();
    const key = await crypto.subtle.importKey('raw', to, 'X25519', false, []);
    // Fails for keys of which everybody knows the secret that comes of it.
    const shared = await crypto.subtle.deriveBits({ name: 'X25519', public: key }, privateKey, 256);
    const own = new Uint8Array(await crypto.subtle.exportKey('raw', publicKey));
    const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
    const plain = new TextEncoder().encode(textOf(purpose, secret));
    return Uint8Array.of(...own, ...nonce, ...(await sealed(new Uint8Array(shared), nonce, plain)));
  } catch {
    return null;
  }
}

/** The tag, then the ciphertext, as NaCl has them. */
export async function sealed(shared: Bytes, nonce: Bytes, plain: Bytes): Promise<Uint8Array> {
  const { hsalsa, xsalsa20poly1305 } = await loadSalsa();
  const key = new Uint32Array(BOX_KEY_BYTES / 4);
  hsalsa(SIGMA, new Uint32Array(shared.slice().buffer), new Uint32Array(4), key);
  return xsalsa20poly1305(new Uint8Array(key.buffer), nonce).encrypt(plain);
}

/** A box as `eth_decrypt` takes it, in JSON; null where it is too short to be one. */
export function jsonOfBox(box: Bytes): string | null {
  if (box.length <= SEALED_AT) return null;
  return JSON.stringify({
    version: VERSION,
    nonce: base64Of(box.subarray(BOX_KEY_BYTES, SEALED_AT)),
    ephemPublicKey: base64Of(box.subarray(0, BOX_KEY_BYTES)),
    ciphertext: base64Of(box.subarray(SEALED_AT)),
  });
}

function base64Of(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

/** The key that a wallet gives out; null where it is none. */
export function keyOfBase64(text: unknown): Bytes | null {
  if (typeof text !== 'string') return null;
  const key = bytesOfBase64Url(text.replace(/=+$/, '').replaceAll('+', '-').replaceAll('/', '_'));
  return key?.length === BOX_KEY_BYTES ? key : null;
}
