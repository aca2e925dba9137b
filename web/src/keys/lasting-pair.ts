/**
 * An X25519 pair in a form that browsers can keep. Most keep it as it is. Safari (27) writes it and cannot read it back:
 * there the secret half is wrapped by a key that cannot be extracted either.
 */
import { generateX25519 } from './sealing.ts';

/** AES-GCM's. */
const NONCE_BYTES = 12;

const WRAPPING = 'AES-GCM';

interface WrappedPair {
  readonly wrapping: CryptoKey;
  readonly nonce: Uint8Array<ArrayBuffer>;
  readonly privateKey: ArrayBuffer;
  readonly publicKey: ArrayBuffer;
}

export type LastingPair = CryptoKeyPair | WrappedPair;

/** A fresh pair, to be kept. Rejects with an Error for people where the browser has no X25519. */
export async function createLastingPair(): Promise<LastingPair> {
  const pair = await generateX25519();
  return isCloned(pair.privateKey) ? pair : createWrappedPair();
}

function isCloned(key: CryptoKey): boolean {
  try {
    structuredClone(key);
    return true;
  } catch {
    return false;
  }
}

export async function createWrappedPair(): Promise<WrappedPair> {
  const subtle = crypto.subtle;
  const [pair, wrapping] = await Promise.all([
    // What is wrapped must be extractable until then.
    generateX25519(true),
    subtle.generateKey({ name: WRAPPING, length: 256 }, false, ['wrapKey', 'unwrapKey']),
  ]);
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const [privateKey, publicKey] = await Promise.all([
    subtle.wrapKey('pkcs8', pair.privateKey, wrapping, { name: WRAPPING, iv: nonce }),
    subtle.exportKey('raw', pair.publicKey),
  ]);
  return { wrapping, nonce, privateKey, publicKey };
}

/** The pair to be used; its secret half cannot be extracted. */
export async function pairOf(lasting: LastingPair): Promise<CryptoKeyPair> {
  if (!('wrapping' in lasting)) return lasting;
  const { wrapping, nonce, ...halves } = lasting;
  const [privateKey, publicKey] = await Promise.all([
    crypto.subtle.unwrapKey(
      'pkcs8',
      halves.privateKey,
      wrapping,
      { name: WRAPPING, iv: nonce },
      'X25519',
      false,
      ['deriveBits'],
    ),
    crypto.subtle.importKey('raw', halves.publicKey, 'X25519', true, []),
  ]);
  return { privateKey, publicKey };
}
