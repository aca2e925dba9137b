/**
 * The keys of one relayed link: both ends make an X25519 key for it alone (RFC 7748), and out of the secret that they then
 * share HKDF-SHA256 (RFC 5869) makes an AES-256-GCM key for each direction. Whose key the other one is, the handshake of
 * the link proves, as it does for DTLS.
 */

import { generateX25519 } from './sealing.ts';

const KEY_BYTES = 32;

/** What is derived here is good for nothing else: HKDF's info. */
const INFO = new TextEncoder().encode('tropichat relay 1');

const COUNTER_BYTES = 8;

/** AES-GCM's nonce: four zeros, then the counter. */
const NONCE_BYTES = 12;

type Bytes = Uint8Array<ArrayBuffer>;

export interface RelayKey {
  readonly publicKey: Bytes;
  /** What seals to, and opens from, the holder of the other key. Rejects where `theirs` is no key to agree with. */
  agree(theirs: Bytes): Promise<RelaySeal>;
}

/** Frames are an 8-byte counter, big-endian, and a ciphertext; no counter is used twice. */
export interface RelaySeal {
  seal(counter: number, content: Bytes): Promise<Bytes>;
  /** Rejects where the frame was not sealed by the other end. */
  open(frame: Bytes): Promise<Bytes>;
}

export async function createRelayKey(): Promise<RelayKey> {
  return relayKeyOf(await generateX25519());
}

/** The key of a pair that is there already. */
export async function relayKeyOf({ privateKey, publicKey }: CryptoKeyPair): Promise<RelayKey> {
  const own = new Uint8Array(await crypto.subtle.exportKey('raw', publicKey));
  return {
    publicKey: own,
    async agree(theirs) {
      const [first, second] = await derive(privateKey, own, theirs);
      return isBelow(own, theirs) ? sealOf(first, second) : sealOf(second, first);
    },
  };
}

/** The key of the end whose public key is lower, and the key of the other. */
async function derive(
  privateKey: CryptoKey,
  own: Bytes,
  theirs: Bytes,
): Promise<[CryptoKey, CryptoKey]> {
  const subtle = crypto.subtle;
  const publicKey = await subtle.importKey('raw', theirs, 'X25519', false, []);
  // WebCrypto rejects a secret of zeros, which a key of small order would make.
  const shared = await subtle.deriveBits({ name: 'X25519', public: publicKey }, privateKey, 256);
  const salt = new Uint8Array(2 * KEY_BYTES);
  const lower = isBelow(own, theirs);
  salt.set(lower ? own : theirs);
  salt.set(lower ? theirs : own, KEY_BYTES);
  const base = await subtle.importKey('raw', shared, 'HKDF', false, ['deriveBits']);
  const both = await subtle.deriveBits(
    { name: 'HKDF', hash: 'SHA-256', salt, info: INFO },
    base,
    2 * KEY_BYTES * 8,
  );
  const key = (at: number) =>
    subtle.importKey('raw', both.slice(at, at + KEY_BYTES), 'AES-GCM', false, [
      'encrypt',
      'decrypt',
    ]);
  return [await key(0), await key(KEY_BYTES)];
}

function isBelow(one: Bytes, other: Bytes): boolean {
  const at = one.findIndex((byte, index) => byte !== other[index]);
  return at >= 0 && (one[at] ?? 0) < (other[at] ?? 0);
}

function sealOf(out: CryptoKey, back: CryptoKey): RelaySeal {
  return {
    async seal(counter, content) {
      const head = counterBytes(counter);
      const text = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce(head) }, out, content);
      const frame = new Uint8Array(COUNTER_BYTES + text.byteLength);
      frame.set(head);
      frame.set(new Uint8Array(text), COUNTER_BYTES);
      return frame;
    },
    async open(frame) {
      const iv = nonce(frame.subarray(0, COUNTER_BYTES));
      const text = frame.subarray(COUNTER_BYTES);
      return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, back, text));
    },
  };
}

function nonce(counter: Bytes): Bytes {
  const made = new Uint8Array(NONCE_BYTES);
  made.set(counter, NONCE_BYTES - COUNTER_BYTES);
  return made;
}

/** A number as frames have it: 8 bytes, big-endian. */
export function counterBytes(counter: number): Bytes {
  const bytes = new Uint8Array(COUNTER_BYTES);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(counter));
  return bytes;
}

/** The counter of a frame; NaN where it is too short for one. */
export function counterOf(frame: Bytes): number {
  if (frame.length < COUNTER_BYTES) return Number.NaN;
  return Number(new DataView(frame.buffer, frame.byteOffset).getBigUint64(0));
}
