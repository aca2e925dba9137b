/**
 * Sealing: what one page encrypts for another, and nobody on the way can read. HPKE in base mode (RFC 9180), single
 * shot: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM. It hides what is said; who said it must be signed.
 *
 * A sealed text is the encapsulated key (32 bytes), then the ciphertext.
 */
import { loadSuite } from './later.ts';

/** Raw X25519 public key (RFC 7748), and RFC 9180's Npk and Nenc. */
const KEY_BYTES = 32;

/** What texts are sealed for: signals to a page, secrets of rooms and keys of letters to a device. */
export type SealPurpose = 'signal' | 'grant' | 'letter';

/** What is sealed for one purpose opens for no other, and nowhere else: RFC 9180's info. */
const INFO: Record<SealPurpose, Uint8Array<ArrayBuffer>> = {
  signal: new TextEncoder().encode('tropichat signal 1'),
  grant: new TextEncoder().encode('tropichat grant 1'),
  letter: new TextEncoder().encode('tropichat letter 1'),
};

type Bytes = Uint8Array<ArrayBuffer>;

/** A key pair for one purpose, whose secret half never leaves WebCrypto. */
export interface SealingKey {
  /** Raw, 32 bytes: what others seal to. */
  readonly publicKey: Bytes;
  /** What was sealed to this key; null where it was not, or was changed on its way. */
  open(sealed: Bytes): Promise<Bytes | null>;
}

/** A fresh key for signals, which lives as long as the page. Rejects with an Error for people where there is no X25519. */
export async function createSealingKey(): Promise<SealingKey> {
  return sealingKeyOf(await generateX25519(), 'signal');
}

/** A fresh pair to agree with. Rejects with an Error for people where the browser has no X25519. */
export async function generateX25519(extractable = false): Promise<CryptoKeyPair> {
  try {
    return (await crypto.subtle.generateKey('X25519', extractable, [
      'deriveBits',
    ])) as CryptoKeyPair;
  } catch (cause) {
    throw new Error(
      'This browser has no X25519 key agreement, which TropiChat needs. Update it: Chromium 133, Firefox 130 and Safari 17 have it.',
      { cause },
    );
  }
}

/** The key of a pair that is there already. */
export async function sealingKeyOf(
  keyPair: CryptoKeyPair,
  purpose: SealPurpose,
): Promise<SealingKey> {
  return {
    publicKey: new Uint8Array(await crypto.subtle.exportKey('raw', keyPair.publicKey)),
    async open(sealed) {
      if (sealed.length < KEY_BYTES) return null;
      const enc = sealed.slice(0, KEY_BYTES);
      try {
        const plaintext = await (await loadSuite()).open(
          { recipientKey: keyPair, enc, info: INFO[purpose] },
          sealed.slice(KEY_BYTES),
        );
        return new Uint8Array(plaintext);
      } catch {
        return null;
      }
    },
  };
}

/** Seals for whoever holds the secret half of `to`; null where `to` is no public key that can be sealed to. */
export async function seal(
  purpose: SealPurpose,
  to: Bytes,
  plaintext: Bytes,
): Promise<Bytes | null> {
  if (to.length !== KEY_BYTES) return null;
  try {
    const suite = await loadSuite();
    const recipientPublicKey = await suite.kem.deserializePublicKey(to);
    const { enc, ct } = await suite.seal({ recipientPublicKey, info: INFO[purpose] }, plaintext);
    const sealed = new Uint8Array(enc.byteLength + ct.byteLength);
    sealed.set(new Uint8Array(enc));
    sealed.set(new Uint8Array(ct), enc.byteLength);
    return sealed;
  } catch {
    return null;
  }
}
