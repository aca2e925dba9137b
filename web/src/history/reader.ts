/** Reads a room's history: what is on disk, and what only memory has, as one. */
import type { Between, LogEntry, Place, Receipt, SearchHit } from './contract.ts';
import type { Disk } from './disk.ts';
import { comparePlaces, startOf } from './places.ts';
import { type RoomRecord, roomWith, type Shelf } from './shelf.ts';

/** Steps of a search for a time: lamports have at most 53 bits. */
const TIME_STEPS_MAX = 53;

export class Reader {
  readonly #memory: Shelf;
  readonly #disk: Disk | null;
  readonly #failed: (error: unknown) => void;

  /** @param failed hears why the disk could not be read; what memory has is given all the same */
  constructor(memory: Shelf, disk: Disk | null, failed: (error: unknown) => void) {
    this.#memory = memory;
    this.#disk = disk;
    this.#failed = failed;
  }

  async #both<Result>(
    read: (shelf: Shelf) => Promise<Result>,
    both: (disk: Result, memory: Result) => Result,
  ): Promise<Result> {
    const memory = await read(this.#memory);
    if (this.#disk === null) return memory;
    try {
      return both(await read(this.#disk), memory);
    } catch (error) {
      this.#failed(error);
      return memory;
    }
  }

  entries(places: readonly Place[]): Promise<(LogEntry | null)[]> {
    return this.#both(
      (shelf) => shelf.entries(places),
      // What only memory has is newer: a letter that was opened, perhaps.
      (disk, memory) => disk.map((entry, at) => memory[at] ?? entry),
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

  letters(
    between: Between,
    from: Place | null,
    direction: 'older' | 'newer',
    count: number,
  ): Promise<LogEntry[]> {
    const sign = direction === 'older' ? -1 : 1;
    return this.#both(
      (shelf) => shelf.letters(between, from, direction, count),
      (disk, memory) => merged(disk, memory, sign).slice(0, count),
    );
  }

  correspondents(account: string): Promise<readonly string[]> {
    return this.#both(
      (shelf) => shelf.correspondents(account),
      (disk, memory) => [...new Set([...disk, ...memory])],
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

  /** Newest first. */
  places(before: Place | null, count: number): Promise<Place[]> {
    return this.#both(
      (shelf) => shelf.places(before, count),
      (disk, memory) => merged(disk, memory, -1).slice(0, count),
    );
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

  async *search(words: readonly string[], countMax: number): AsyncGenerator<readonly SearchHit[]> {
    if (words.length === 0) return;
    let memory: readonly SearchHit[] = [];
    for await (memory of this.#memory.search(words, countMax)) yield memory;
    if (this.#disk === null) return;
    try {
      for await (const disk of this.#disk.search(words, countMax)) {
        yield [...disk, ...memory]
          .sort((one, other) => comparePlaces(other.place, one.place))
          .slice(0, countMax);
      }
    } catch (error) {
      this.#failed(error);
    }
  }

  async searching(open: boolean): Promise<void> {
    await this.#disk?.searching(open).catch((error) => this.#failed(error));
  }

  room(): Promise<RoomRecord> {
    return this.#both((shelf) => shelf.room(), roomWith);
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
}

/** Both in one order, each place once; what only memory has is newer. */
function merged<Each extends Place>(
  disk: readonly Each[],
  memory: readonly Each[],
  sign: 1 | -1,
): Each[] {
  if (memory.length === 0) return [...disk];
  return [...memory, ...disk]
    .sort((one, other) => sign * comparePlaces(one, other))
    .filter((each, at, all) => {
      const before = all[at - 1];
      return before === undefined || comparePlaces(before, each) !== 0;
    });
}
