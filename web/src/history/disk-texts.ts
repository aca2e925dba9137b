/**
 * What is searched of a room on disk: segments of many texts. A segment never changes once it is written, so that whoever
 * searches may keep it in memory; keys tell which there are.
 */
import { opened, result } from '../store/database.ts';
import type { LogEntry, SearchHit } from './contract.ts';
import { comparePlaces } from './places.ts';
import { below } from './records.ts';
import {
  countOf,
  isSegment,
  joined,
  SEGMENT_TEXTS,
  type Segment,
  searchSegment,
  segmentOf,
} from './texts.ts';

/** Small segments of texts that are put together to one. */
const SMALL_SEGMENTS = 64;

/** Where segments lie: the small ones, which are the newest, behind the large ones. */
const LARGE = 0;
const SMALL = 1;

/** Segments read at a time: some 2 MB, a hundredth of a second. */
const PART_SEGMENTS = 8;

/** Parts asked for while one is searched: one after the other, 20 MB take 140 to 210 ms, and so some 95 (Chromium 156). */
const PARTS_AHEAD = 4;

/** Characters kept in memory while somebody searches: what a room has by default (RETENTION_DEFAULT), twice. */
const KEPT_CHARS_MAX = 80_000_000;

export interface Wanted {
  readonly words: readonly string[];
  readonly countMax: number;
  /** What is older is gone. */
  readonly floor: number;
}

export class DiskTexts {
  readonly #room: string;
  /** Segments by their keys. */
  readonly #kept = new Map<string, Promise<unknown>>();
  #keptChars = 0;
  #keeps = false;

  constructor(room: string) {
    this.#room = room;
  }

  /** While true, what is read stays in memory, and all is read ahead. */
  async keep(keeps: boolean): Promise<void> {
    this.#keeps = keeps;
    if (!keeps) this.#forget();
    else for await (const _ of this.#parts()) if (!this.#keeps) return;
  }

  #forget(): void {
    this.#kept.clear();
    this.#keptChars = 0;
  }

  /**
   * All that was found so far, whenever it is more: the newest first.
   *
   * @param mend puts in new segments where one is damaged: nobody knows which texts were in it
   */
  async *search(wanted: Wanted, mend: () => Promise<void>): AsyncGenerator<readonly SearchHit[]> {
    let hits: readonly SearchHit[] = [];
    for await (const part of this.#parts()) {
      if (!part.every(isSegment)) {
        await mend();
        this.#forget();
        yield this.#searchAll(wanted);
        return;
      }
      const more = withHits(hits, part, wanted);
      if (more !== hits) yield more;
      hits = more;
    }
  }

  async #searchAll(wanted: Wanted): Promise<readonly SearchHit[]> {
    let hits: readonly SearchHit[] = [];
    for await (const part of this.#parts()) hits = withHits(hits, part.filter(isSegment), wanted);
    return hits;
  }

  /** All segments, those written last first. */
  async *#parts(): AsyncGenerator<readonly unknown[]> {
    const keys = await result((await this.#store()).getAllKeys(below(this.#room)));
    keys.reverse();
    const ahead: Promise<readonly unknown[]>[] = [];
    for (let at = 0; at < keys.length; at += PART_SEGMENTS) {
      const part = this.#part(keys.slice(at, at + PART_SEGMENTS));
      // Whoever takes the one before hears of what is wrong with the disk; nobody may come for this one.
      part.catch(() => {});
      ahead.push(part);
      if (ahead.length > PARTS_AHEAD) yield (await ahead.shift()) ?? [];
    }
    yield* ahead;
  }

  async #part(keys: readonly IDBValidKey[]): Promise<readonly unknown[]> {
    const texts = await this.#store();
    const records = await Promise.all(keys.map((key) => this.#read(texts, key)));
    // Put together with others meanwhile, or deleted.
    return records.filter((record) => record !== undefined);
  }

  #read(texts: IDBObjectStore, key: IDBValidKey): Promise<unknown> {
    const name = String(key);
    const kept = this.#kept.get(name);
    if (kept !== undefined) return kept;
    const record: Promise<unknown> = result(texts.get(key));
    if (this.#keeps && this.#keptChars < KEPT_CHARS_MAX) {
      this.#kept.set(name, record);
      record.then(
        (segment) => {
          this.#keptChars += isSegment(segment) ? segment.folded.length : 0;
        },
        () => this.#kept.delete(name),
      );
    }
    return record;
  }

  async #store(): Promise<IDBObjectStore> {
    return (await opened()).transaction('texts').objectStore('texts');
  }

  put(texts: IDBObjectStore, entries: readonly LogEntry[], number = 0): void {
    const segment = segmentOf(entries);
    if (segment !== null) texts.put(segment, this.#key(segment, number));
  }

  /** By size, so that the small ones are found alone, and then by age. */
  #key(segment: Segment, number = 0): IDBValidKey {
    const size = countOf(segment) < SEGMENT_TEXTS / 2 ? SMALL : LARGE;
    return [this.#room, size, Date.now() + number, Math.random()];
  }

  /** Puts many small segments together, since each write makes one; the large ones are not even read. */
  async tidy(texts: IDBObjectStore): Promise<void> {
    const small = below(this.#room, SMALL);
    const [keys, segments] = await Promise.all([
      result(texts.getAllKeys(small)),
      result(texts.getAll(small)),
    ]);
    for (let at = 0; at + SMALL_SEGMENTS <= keys.length; at += SMALL_SEGMENTS) {
      for (const key of keys.slice(at, at + SMALL_SEGMENTS)) texts.delete(key);
      const sound = segments.slice(at, at + SMALL_SEGMENTS).filter(isSegment);
      if (sound.length === 0) continue;
      const segment = joined(sound);
      texts.put(segment, this.#key(segment));
    }
  }
}

/** The hits with those of more segments; the same array where they have none. */
function withHits(
  hits: readonly SearchHit[],
  segments: readonly Segment[],
  { words, countMax, floor }: Wanted,
): readonly SearchHit[] {
  const more = segments.flatMap((segment) => {
    const last = hits[countMax - 1]?.place.lamport ?? floor;
    if (segment.newest < last) return [];
    return searchSegment(segment, words).filter(({ place }) => place.lamport >= last);
  });
  if (more.length === 0) return hits;
  return [...hits, ...more]
    .sort((one, other) => comparePlaces(other.place, one.place))
    .slice(0, countMax);
}
