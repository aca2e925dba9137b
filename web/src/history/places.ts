/** Places in a log: their order, and how many of them travel in one array. */
import type { Place } from './contract.ts';

/** Bytes of a packed key: the lamport in 8, big-endian, and the digest. */
const LAMPORT_BYTES = 8;
export const KEY_BYTES = LAMPORT_BYTES + 32;

/** What a CID (version 1) of DAG-CBOR by SHA-256 begins with. */
const CID_PREFIX = [0x01, 0x71, 0x12, 0x20] as const;

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';
const BASE32_BITS = 5;

/** Before all entries of a lamport. */
export const startOf = (lamport: number): Place => ({ lamport, digest: new Uint8Array() });

export function comparePlaces(one: Place, other: Place): number {
  if (one.lamport !== other.lamport) return one.lamport - other.lamport;
  for (let at = 0; at < one.digest.length; at++) {
    const difference = (one.digest[at] ?? 0) - (other.digest[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

export const laterOf = (one: Place, other: Place): Place =>
  comparePlaces(one, other) < 0 ? other : one;

export function placesOf(keys: Uint8Array<ArrayBuffer>): Place[] {
  const places: Place[] = [];
  for (let at = 0; at + KEY_BYTES <= keys.length; at += KEY_BYTES) places.push(placeIn(keys, at));
  return places;
}

/** The place that is packed at this byte. */
export function placeIn(keys: Uint8Array<ArrayBuffer>, at: number): Place {
  const view = new DataView(keys.buffer, keys.byteOffset + at, LAMPORT_BYTES);
  return {
    lamport: Number(view.getBigUint64(0)),
    digest: keys.slice(at + LAMPORT_BYTES, at + KEY_BYTES),
  };
}

export function packed(places: readonly Place[]): Uint8Array<ArrayBuffer> {
  const keys = new Uint8Array(places.length * KEY_BYTES);
  const view = new DataView(keys.buffer);
  places.forEach(({ lamport, digest }, at) => {
    view.setBigUint64(at * KEY_BYTES, BigInt(lamport));
    keys.set(digest, at * KEY_BYTES + LAMPORT_BYTES);
  });
  return keys;
}

/** The content identifier of the block that has this digest. */
export function cidOf(digest: Uint8Array): string {
  let text = 'b';
  let bits = 0;
  let value = 0;
  for (const byte of [...CID_PREFIX, ...digest]) {
    value = (value << 8) | byte;
    bits += 8;
    for (; bits >= BASE32_BITS; bits -= BASE32_BITS) {
      text += BASE32.charAt((value >> (bits - BASE32_BITS)) & 31);
    }
    value &= 31;
  }
  return bits === 0 ? text : text + BASE32.charAt((value << (BASE32_BITS - bits)) & 31);
}
