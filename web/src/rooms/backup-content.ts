/** What is in a backup, as JSON: bytes in base64url. */
import { base64UrlOf, bytesOfBase64Url } from '../base64url.ts';
import { cidOf } from '../history/places.ts';
import { sha256 } from '../keys/hashes.ts';
import { isSecret } from './known.ts';
import type { KeptEpoch } from './law-store.ts';

type Bytes = Uint8Array<ArrayBuffer>;

export interface SavedRoom {
  /** CID of the record. */
  readonly id: string;
  readonly record: Bytes;
  /** Null in a room that everybody may enter. */
  readonly key: Bytes | null;
  /** Empty where it is not known. */
  readonly name: string;
  readonly history: 'shared' | 'forward-secret' | null;
  readonly epochs: readonly KeptEpoch[];
}

export interface Saved {
  /** The guest's secret key; null where it is not saved. */
  readonly guest: Bytes | null;
  readonly rooms: readonly SavedRoom[];
}

const CID = /^bafyrei[a-z2-7]{52}$/;

/** What can be shown on one line; another name comes with the room's law. */
const NAME = /^[^\p{C}\p{Zl}\p{Zp}]{1,64}$/u;

export function encodeSaved(saved: Saved): Bytes {
  const text = JSON.stringify(saved, (_, value: unknown) =>
    value instanceof Uint8Array ? base64UrlOf(value) : value,
  );
  return new TextEncoder().encode(text);
}

/** Null where it is not what {@link encodeSaved} writes: whoever has the passphrase may have written something else. */
export function decodeSaved(content: Bytes): Saved | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(content);
    const { guest, rooms } = JSON.parse(text) as Record<string, unknown>;
    const saved = Array.isArray(rooms) ? rooms.map(roomOf) : [null];
    if (saved.includes(null) || (guest !== null && !isSecret(bytesOf(guest)))) return null;
    return { guest: bytesOf(guest), rooms: saved.filter((room) => room !== null) };
  } catch {
    return null;
  }
}

function roomOf(value: unknown): SavedRoom | null {
  const { record, key, name, history, epochs } = (value ?? {}) as Record<string, unknown>;
  const [block, secret] = [bytesOf(record), bytesOf(key)];
  const kept = Array.isArray(epochs) ? epochs.map(epochOf) : [null];
  if (block === null || (key !== null && !isSecret(secret)) || kept.includes(null)) return null;
  return {
    id: cidOf(sha256(block)),
    record: block,
    key: secret,
    name: typeof name === 'string' && NAME.test(name) ? name : '',
    history: history === 'shared' || history === 'forward-secret' ? history : null,
    epochs: kept.filter((epoch) => epoch !== null),
  };
}

function epochOf(value: unknown): KeptEpoch | null {
  const { id, sinceMillis, state } = (value ?? {}) as Record<string, unknown>;
  const bytes = bytesOf(state);
  if (typeof id !== 'string' || !CID.test(id) || bytes === null) return null;
  return { id, sinceMillis: typeof sinceMillis === 'number' ? sinceMillis : 0, state: bytes };
}

const bytesOf = (value: unknown): Bytes | null =>
  typeof value === 'string' ? bytesOfBase64Url(value) : null;
