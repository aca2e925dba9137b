/** Places in a log: their order, and how many of them travel in one array. */
import type { Place } from './contract.ts';

/** Bytes of a packed key: the lamport in 8, big-endian, and the digest. */
const LAMPORT_BYTES = 8;
export const KEY_BYTES = LAMPORT_BYTES + 32;

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
