/** Entries in memory: where the browser keeps nothing, and beside a disk that takes no more. */
import type { LogEntry, Place, Receipt, SearchHit } from './contract.ts';
import { comparePlaces } from './places.ts';
import { type Batch, isShown, type RoomRecord, type Shelf } from './shelf.ts';
import { searchSegment, segmentOf } from './texts.ts';

/** Entries that a page holds at most: some ten megabytes. The oldest go first. */
export const MEMORY_ENTRIES_MAX = 10_000;

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
      if (there === undefined || comparePlaces(there, entry) !== 0)
        this.#entries.splice(at, 0, entry);
    }
    if (this.#entries.length > this.#entriesMax) {
      this.#entries = this.#entries.slice(-this.#entriesMax);
    }
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
    return places.map((place) => {
      const entry = this.#entries[this.#rank(place)];
      return entry !== undefined && comparePlaces(entry, place) === 0 ? entry : null;
    });
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

  async amendments(id: string): Promise<LogEntry[]> {
    return this.#entries.filter(({ target }) => target === id);
  }

  async places(before: Place | null, count: number): Promise<Place[]> {
    const end = before === null ? this.#entries.length : this.#rank(before);
    return this.#entries.slice(Math.max(0, end - count), end).reverse();
  }

  async dropBelow(lamport: number): Promise<void> {
    this.#entries = this.#entries.filter((entry) => entry.lamport >= lamport);
  }

  async search(words: readonly string[], countMax: number): Promise<SearchHit[]> {
    const segment = segmentOf(this.#entries);
    return segment === null ? [] : searchSegment(segment, words).reverse().slice(0, countMax);
  }

  async room(): Promise<RoomRecord> {
    return this.#room;
  }

  async setRoom(change: RoomRecord): Promise<void> {
    this.#room = { ...this.#room, ...change };
  }

  async receipt(id: string): Promise<Receipt | null> {
    return this.#receipts.get(id) ?? null;
  }

  async setReceipt(id: string, receipt: Receipt): Promise<void> {
    this.#receipts.set(id, receipt);
  }

  async clear(): Promise<void> {
    this.#entries = [];
    this.#profiles.clear();
    this.#receipts.clear();
    this.#room = {};
  }
}
