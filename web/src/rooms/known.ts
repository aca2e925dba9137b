/** What this browser keeps of rooms that belong to somebody, apart from what was said: what is needed to enter them. */
import { cidOf } from '../history/places.ts';
import { openRoomStore } from '../history/room-store.ts';
import { sha256 } from '../keys/hashes.ts';
import { type Kept, list, read, remove, update } from '../store/database.ts';
import { type Invitation, SECRET_BYTES } from './invitation.ts';
import { forgetLaw } from './law-store.ts';

type Bytes = Uint8Array<ArrayBuffer>;

export interface KnownRoom {
  /** CID of the record: the room's name everywhere. */
  readonly id: string;
  /** The record, once it is known to be right; null before. */
  readonly record: Bytes | null;
  /** The room's key, 32 bytes; null in a room that everybody may enter. Believed where there is a record, which it fits. */
  readonly key: Bytes | null;
  /** By which people know the room; empty before its law is known. */
  readonly name: string;
  /** Whether newcomers read what was said before; null before the law is known. */
  readonly history: 'shared' | 'forward-secret' | null;
  /** The secret half of an invitation that was not used yet, 32 bytes. */
  readonly invitation: Bytes | null;
}

/** Characters of an id by which people tell rooms apart that have no name yet. */
const SHORT_ID_CHARS = 8;

export async function knownRoom(id: string): Promise<KnownRoom> {
  return soundRoom(id, (await read<unknown>('charters', id))?.value);
}

/** Changes what is kept of the room. */
export async function keepRoom(
  id: string,
  change: Partial<Omit<KnownRoom, 'id'>>,
): Promise<Kept<KnownRoom>> {
  return update<KnownRoom>('charters', id, (before) => ({ ...soundRoom(id, before), ...change }));
}

/**
 * Keeps what an invitation's link holds, before anybody has said whether it is any good: a key that fits the room's record
 * stays, whatever a link says.
 */
export async function takeInvitation(id: string, { key, seed }: Invitation): Promise<KnownRoom> {
  const { value } = await update<KnownRoom>('charters', id, (before) => {
    const room = soundRoom(id, before);
    const isBelieved = room.record !== null && room.key !== null;
    return { ...room, key: isBelieved ? room.key : key, invitation: seed };
  });
  return value;
}

/** The rooms that belong to somebody and are known here, by name. */
export async function ownRooms(): Promise<{ readonly id: string; readonly name: string }[]> {
  const rooms = [...(await list<unknown>('charters'))].map(([id, value]) => soundRoom(id, value));
  return rooms
    .map(({ id, name }) => ({ id, name: name || `…${id.slice(-SHORT_ID_CHARS)}` }))
    .sort((one, other) => one.name.localeCompare(other.name));
}

/** Deletes all that this browser keeps of a room: keys, law and history. Rejects where a disk keeps it. */
export async function forgetRoom(id: string): Promise<void> {
  const store = await openRoomStore(id);
  await store.clear().finally(() => store.close());
  await forgetKeys(id);
}

/** Deletes keys and law of a room. Rejects where a disk keeps them. */
export async function forgetKeys(id: string): Promise<void> {
  await remove('charters', id);
  await forgetLaw(id);
}

/** Of what is kept what is sound: it may be damaged, or another version's. */
function soundRoom(id: string, value: unknown): KnownRoom {
  const { record, key, name, history, invitation } = (value ?? {}) as Partial<KnownRoom>;
  return {
    id,
    record: isRecord(record, id) ? record : null,
    key: isSecret(key) ? key : null,
    name: typeof name === 'string' ? name : '',
    history: history === 'shared' || history === 'forward-secret' ? history : null,
    invitation: isSecret(invitation) ? invitation : null,
  };
}

export const isRecord = (value: unknown, id: string): value is Bytes =>
  value instanceof Uint8Array && cidOf(sha256(value)) === id;

export const isSecret = (value: unknown): value is Bytes =>
  value instanceof Uint8Array && value.length === SECRET_BYTES;
