/** What a store keeps of a room, read from the beginning. */
import type { Contents } from '../archive/open.ts';
import type { LogEntry, NamedBlock, Place, RoomStore } from '../history/contract.ts';
import { placesOf } from '../history/places.ts';

/** Keys read from the store at a time. */
const KEYS_A_PART = 10_000;

/** Entries read from the store at a time. */
const ENTRIES_A_PART = 500;

/** Bytes of the blocks in one part: what OrbitDB takes at once, less the profiles. */
const PART_BYTES_MAX = 393_216;

/** Everything that is kept, oldest first. */
export async function* keptEntries(store: RoomStore): AsyncGenerator<readonly LogEntry[]> {
  const places: Place[] = [];
  let before: Place | null = null;
  do {
    const part: { packed: Uint8Array<ArrayBuffer>; last: Place | null } = await store.keys(
      before,
      KEYS_A_PART,
    );
    places.push(...placesOf(part.packed));
    before = part.last;
  } while (before !== null);
  places.reverse();
  for (let at = 0; at < places.length; at += ENTRIES_A_PART) {
    const entries = await store.entries(places.slice(at, at + ENTRIES_A_PART));
    yield entries.filter((entry) => entry !== null);
  }
}

/** Entries with the profiles that they name. */
export interface KeptContents extends Contents {
  readonly entries: readonly LogEntry[];
}

/** What came since a time, oldest first, in parts of at most so many entries. */
export async function* keptContents(
  store: RoomStore,
  entriesMax: number,
  sinceMillis = 0,
): AsyncGenerator<KeptContents> {
  let part: LogEntry[] = [];
  let bytes = 0;
  for await (const entries of keptEntries(store)) {
    for (const entry of entries) {
      if (entry.arrivedMillis < sinceMillis) continue;
      if (part.length === entriesMax || bytes + entry.block.length > PART_BYTES_MAX) {
        yield await withProfiles(store, part);
        part = [];
        bytes = 0;
      }
      part.push(entry);
      bytes += entry.block.length;
    }
  }
  if (part.length > 0) yield await withProfiles(store, part);
}

async function withProfiles(store: RoomStore, entries: readonly LogEntry[]): Promise<KeptContents> {
  const named = new Set(entries.flatMap(({ profile }) => (profile === null ? [] : [profile])));
  const ids = [...named];
  const blocks = await store.profiles(ids);
  const profiles: NamedBlock[] = ids.flatMap((id, at) => {
    const block = blocks[at];
    return block ? [{ id, block }] : [];
  });
  return { profiles, entries };
}
