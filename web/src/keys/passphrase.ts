/** Keys out of passphrases, by Argon2id (RFC 9106): who tries many pays time and memory for each. */
import { later } from './later.ts';

/** RFC 9106, section 4, the second recommended option. Two seconds in a page; native code needs a tenth of that. */
const PASSES = 3;
const MEMORY_KIB = 65_536;
const LANES = 4;
export const SALT_BYTES = 16;
const KEY_BYTES = 32;

/** Where nothing but a passphrase protects: NIST SP 800-63B-4, section 3.1.1.2. */
export const PASSPHRASE_CHARS_MIN = 15;

/** A guess: more is no passphrase that somebody types. */
const PASSPHRASE_CHARS_MAX = 1_024;

const loadArgon = later(async () => (await import('@noble/hashes/argon2.js')).argon2idAsync);

/** Why a passphrase is not good enough to protect anything, in words; null where it is. */
export function passphraseProblem(passphrase: string): string | null {
  const { length } = [...passphrase];
  if (length < PASSPHRASE_CHARS_MIN) {
    return `A passphrase needs ${PASSPHRASE_CHARS_MIN} characters or more, since whoever has the file can try as many as they like. Four or five words that nobody would guess do.`;
  }
  if (length > PASSPHRASE_CHARS_MAX) {
    return `A passphrase has ${PASSPHRASE_CHARS_MAX.toLocaleString('en')} characters at most.`;
  }
  return null;
}

/** An AES-256-GCM key. Rejects with an Error for people where a part of the page is missing. */
export async function keyOfPassphrase(
  passphrase: string,
  salt: Uint8Array<ArrayBuffer>,
): Promise<CryptoKey> {
  const argon2id = await loadArgon();
  // The same letters come composed from one keyboard and in pieces from another (RFC 8265, section 4.2).
  const raw = await argon2id(passphrase.normalize('NFC'), salt, {
    ...{ t: PASSES, m: MEMORY_KIB, p: LANES, dkLen: KEY_BYTES },
  });
  return crypto.subtle.importKey('raw', raw.slice(), 'AES-GCM', false, ['encrypt', 'decrypt']);
}
