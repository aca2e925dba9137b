/** Entries in memory: where the browser keeps nothing, and beside a disk that takes no more. */
import type { Between, LogEntry, Place, Receipt, SearchHit } from './contract.ts';
import { comparePlaces } from './places.ts';
import { type Batch, isShown, listedOf, type RoomRecord, roomWith, type Shelf } from './shelf.ts';
import { searchSegment, segmentOf } from './texts.ts';

/** Entries that a page holds at most: some ten megabytes. The oldest go first. */
export const MEMORY_ENTRIES_MAX = 10_000;

/** What is not in a batch. */
interface Rest {
  readonly room: RoomRecord;
  readonly receipts: ReadonlyMap<string, Receipt>;
}

export class Memory implements Shelf {
  readonly #entriesMax: number;
  /** In their order. */
  #entries: LogEntry[] = [];
  readonly #profiles = new Map<string, Uint8Array<ArrayBuffer>>();
  readonly #receipts = new Map<string, Receipt>();
  #room: RoomRecord = {};

  constructor(entriesMax = MEMORY_ENTRIES_MAX) {
    this.#entriesMax = entriesMax;
  }

  async write({ entries, profiles }: Batch): Promise<void> {
    for (const { id, block } of profiles) this.#profiles.set(id, block);
    for (const entry of entries) {
      const at = this.#rank(entry);
      const there = this.#entries[at];
      const isThere = there !== undefined && comparePlaces(there, entry) === 0;
      // A letter may have been opened since.
      this.#entries.splice(at, isThere ? 1 : 0, entry);
    }
    if (this.#entries.length > this.#entriesMax) {
      this.#entries = this.#entries.slice(-this.#entriesMax);
    }
    keepNewest(this.#profiles, this.#entriesMax);
  }

  /** How many lie before the place. */
  #rank(place: Place): number {
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const entry = this.#entries[middle];
      if (entry !== undefined && comparePlaces(entry, place) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  async entries(places: readonly Place[]): Promise<(LogEntry | null)[]> {
    return places.map((place) => this.#at(place));
  }

  #at(place: Place): LogEntry | null {
    const entry = this.#entries[this.#rank(place)];
    return entry !== undefined && comparePlaces(entry, place) === 0 ? entry : null;
  }

  has(place: Place): boolean {
    return this.#at(place) !== null;
  }

  /** The oldest of what is here, to be written elsewhere; null where nothing is. */
  first(count: number): Batch | null {
    if (this.#entries.length + this.#profiles.size === 0) return null;
    const profiles = [...this.#profiles].slice(0, count).map(([id, block]) => ({ id, block }));
    return { entries: this.#entries.slice(0, count), profiles };
  }

  /** Forgets what is kept elsewhere now. */
  remove({ entries, profiles }: Batch): void {
    for (const { id } of profiles) this.#profiles.delete(id);
    const gone = new Set(entries.map(({ id }) => id));
    this.#entries = this.#entries.filter(({ id }) => !gone.has(id));
  }

  /** What is known here of the room and of how far messages got; null where nothing is. */
  rest(): Rest | null {
    if (Object.keys(this.#room).length + this.#receipts.size === 0) return null;
    return { room: this.#room, receipts: new Map(this.#receipts) };
  }

  /** Forgets of it what has not changed since. */
  removeRest({ room, receipts }: Rest): void {
    if (this.#room === room) this.#room = {};
    for (const [id, receipt] of receipts) {
      if (this.#receipts.get(id) === receipt) this.#receipts.delete(id);
    }
  }

  async profile(id: string): Promise<Uint8Array<ArrayBuffer> | null> {
    return this.#profiles.get(id) ?? null;
  }

  async page(from: Place | null, direction: 'older' | 'newer', count: number): Promise<LogEntry[]> {
    if (direction === 'older') {
      const end = from === null ? this.#entries.length : this.#rank(from);
      return this.#entries.slice(0, end).filter(isShown).reverse().slice(0, count);
    }
    const beyond = this.#entries.filter((each) => from === null || comparePlaces(each, from) > 0);
    return beyond.filter(isShown).slice(0, count);
  }

  async letters(
    between: Between,
    from: Place | null,
    direction: 'older' | 'newer',
    count: number,
  ): Promise<LogEntry[]> {
    const all = this.#entries.filter((each) =>
      listedOf(each).some(({ own, other }) => own === between.own && other === between.other),
    );
    if (direction === 'older') {
      return all
        .filter((each) => from === null || comparePlaces(each, from) < 0)
        .reverse()
        .slice(0, count);
    }
    return all.filter((each) => from === null || comparePlaces(each, from) > 0).slice(0, count);
  }

  async correspondents(account: string): Promise<readonly string[]> {
    const all = this.#entries.flatMap(listedOf).filter(({ own }) => own === account);
    return [...new Set(all.map(({ other }) => other))];
  }

  async amendments(id: string): Promise<LogEntry[]> {
    return this.#entries.filter(({ target }) => target === id);
  }

  async places(before: Place | null, count: number): Promise<Place[]> {
    const end = before === null ? this.#entries.length : this.#rank(before);
    return this.#entries.slice(Math.max(0, end - count), end).reverse();
  }

  async dropBelow(floor: number): Promise<void> {
    this.#entries = this.#entries.filter(({ lamport }) => lamport >= floor);
  }

  async erase(places: readonly Place[]): Promise<void> {
    const gone = new Set(places.map((place) => this.#at(place)));
    this.#entries = this.#entries.filter((entry) => !gone.has(entry));
  }

  async *search(words: readonly string[], countMax: number): AsyncGenerator<readonly SearchHit[]> {
    const segment = segmentOf(this.#entries);
    if (segment !== null) yield searchSegment(segment, words).reverse().slice(0, countMax);
  }

  async room(): Promise<RoomRecord> {
    return this.#room;
  }

  async setRoom(change: RoomRecord): Promise<void> {
    this.#room = roomWith(this.#room, change);
  }

  async receipt(id: string): Promise<Receipt | null> {
    return this.#receipts.get(id) ?? null;
  }

  async setReceipt(id: string, receipt: Receipt): Promise<void> {
    this.#receipts.set(id, receipt);
    keepNewest(this.#receipts, this.#entriesMax);
  }

  async clear(): Promise<void> {
    this.#entries = [];
    this.#profiles.clear();
    this.#receipts.clear();
  }
}

function keepNewest(map: Map<string, unknown>, count: number): void {
  for (const key of map.keys()) {
    if (map.size <= count) return;
    map.delete(key);
  }
}
