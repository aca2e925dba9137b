/** The history of a room in this browser: on disk as long as there is one, else in memory; and it says which. */
import { opened } from '../store/database.ts';
import type {
  Archiving,
  Between,
  LogEntry,
  Place,
  Receipt,
  Retention,
  RoomStore,
  SearchHit,
} from './contract.ts';
import { Disk } from './disk.ts';
import { Health } from './health.ts';
import { Memory } from './memory.ts';
import { packed } from './places.ts';
import { Queue } from './queue.ts';
import { Reader } from './reader.ts';
import { type Batch, betweenKey, type RoomRecord, type Shelf } from './shelf.ts';
import { wordsOf } from './texts.ts';
import { type DiskProblem, problemOf } from './words.ts';
import { Writer } from './writer.ts';

/** As much as a page searches in a fifth of a second and a peer compares in a tenth, twice. */
export const RETENTION_DEFAULT: Retention = { entriesMax: 200_000, ageMillisMax: null };

/** Entries, and time, between two looks at what is too old. Guesses. */
const TIDY_EVERY = 1_000;
const TIDY_EVERY_MILLIS = 3_600_000;

/** Entries written at a time once a disk takes them again. */
const RECOVERED_PART = 500;

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

class Store implements RoomStore {
  /** What is not on disk. */
  readonly #memory: Memory;
  /** Null where nothing is to outlive the page. */
  readonly #disk: Disk | null;
  readonly #reader: Reader;
  readonly #writer: Writer | null;
  readonly #health = new Health(() => void this.#recover());
  readonly #stored = new Set<(entries: readonly LogEntry[]) => void>();
  readonly #dropped = new Set<(belowLamport: number, elsewhere: boolean) => void>();
  readonly #queue = new Queue(
    (batch, strict) => this.#write(batch, strict),
    () => this.#tidyWhenDue(),
  );
  #recovering = false;
  #untidied = 0;
  #tidiedMillis = Date.now();
  /** Below this lamport nothing is written: another tab may have deleted it meanwhile. */
  #floor = 0;

  constructor(room: string | null, memory = new Memory()) {
    this.#memory = memory;
    this.#disk = room === null ? null : new Disk(room, (name) => this.#health.damaged(name));
    this.#reader = new Reader(this.#memory, this.#disk, (error) => this.#fail(error));
    this.#writer =
      room === null
        ? null
        : new Writer(room, {
            write: (batch, strict) => this.#writeBatch(batch, strict),
            here: (places) => void this.#onHere(places),
            dropped: (lamport, cleared) => void this.#onDropped(lamport, cleared),
          });
  }

  /** Whether there is a disk, and whether something on it is too old by now. */
  async look(): Promise<void> {
    try {
      await opened();
    } catch (error) {
      this.#fail(error);
    }
    const { floor = 0, retention = RETENTION_DEFAULT } = await this.#reader.room();
    this.#floor = floor;
    await this.#dropOld(retention);
  }

  get problem(): string | null {
    return this.#health.words;
  }

  #fail(error: unknown): void {
    this.#health.fail(problemOf(error));
  }

  onProblem(listener: (words: string | null) => void): () => void {
    return this.#health.listen(listener);
  }

  onStored(listener: (entries: readonly LogEntry[]) => void): () => void {
    this.#stored.add(listener);
    return () => this.#stored.delete(listener);
  }

  onDropped(listener: (belowLamport: number, elsewhere: boolean) => void): () => void {
    this.#dropped.add(listener);
    return () => this.#dropped.delete(listener);
  }

  async #onHere(places: readonly Place[]): Promise<void> {
    const entries = (await this.entries(places)).filter((entry) => entry !== null);
    if (entries.length === 0) return;
    this.#mended({ entries, profiles: [] });
    for (const listener of this.#stored) listener(entries);
  }

  async #onDropped(lamport: number, cleared: boolean): Promise<void> {
    this.#floor = Math.max(this.#floor, lamport);
    if (cleared) await this.#memory.clear();
    else await this.#memory.dropBelow(lamport);
    if (cleared) this.#health.cleared();
    this.#tellDropped(lamport, cleared);
  }

  #tellDropped(lamport: number, elsewhere: boolean): void {
    for (const listener of this.#dropped) listener(lamport, elsewhere);
  }

  // ---- Writing

  put(entries: readonly LogEntry[], strict: boolean): Promise<boolean> {
    return this.#queue.put({ entries, profiles: [] }, strict);
  }

  putProfile(id: string, block: Uint8Array<ArrayBuffer>): Promise<boolean> {
    return this.#queue.put({ entries: [], profiles: [{ id, block }] }, false);
  }

  /** True once on disk, false where memory has it: nothing is lost while this page lives. */
  async #write(batch: Batch, strict: boolean): Promise<boolean> {
    if (this.#writer !== null && !this.#health.failing) {
      const problem = await this.#writer.put(batch, strict);
      if (problem === null) {
        this.#mended(batch);
        return true;
      }
      this.#health.fail(problem);
    }
    await this.#memory.write(batch);
    return false;
  }

  #mended({ entries, profiles }: Batch): void {
    this.#health.mended([...entries, ...profiles].map(({ id }) => id));
  }

  /** What went wrong; null where it is on disk. */
  async #writeBatch({ entries, profiles }: Batch, strict: boolean): Promise<DiskProblem | null> {
    try {
      const wanted = entries.filter(({ lamport }) => lamport >= this.#floor);
      await this.#disk?.write({ entries: wanted, profiles }, strict);
      this.#untidied += wanted.length;
      return null;
    } catch (error) {
      return problemOf(error);
    }
  }

  kept(place: Place): boolean {
    return this.#disk !== null && !this.#memory.has(place);
  }

  /** Tries the disk again, and writes what only memory has. */
  async #recover(): Promise<void> {
    if (this.#recovering || this.#disk === null || this.#writer === null) return;
    this.#recovering = true;
    try {
      // What cannot be read is no better.
      await this.#disk.page(null, 'older', 1);
      await this.#disk.setRoom({});
      while (await this.#writeSome(this.#disk, this.#writer));
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#recovering = false;
    }
  }

  /** Writes a part of what only memory has; true where there may be more. */
  async #writeSome(disk: Disk, writer: Writer): Promise<boolean> {
    const some = this.#memory.first(RECOVERED_PART);
    if (some !== null) {
      const problem = await writer.put(some, true);
      if (problem !== null) {
        this.#health.fail(problem);
        return false;
      }
      this.#memory.remove(some);
      this.#mended(some);
      return true;
    }
    const rest = this.#memory.rest();
    if (rest !== null) {
      await disk.setRoom(rest.room);
      for (const [id, receipt] of rest.receipts) await disk.setReceipt(id, receipt);
      this.#memory.removeRest(rest);
      return true;
    }
    // From here on, nothing goes into memory any more.
    this.#health.recovered();
    return false;
  }

  // ---- Reading

  async blocks(places: readonly Place[]): Promise<(Uint8Array<ArrayBuffer> | null)[]> {
    return (await this.entries(places)).map((entry) => entry?.block ?? null);
  }

  entries(places: readonly Place[]): Promise<(LogEntry | null)[]> {
    return this.#reader.entries(places);
  }

  profiles(ids: readonly string[]): Promise<(Uint8Array<ArrayBuffer> | null)[]> {
    return this.#reader.profiles(ids);
  }

  page(from: Place | null, direction: 'older' | 'newer', count: number): Promise<LogEntry[]> {
    return this.#reader.page(from, direction, count);
  }

  letters(
    between: Between,
    from: Place | null,
    direction: 'older' | 'newer',
    count: number,
  ): Promise<LogEntry[]> {
    return this.#reader.letters(between, from, direction, count);
  }

  correspondents(account: string): Promise<readonly string[]> {
    return this.#reader.correspondents(account);
  }

  amendments(ids: readonly string[]): Promise<ReadonlyMap<string, readonly LogEntry[]>> {
    return this.#reader.amendments(ids);
  }

  async keys(before: Place | null, count: number): ReturnType<RoomStore['keys']> {
    const places = await this.#reader.places(before, count);
    return { packed: packed(places), last: places.length < count ? null : (places.at(-1) ?? null) };
  }

  placeAt(timeMillis: number): Promise<Place | null> {
    return this.#reader.placeAt(timeMillis);
  }

  search(query: string, countMax: number): AsyncIterable<readonly SearchHit[]> {
    return this.#reader.search(wordsOf(query), countMax);
  }

  searching(open: boolean): void {
    void this.#reader.searching(open);
  }

  receipts(ids: readonly string[]): Promise<ReadonlyMap<string, Receipt>> {
    return this.#reader.receipts(ids);
  }

  // ---- What belongs to the room

  async #setRoom(change: RoomRecord): Promise<void> {
    await this.#set((shelf) => shelf.setRoom(change));
  }

  /** On disk where that works, else in memory. */
  async #set(change: (shelf: Shelf) => Promise<void>): Promise<void> {
    if (this.#disk !== null && !this.#health.failing) {
      try {
        return await change(this.#disk);
      } catch (error) {
        this.#fail(error);
      }
    }
    await change(this.#memory);
  }

  async floor(): Promise<number> {
    return (await this.#reader.room()).floor ?? 0;
  }

  async retention(): Promise<Retention> {
    return (await this.#reader.room()).retention ?? RETENTION_DEFAULT;
  }

  async setRetention(retention: Retention): Promise<void> {
    await this.#setRoom({ retention });
    await this.#dropOld(retention);
  }

  async read(): Promise<Place | null> {
    const { read, floor = 0 } = await this.#reader.room();
    return read !== undefined && read.lamport >= floor ? read : null;
  }

  setRead(read: Place): Promise<void> {
    return this.#setRoom({ read: { lamport: read.lamport, digest: read.digest } });
  }

  async readLetters(between: Between): Promise<Place | null> {
    return (await this.#reader.room()).letters?.[betweenKey(between)] ?? null;
  }

  setReadLetters(between: Between, { lamport, digest }: Place): Promise<void> {
    return this.#setRoom({ letters: { [betweenKey(between)]: { lamport, digest } } });
  }

  async archiving(): Promise<Archiving> {
    return (await this.#reader.room()).archiving ?? { records: [], told: [] };
  }

  setArchiving(archiving: Archiving): Promise<void> {
    return this.#setRoom({ archiving });
  }

  setReceipt(id: string, receipt: Receipt): Promise<void> {
    return this.#set((shelf) => shelf.setReceipt(id, receipt));
  }

  // ---- What is too old; of what is too much, core says so

  async dropBelow(lamport: number): Promise<void> {
    await this.#delete(lamport, false, (shelf) => shelf.dropBelow(lamport));
  }

  async erase(places: readonly Place[]): Promise<void> {
    // They may still be on their way to the disk, also by way of another tab.
    await this.#queue.put({ entries: [], profiles: [] }, false);
    await this.#memory.erase(places);
    await this.#disk?.erase(places).catch((error: unknown) => this.#fail(error));
  }

  async clear(): Promise<void> {
    const [end] = await this.#reader.places(null, 1);
    const floor = end === undefined ? this.#floor : end.lamport + 1;
    await this.#delete(floor, true, (shelf) => shelf.clear());
    this.#health.cleared();
  }

  /** Deletes everywhere, tells everybody, and tries whether a disk that was full has space again. */
  async #delete(
    lamport: number,
    all: boolean,
    from: (shelf: Shelf) => Promise<void>,
  ): Promise<void> {
    this.#floor = Math.max(this.#floor, lamport);
    await from(this.#memory);
    // Also where it is too full to be written to.
    if (this.#disk !== null) await from(this.#disk).catch((error: unknown) => this.#fail(error));
    await this.#setRoom({ floor: this.#floor });
    this.#writer?.dropped(lamport, all);
    this.#tellDropped(lamport, false);
    this.#health.retrySoon();
  }

  async #tidyWhenDue(): Promise<void> {
    const isDue = Date.now() - this.#tidiedMillis > TIDY_EVERY_MILLIS;
    if (this.#untidied < TIDY_EVERY && !isDue) return;
    this.#untidied = 0;
    this.#tidiedMillis = Date.now();
    if (this.#disk === null || this.#health.failing || this.#writer?.writes !== true) return;
    try {
      await this.#disk.tidy();
    } catch (error) {
      this.#fail(error);
    }
    await this.#dropOld(await this.retention());
  }

  /** Drops what was said longer ago than is wanted. */
  async #dropOld({ ageMillisMax }: Retention): Promise<void> {
    if (ageMillisMax === null) return;
    const young = await this.placeAt(Date.now() - ageMillisMax);
    const [end] = await this.page(null, 'older', 1);
    const floor = young?.lamport ?? (end === undefined ? 0 : end.lamport + 1);
    const [oldest] = await this.page(null, 'newer', 1);
    if (oldest !== undefined && oldest.lamport < floor) await this.dropBelow(floor);
  }

  close(): void {
    this.#health.close();
    this.#writer?.close();
  }
}
