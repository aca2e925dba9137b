/**
 * Entries of one room in IndexedDB. Every key begins with the room and goes on in the log's order, so that a page of
 * messages is a range and nothing needs an index, which each write would pay for. Edits, retractions and reactions lie a
 * second time under what they are about.
 */
import { sha256 } from '../keys/hashes.ts';
import { completion, type HistoryName, opened, result } from '../store/database.ts';
import type { LogEntry, Place, Receipt, SearchHit } from './contract.ts';
import { cidOf, comparePlaces } from './places.ts';
import {
  type Batch,
  isEntry,
  isPlace,
  isReceipt,
  isShown,
  type RoomRecord,
  roomWith,
  type Shelf,
  soundRoom,
} from './shelf.ts';
import {
  countOf,
  isSegment,
  joined,
  SEGMENT_TEXTS,
  type Segment,
  searchSegment,
  segmentOf,
} from './texts.ts';

/** Records read at a time: at most, and at least, since some of them may not be wanted. */
const READ_AHEAD = 128;
const READ_AHEAD_MIN = 16;

/** Small segments of texts that are put together to one. */
const SMALL_SEGMENTS = 64;

/** Where segments lie: the small ones, which are the newest, behind the large ones. */
const LARGE = 0;
const SMALL = 1;

/** Above every key that begins the same: arrays sort behind strings, numbers and bytes. */
const END: IDBValidKey = [];

const below = (...key: IDBValidKey[]): IDBKeyRange => IDBKeyRange.bound(key, [...key, END]);

interface KeyAndValue {
  readonly key: IDBValidKey;
  readonly value: unknown;
}

export class Disk implements Shelf {
  readonly #room: string;
  /** Tells by its content identifier what is damaged and was left out. */
  readonly #damaged: (name: string) => void;

  constructor(room: string, damaged: (name: string) => void) {
    this.#room = room;
    this.#damaged = damaged;
  }

  async write({ entries, profiles }: Batch, strict: boolean): Promise<void> {
    const transaction = await this.#writing(
      ['entries', 'amendments', 'profiles', 'texts'],
      strict ? 'strict' : 'relaxed',
    );
    const stores = (name: HistoryName) => transaction.objectStore(name);
    for (const { id, block } of profiles) stores('profiles').put(block, [this.#room, id]);
    for (const entry of entries) {
      stores('entries').put(entry, this.#key(entry));
      if (entry.target !== null) {
        stores('amendments').put(entry, [this.#room, entry.target, entry.lamport, entry.digest]);
      }
    }
    const segment = segmentOf(entries);
    if (segment !== null) stores('texts').put(segment, this.#segmentKey(segment));
    transaction.commit();
    await completion(transaction);
  }

  async entries(places: readonly Place[]): Promise<(LogEntry | null)[]> {
    const store = await this.#store('entries');
    const records: unknown[] = await Promise.all(
      places.map((place) => result(store.get(this.#key(place)))),
    );
    return records.map((record, at) => {
      const place = places[at];
      return record === undefined || place === undefined ? null : this.#sound(record, place);
    });
  }

  async profile(id: string): Promise<Uint8Array<ArrayBuffer> | null> {
    const record: unknown = await result((await this.#store('profiles')).get([this.#room, id]));
    if (record === undefined) return null;
    if (record instanceof Uint8Array && cidOf(sha256(record)) === id) {
      return record as Uint8Array<ArrayBuffer>;
    }
    this.#damaged(id);
    return null;
  }

  async page(from: Place | null, direction: 'older' | 'newer', count: number): Promise<LogEntry[]> {
    const store = await this.#store('entries');
    const found: LogEntry[] = [];
    let last = from === null ? null : this.#key(from);
    for (;;) {
      const ahead = Math.min(Math.max(count - found.length, READ_AHEAD_MIN), READ_AHEAD);
      const records = await recordsFrom(store, this.#beyond(last, direction), direction, ahead);
      for (const record of records) {
        if (found.length >= count) break;
        const entry = this.#shown(record);
        if (entry !== null) found.push(entry);
      }
      const end = records.at(-1);
      if (found.length >= count || records.length < ahead || end === undefined) return found;
      last = end.key;
    }
  }

  #shown({ key, value }: KeyAndValue): LogEntry | null {
    const place = placeOfKey(key);
    // Whether the others are sound matters when they are asked for.
    if (place === null || (isEntry(value) && !isShown(value))) return null;
    return this.#sound(value, place);
  }

  /** Whatever lies beyond a key; all of the room without one. */
  #beyond(key: IDBValidKey | null, direction: 'older' | 'newer'): IDBKeyRange {
    if (key === null) return below(this.#room);
    return direction === 'older'
      ? IDBKeyRange.bound([this.#room], key, false, true)
      : IDBKeyRange.bound(key, [this.#room, END], true, false);
  }

  async amendments(id: string): Promise<LogEntry[]> {
    const store = await this.#store('amendments');
    const range = below(this.#room, id);
    // Most messages have none.
    const keys = await result(store.getAllKeys(range));
    const values = keys.length === 0 ? [] : await result(store.getAll(range));
    return keys.flatMap((key, at) => {
      const place = placeOfKey(key);
      const entry = place === null ? null : this.#sound(values[at], place);
      return entry === null ? [] : [entry];
    });
  }

  async places(before: Place | null, count: number): Promise<Place[]> {
    const store = await this.#store('entries');
    const places: Place[] = [];
    let last = before === null ? null : this.#key(before);
    for (;;) {
      const wanted = count - places.length;
      const keys = await keysBefore(store, this.#beyond(last, 'older'), wanted);
      places.push(...keys.map(placeOfKey).filter((place) => place !== null));
      const end = keys.at(-1);
      // Where a key was damaged, fewer were places than were wanted.
      if (places.length >= count || keys.length < wanted || end === undefined) return places;
      last = end;
    }
  }

  async dropBelow(floor: number): Promise<void> {
    const transaction = await this.#writing(['entries', 'amendments', 'texts'], 'relaxed');
    transaction
      .objectStore('entries')
      .delete(IDBKeyRange.bound([this.#room], [this.#room, floor], false, true));
    await this.#deleteWhere(transaction.objectStore('amendments'), ({ key }) => {
      return (placeOfKey(key)?.lamport ?? 0) < floor;
    });
    await this.#deleteWhere(transaction.objectStore('texts'), ({ value }) => {
      return !isSegment(value) || value.newest < floor;
    });
    await completion(transaction);
  }

  async #deleteWhere(
    store: IDBObjectStore,
    isOld: (cursor: IDBCursorWithValue) => boolean,
  ): Promise<void> {
    const request = store.openCursor(below(this.#room));
    for (let cursor = await result(request); cursor !== null; cursor = await result(request)) {
      if (isOld(cursor)) cursor.delete();
      cursor.continue();
    }
  }

  async search(words: readonly string[], countMax: number): Promise<SearchHit[]> {
    const { floor = 0 } = await this.room();
    const segments = await this.#segments();
    const hits: SearchHit[] = [];
    for (const segment of segments.reverse()) {
      hits.push(...searchSegment(segment, words).filter(({ place }) => place.lamport >= floor));
      if (hits.length >= countMax) break;
    }
    return hits.sort((one, other) => comparePlaces(other.place, one.place)).slice(0, countMax);
  }

  async #segments(): Promise<Segment[]> {
    const all: unknown[] = await result((await this.#store('texts')).getAll(below(this.#room)));
    return all.every(isSegment) ? all : this.#segmentsAnew();
  }

  /** Where one is damaged, all are made anew of the entries: nobody knows which texts were in it. */
  async #segmentsAnew(): Promise<Segment[]> {
    const transaction = await this.#writing(['entries', 'texts'], 'relaxed');
    const segments: Segment[] = [];
    let records: KeyAndValue[];
    let last: IDBValidKey | null = null;
    do {
      const beyond = this.#beyond(last, 'newer');
      records = await recordsFrom(transaction.objectStore('entries'), beyond, 'newer', READ_AHEAD);
      last = records.at(-1)?.key ?? null;
      const segment = segmentOf(records.map(({ value }) => value).filter(isEntry));
      if (segment !== null) segments.push(segment);
    } while (records.length >= READ_AHEAD);
    const texts = transaction.objectStore('texts');
    texts.delete(below(this.#room));
    segments.forEach((segment, at) => {
      texts.put(segment, this.#segmentKey(segment, at));
    });
    await completion(transaction);
    return segments;
  }

  /** Puts many small segments together, since each write makes one; the large ones are not even read. */
  async tidy(): Promise<void> {
    const transaction = await this.#writing(['texts'], 'relaxed');
    const store = transaction.objectStore('texts');
    const small = below(this.#room, SMALL);
    const [keys, segments] = await Promise.all([
      result(store.getAllKeys(small)),
      result(store.getAll(small)),
    ]);
    for (let at = 0; at + SMALL_SEGMENTS <= keys.length; at += SMALL_SEGMENTS) {
      for (const key of keys.slice(at, at + SMALL_SEGMENTS)) store.delete(key);
      const sound = segments.slice(at, at + SMALL_SEGMENTS).filter(isSegment);
      if (sound.length === 0) continue;
      const segment = joined(sound);
      store.put(segment, this.#segmentKey(segment));
    }
    await completion(transaction);
  }

  /** By size, so that the small ones are found alone, and then by age. */
  #segmentKey(segment: Segment, number = 0): IDBValidKey {
    const size = countOf(segment) < SEGMENT_TEXTS / 2 ? SMALL : LARGE;
    return [this.#room, size, Date.now() + number, Math.random()];
  }

  async room(): Promise<RoomRecord> {
    return soundRoom(await result((await this.#store('rooms')).get([this.#room])));
  }

  async setRoom(change: RoomRecord): Promise<void> {
    const transaction = await this.#writing(['rooms'], 'relaxed');
    const rooms = transaction.objectStore('rooms');
    const before = soundRoom(await result(rooms.get([this.#room])));
    rooms.put(roomWith(before, change), [this.#room]);
    await completion(transaction);
  }

  async receipt(id: string): Promise<Receipt | null> {
    const record: unknown = await result((await this.#store('receipts')).get([this.#room, id]));
    return isReceipt(record) ? record : null;
  }

  async setReceipt(id: string, receipt: Receipt): Promise<void> {
    const transaction = await this.#writing(['receipts'], 'relaxed');
    transaction.objectStore('receipts').put(receipt, [this.#room, id]);
    await completion(transaction);
  }

  async clear(): Promise<void> {
    const names = ['entries', 'amendments', 'profiles', 'receipts', 'texts'] as const;
    const transaction = await this.#writing([...names], 'strict');
    for (const name of names) transaction.objectStore(name).delete(below(this.#room));
    await completion(transaction);
  }

  #key({ lamport, digest }: Place): IDBValidKey {
    return [this.#room, lamport, digest];
  }

  async #store(name: HistoryName): Promise<IDBObjectStore> {
    return (await opened()).transaction(name).objectStore(name);
  }

  async #writing(
    names: HistoryName[],
    durability: IDBTransactionDurability,
  ): Promise<IDBTransaction> {
    return (await opened()).transaction(names, 'readwrite', { durability });
  }

  /** The record where it is the entry of this place, unchanged since it was verified. */
  #sound(record: unknown, place: Place): LogEntry | null {
    if (isEntry(record) && comparePlaces(record, place) === 0) {
      const digest = sha256(record.block);
      if (comparePlaces({ lamport: place.lamport, digest }, place) === 0) return record;
    }
    this.#damaged(cidOf(place.digest));
    return null;
  }
}

interface Wish {
  readonly query: IDBKeyRange;
  readonly count: number;
  readonly direction: IDBCursorDirection;
}

/** Browsers that have it (Chromium 141) read many records backwards at once; others go from one to the next. */
type Reading = Omit<IDBObjectStore, 'getAllKeys'> & {
  getAllKeys(wish: Wish): IDBRequest<IDBValidKey[]>;
  getAllRecords(wish: Wish): IDBRequest<KeyAndValue[]>;
};

const readsBackwards = (store: IDBObjectStore | Reading): store is Reading =>
  'getAllRecords' in store;

/** The first records of a range, or the last ones, the last one first. */
async function recordsFrom(
  store: IDBObjectStore,
  range: IDBKeyRange,
  direction: 'older' | 'newer',
  count: number,
): Promise<KeyAndValue[]> {
  if (direction === 'newer') {
    const [keys, values] = await Promise.all([
      result(store.getAllKeys(range, count)),
      result(store.getAll(range, count)),
    ]);
    return keys.map((key, at) => ({ key, value: values[at] }));
  }
  if (readsBackwards(store)) {
    return result(store.getAllRecords({ query: range, count, direction: 'prev' }));
  }
  const keys = await keysBefore(store, range, count);
  const [first, last] = [keys.at(-1), keys[0]];
  if (first === undefined || last === undefined) return [];
  const values = await result(store.getAll(IDBKeyRange.bound(first, last)));
  values.reverse();
  return keys.map((key, at) => ({ key, value: values[at] }));
}

/** The last keys of a range, the last one first. */
function keysBefore(
  store: IDBObjectStore,
  range: IDBKeyRange,
  count: number,
): Promise<IDBValidKey[]> {
  if (readsBackwards(store)) {
    return result(store.getAllKeys({ query: range, count, direction: 'prev' }));
  }
  return new Promise((resolve, reject) => {
    const keys: IDBValidKey[] = [];
    const request = store.openKeyCursor(range, 'prev');
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const cursor = request.result;
      if (cursor === null) return resolve(keys);
      if (keys.push(cursor.primaryKey) >= count) return resolve(keys);
      cursor.continue();
    };
  });
}

/** The place that a key ends with; null where it is damaged. */
function placeOfKey(key: IDBValidKey): Place | null {
  const [lamport, digest] = (key as IDBValidKey[]).slice(-2);
  const place = {
    lamport,
    digest: digest instanceof ArrayBuffer ? new Uint8Array(digest) : digest,
  };
  return isPlace(place) ? place : null;
}
