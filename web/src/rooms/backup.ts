/**
 * What a person would lose with this browser, as one file: the guest's key, and of the rooms that belong to somebody what
 * enters and reads them. Of forward-secret rooms no epochs: their keys are to be gone once they are used.
 */
import { restoreGuest, savedGuest } from '../wallet/guest.ts';
import { decodeSaved, encodeSaved, type Saved, type SavedRoom } from './backup-content.ts';
import { BACKUP_BYTES_MAX, BackupRefused, lockOf, openBackup, sealBackup } from './backup-file.ts';
import { accountOf, keyOfLock, newLock, type Opener } from './backup-lock.ts';
import { keepRoom, knownRoom, ownRooms } from './known.ts';
import { keptEpochs, putSavedEpoch } from './law-store.ts';

const NOTHING = 'There is nothing to save yet: no room that belongs to somebody, and no guest.';

/**
 * A file that this alone opens. Rejects with an Error for people.
 *
 * @param guest whether the person is a guest, whose key is then saved
 */
export async function makeBackup(by: Opener, guest: boolean): Promise<Blob> {
  const saved: Saved = { guest: guest ? await savedGuest() : null, rooms: await savedRooms() };
  if (saved.guest === null && saved.rooms.length === 0) throw new Error(NOTHING);
  const { lock, key } = await newLock(by);
  return new Blob([await sealBackup(encodeSaved(saved), lock, key)]);
}

async function savedRooms(): Promise<SavedRoom[]> {
  const rooms: SavedRoom[] = [];
  for (const { id } of await ownRooms()) {
    const { record, key, name, history } = await knownRoom(id);
    // Where the person was not let in yet, there is nothing to lose.
    if (record === null) continue;
    const epochs = history === 'shared' ? await keptEpochs(id, '') : [];
    rooms.push({ id, record, key, name, history, epochs });
  }
  return rooms;
}

export interface RestoreReport {
  /** Rooms that are new here, and such as were known. */
  readonly taken: number;
  readonly known: number;
  /** `none` was saved; `other`: this browser has another guest, who stays. */
  readonly guest: 'none' | 'taken' | 'same' | 'other';
  /** False where this browser keeps nothing: then all of it ends with the page. */
  readonly persistent: boolean;
}

/** The account whose wallet opens a backup; null where a passphrase does. Rejects with an Error for people. */
export async function backupAccount(file: Blob): Promise<string | null> {
  return accountOf(lockOf(await bytesOf(file)));
}

async function bytesOf(file: Blob): Promise<Uint8Array<ArrayBuffer>> {
  if (file.size > BACKUP_BYTES_MAX) throw new BackupRefused('backup_too_large');
  return new Uint8Array(await file.arrayBuffer());
}

/** Takes back what a backup holds; what is here stays as it is. Rejects with an Error for people. */
export async function restoreBackup(file: Blob, by: Opener): Promise<RestoreReport> {
  const bytes = await bytesOf(file);
  const lock = lockOf(bytes);
  const content = await openBackup(bytes, lock, await keyOfLock(lock, by));
  const saved = decodeSaved(content);
  if (saved === null) throw new BackupRefused('backup_foreign');
  const guest = saved.guest === null ? 'none' : await restoreGuest(saved.guest);
  let taken = 0;
  let persistent = true;
  for (const room of saved.rooms) {
    const { isNew, isKept } = await restoreRoom(room);
    if (isNew) taken++;
    persistent &&= isKept;
  }
  return { taken, known: saved.rooms.length - taken, guest, persistent };
}

async function restoreRoom({ id, record, key, name, history, epochs }: SavedRoom) {
  const before = await knownRoom(id);
  const isNew = before.record === null;
  const { persistent: isKept } = await keepRoom(id, {
    record,
    // What a link alone says may be anything.
    key: isNew ? key : (before.key ?? key),
    name: before.name || name,
    history: before.history ?? history,
  });
  for (const epoch of epochs) await putSavedEpoch(id, epoch);
  return { isNew, isKept };
}

/** What became of a backup, in words for people. */
export function restoredWords({ taken, known, guest, persistent }: RestoreReport): string {
  const rooms = `${counted(taken)} taken back${known > 0 ? `, ${counted(known)} known here already` : ''}.`;
  return [rooms, GUEST_WORDS[guest], persistent ? '' : FLEETING].filter(Boolean).join(' ');
}

const counted = (rooms: number): string => `${rooms} ${rooms === 1 ? 'room' : 'rooms'}`;

const GUEST_WORDS: Record<RestoreReport['guest'], string> = {
  none: '',
  taken: 'The guest is back.',
  same: 'The guest is the one that is here.',
  other:
    'This browser has a guest of its own, who stays; so the saved one was not taken. To be that one, restore the backup in a browser in which nobody was a guest yet.',
};

const FLEETING =
  'This browser keeps nothing (a private window, perhaps), so all of it ends with this page.';
