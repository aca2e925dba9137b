/** The history of a room in this browser: on disk as long as there is one, else in memory; and it says which. */
import { opened } from '../store/database.ts';
import type {
  Archiving,
  LogEntry,
  Place,
  Receipt,
  Retention,
  RoomStore,
  SearchHit,
} from './contract.ts';
import { Disk } from './disk.ts';
import { Memory } from './memory.ts';
import { comparePlaces, packed, startOf } from './places.ts';
import type { Batch, RoomRecord, Shelf } from './shelf.ts';
import { wordsOf } from './texts.ts';
import { diskWords } from './words.ts';
import { Writer } from './writer.ts';

/** As much as a page searches in a fifth of a second and a peer compares in a tenth, twice. */
export const RETENTION_DEFAULT: Retention = { entriesMax: 200_000, ageMillisMax: null };

/** Entries between two looks at what is too old. */
const TIDY_EVERY = 1_000;

/** Steps of a search for a time: lamports have at most 53 bits. */
const TIME_STEPS_MAX = 53;

/** Opens the history of a room; never rejects: what is wrong with the disk, `problem` says. */
export async function openRoomStore(room: string): Promise<RoomStore> {
  const store = new Store(room);
  await store.look();
  return store;
}

/** A history that is gone with the page. */
export function memoryStore(entriesMax: number): RoomStore {
  return new Store(null, new Memory(entriesMax));
}

interface Pending {
  readonly batch: Batch;
  readonly strict: boolean;
  readonly done: (kept: boolean) => void;
}

class Store implements RoomStore {
  readonly #memory: Memory;
  readonly #disk: Disk | null;
  readonly #writer: Writer | null;
  readonly #problems = new Set<(words: string | null) => void>();
  readonly #stored = new Set<(entries: readonly LogEntry[]) => void>();
  readonly #dropped = new Set<(belowLamport: number) => void>();
  /** What waits while a transaction is being written. */
  #pending: Pending[] = [];
  #writing = false;
  /** The disk takes no more, or was never there. */
  #full = false;
  #untidied = 0;
  problem: string | null = null;

  constructor(room: string | null, memory = new Memory()) {
    this.#memory = memory;
    this.#disk = room === null ? null : new Disk(room, () => this.#tell(diskWords('damaged')));
    this.#full = room === null;
    this.#writer =
      room === null
        ? null
        : new Writer(room, {
            write: (batch, strict) => this.#writeBatch(batch, strict),
            came: (entries) => {
              for (const listener of this.#stored) listener(entries);
            },
          });
  }

  /** Whether there is a disk. */
  async look(): Promise<void> {
    try {
      await opened();
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    this.#full = true;
    const name = error instanceof DOMException ? error.name : '';
    this.#tell(
      diskWords(
        name === 'QuotaExceededError' ? 'full' : name === 'VersionError' ? 'newer' : 'missing',
      ),
    );
  }

  #tell(words: string): void {
    if (this.problem === words) return;
    this.problem = words;
    for (const listener of this.#problems) listener(words);
  }

  onProblem(listener: (words: string | null) => void): () => void {
    this.#problems.add(listener);
    return () => this.#problems.delete(listener);
  }

  onStored(listener: (entries: readonly LogEntry[]) => void): () => void {
    this.#stored.add(listener);
    return () => this.#stored.delete(listener);
  }

  onDropped(listener: (belowLamport: number) => void): () => void {
    this.#dropped.add(listener);
    return () => this.#dropped.delete(listener);
  }

  // ---- Writing

  put(entries: readonly LogEntry[], strict: boolean): Promise<boolean> {
    return this.#put({ entries, profiles: [] }, strict);
  }

  putProfile(id: string, block: Uint8Array<ArrayBuffer>): Promise<boolean> {
    return this.#put({ entries: [], profiles: [{ id, block }] }, false);
  }

  #put(batch: Batch, strict: boolean): Promise<boolean> {
    return new Promise((done) => {
      this.#pending.push({ batch, strict, done });
      if (!this.#writing) void this.#flush();
    });
  }

  /** Everything that waits goes into one transaction. */
  async #flush(): Promise<void> {
    this.#writing = true;
    // What comes in the same task goes along.
    await Promise.resolve();
    while (this.#pending.length > 0) {
      const some = this.#pending;
      this.#pending = [];
      const batch: Batch = {
        entries: some.flatMap(({ batch: { entries } }) => entries),
        profiles: some.flatMap(({ batch: { profiles } }) => profiles),
      };
      const strict = some.some((each) => each.strict);
      const kept = await (this.#writer?.put(batch, strict) ?? this.#writeBatch(batch, strict));
      // Another tab's disk may be full as well: nothing is lost while this page lives.
      if (!kept) await this.#memory.write(batch);
      for (const { done } of some) done(kept);
    }
    this.#writing = false;
    if (this.#untidied >= TIDY_EVERY) await this.#tidy();
  }

  /** False where it has to be kept in memory, by whoever wants it written. */
  async #writeBatch(batch: Batch, strict: boolean): Promise<boolean> {
    if (this.#disk === null || this.#full) {
      return false;
    }
    try {
      await this.#disk.write(batch, strict);
      this.#untidied += batch.entries.length;
      return true;
    } catch (error) {
      this.#fail(error);
      return false;
    }
  }

  // ---- Reading: what is on disk, and what only memory has

  async #both<Result>(
    read: (shelf: Shelf) => Promise<Result>,
    both: (disk: Result, memory: Result) => Result,
  ): Promise<Result> {
    const memory = await read(this.#memory);
    if (this.#disk === null) return memory;
    try {
      return both(await read(this.#disk), memory);
    } catch (error) {
      this.#fail(error);
      return memory;
    }
  }

  async blocks(places: readonly Place[]): Promise<(Uint8Array<ArrayBuffer> | null)[]> {
    return (await this.entries(places)).map((entry) => entry?.block ?? null);
  }

  entries(places: readonly Place[]): Promise<(LogEntry | null)[]> {
    return this.#both(
      (shelf) => shelf.entries(places),
      (disk, memory) => disk.map((entry, at) => entry ?? memory[at] ?? null),
    );
  }

  profiles(ids: readonly string[]): Promise<(Uint8Array<ArrayBuffer> | null)[]> {
    return Promise.all(
      ids.map((id) =>
        this.#both(
          (shelf) => shelf.profile(id),
          (disk, memory) => disk ?? memory,
        ),
      ),
    );
  }

  page(from: Place | null, direction: 'older' | 'newer', count: number): Promise<LogEntry[]> {
    const sign = direction === 'older' ? -1 : 1;
    return this.#both(
      (shelf) => shelf.page(from, direction, count),
      (disk, memory) => merged(disk, memory, sign).slice(0, count),
    );
  }

  async amendments(ids: readonly string[]): Promise<ReadonlyMap<string, readonly LogEntry[]>> {
    const each = await Promise.all(
      ids.map((id) =>
        this.#both(
          (shelf) => shelf.amendments(id),
          (disk, memory) => merged(disk, memory, 1),
        ),
      ),
    );
    return new Map(ids.map((id, at) => [id, each[at] ?? []]));
  }

  async keys(
    before: Place | null,
    count: number,
  ): Promise<{ packed: Uint8Array<ArrayBuffer>; last: Place | null }> {
    const places = await this.#both(
      (shelf) => shelf.places(before, count),
      (disk, memory) => merged(disk, memory, -1).slice(0, count),
    );
    return { packed: packed(places), last: places.length < count ? null : (places.at(-1) ?? null) };
  }

  async placeAt(timeMillis: number): Promise<Place | null> {
    let [first] = await this.page(null, 'newer', 1);
    const [end] = await this.page(null, 'older', 1);
    if (first === undefined || end === undefined || end.timeMillis < timeMillis) return null;
    let low = first.lamport;
    let high = end.lamport;
    for (let step = 0; low < high && step < TIME_STEPS_MAX; step++) {
      const middle = Math.floor((low + high) / 2);
      [first] = await this.page(startOf(middle), 'newer', 1);
      if (first === undefined || first.timeMillis >= timeMillis) high = middle;
      else low = Math.max(middle + 1, first.lamport);
    }
    [first] = await this.page(startOf(low), 'newer', 1);
    return first ?? null;
  }

  search(query: string, countMax: number): Promise<SearchHit[]> {
    const words = wordsOf(query);
    if (words.length === 0) return Promise.resolve([]);
    return this.#both(
      (shelf) => shelf.search(words, countMax),
      (disk, memory) =>
        [...disk, ...memory]
          .sort((one, other) => comparePlaces(other.place, one.place))
          .slice(0, countMax),
    );
  }

  // ---- What belongs to the room

  #room(): Promise<RoomRecord> {
    return this.#both(
      (shelf) => shelf.room(),
      (disk, memory) => ({ ...disk, ...memory }),
    );
  }

  async #setRoom(change: RoomRecord): Promise<void> {
    const shelf = this.#disk === null || this.#full ? this.#memory : this.#disk;
    await shelf.setRoom(change).catch((error: unknown) => {
      this.#fail(error);
      return this.#memory.setRoom(change);
    });
  }

  async floor(): Promise<number> {
    return (await this.#room()).floor ?? 0;
  }

  async retention(): Promise<Retention> {
    return (await this.#room()).retention ?? RETENTION_DEFAULT;
  }

  async setRetention(retention: Retention): Promise<void> {
    await this.#setRoom({ retention });
    await this.#tidy();
  }

  async read(): Promise<Place | null> {
    return (await this.#room()).read ?? null;
  }

  setRead(read: Place): Promise<void> {
    return this.#setRoom({ read: { lamport: read.lamport, digest: read.digest } });
  }

  async archiving(): Promise<Archiving> {
    return (await this.#room()).archiving ?? { records: [], told: [] };
  }

  setArchiving(archiving: Archiving): Promise<void> {
    return this.#setRoom({ archiving });
  }

  async setReceipt(id: string, receipt: Receipt): Promise<void> {
    const shelf = this.#disk === null || this.#full ? this.#memory : this.#disk;
    await shelf.setReceipt(id, receipt).catch(() => this.#memory.setReceipt(id, receipt));
  }

  async receipts(ids: readonly string[]): Promise<ReadonlyMap<string, Receipt>> {
    const found = new Map<string, Receipt>();
    await Promise.all(
      ids.map(async (id) => {
        const receipt = await this.#both(
          (shelf) => shelf.receipt(id),
          (disk, memory) => memory ?? disk,
        );
        if (receipt !== null) found.set(id, receipt);
      }),
    );
    return found;
  }

  // ---- What is too old; of what is too much, core says so

  async dropBelow(lamport: number): Promise<void> {
    await this.#memory.dropBelow(lamport);
    await this.#setRoom({ floor: lamport });
    await this.#disk?.dropBelow(lamport).catch((error: unknown) => this.#fail(error));
    for (const listener of this.#dropped) listener(lamport);
  }

  async #tidy(): Promise<void> {
    this.#untidied = 0;
    if (this.#disk === null || this.#full || this.#writer?.writes !== true) return;
    try {
      await this.#disk.tidy();
      const { ageMillisMax } = await this.retention();
      if (ageMillisMax !== null) await this.#dropOlder(Date.now() - ageMillisMax);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Drops what was said before a time. */
  async #dropOlder(timeMillis: number): Promise<void> {
    const young = await this.placeAt(timeMillis);
    const [end] = await this.page(null, 'older', 1);
    const floor = young?.lamport ?? (end === undefined ? 0 : end.lamport + 1);
    const [oldest] = await this.page(null, 'newer', 1);
    if (oldest !== undefined && oldest.lamport < floor) await this.dropBelow(floor);
  }

  async clear(): Promise<void> {
    const [end] = await this.page(null, 'older', 1);
    await this.#memory.clear();
    await this.#disk?.clear().catch((error: unknown) => this.#fail(error));
    if (end !== undefined) await this.dropBelow(end.lamport + 1);
  }

  close(): void {
    this.#writer?.close();
  }
}

/** Both in one order, each place once. */
function merged<Each extends Place>(
  disk: readonly Each[],
  memory: readonly Each[],
  sign: 1 | -1,
): Each[] {
  if (memory.length === 0) return [...disk];
  return [...disk, ...memory]
    .sort((one, other) => sign * comparePlaces(one, other))
    .filter((each, at, all) => {
      const before = all[at - 1];
      return before === undefined || comparePlaces(before, each) !== 0;
    });
}
