/** What a store keeps of a room, read from the beginning. */
import { type Contents, roomFiles } from '../archive/open.ts';
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

/** What goes into one batch, as this browser has it. */
export interface KeptContents extends Contents {
  readonly entries: readonly LogEntry[];
}

/** What came since a time, oldest first and the law before all, in parts of at most so many blocks. */
export async function* keptContents(
  store: RoomStore,
  law: readonly NamedBlock[],
  max: number,
  sinceMillis = 0,
): AsyncGenerator<KeptContents> {
  const parts = new Parts(max);
  for (const rule of law) {
    const full = parts.add('law', rule);
    if (full !== null) yield await withProfiles(store, full);
  }
  for await (const entries of keptEntries(store)) {
    for (const entry of entries) {
      if (entry.arrivedMillis < sinceMillis) continue;
      const full = parts.add('entries', entry);
      if (full !== null) yield await withProfiles(store, full);
    }
  }
  const rest = parts.end();
  if (rest !== null) yield await withProfiles(store, rest);
}

interface Part {
  readonly law: NamedBlock[];
  readonly entries: LogEntry[];
}

/** Cuts what is added into parts. */
class Parts {
  readonly #max: number;
  #part: Part = { law: [], entries: [] };
  #bytes = 0;

  constructor(max: number) {
    this.#max = max;
  }

  /** @return the part that is full, before which there is no room for this; else null */
  add<Kind extends keyof Part>(kind: Kind, block: Part[Kind][number]): Part | null {
    const { law, entries } = this.#part;
    const isFull =
      law.length + entries.length === this.#max ||
      this.#bytes + block.block.length > PART_BYTES_MAX;
    const full = isFull ? this.end() : null;
    (this.#part[kind] as NamedBlock[]).push(block);
    this.#bytes += block.block.length;
    return full;
  }

  /** What is left; null where there is nothing. */
  end(): Part | null {
    const part = this.#part;
    this.#part = { law: [], entries: [] };
    this.#bytes = 0;
    return part.law.length + part.entries.length === 0 ? null : part;
  }
}

async function withProfiles(store: RoomStore, { law, entries }: Part): Promise<KeptContents> {
  const { profileOf } = await roomFiles();
  const named = [
    ...law.map(({ block }) => profileOf(block)),
    ...entries.map(({ profile }) => profile),
  ];
  const ids = [...new Set(named)].filter((id) => id !== null);
  const blocks = await store.profiles(ids);
  const profiles: NamedBlock[] = ids.flatMap((id, at) => {
    const block = blocks[at];
    return block ? [{ id, block }] : [];
  });
  return { profiles, law, entries };
}
