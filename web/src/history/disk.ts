/**
 * Entries of one room in IndexedDB. Every key begins with the room and goes on in the log's order, so that a page of
 * messages is a range and nothing needs an index, which each write would pay for. Edits, retractions and reactions lie a
 * second time under what they are about.
 */
import { completion, type HistoryName, opened, result } from '../store/database.ts';
import type { LogEntry, Place, Receipt, SearchHit } from './contract.ts';
import { comparePlaces } from './places.ts';
import { type Batch, isEntry, isShown, type RoomRecord, type Shelf } from './shelf.ts';
import { countOf, joined, SEGMENT_TEXTS, type Segment, searchSegment, segmentOf } from './texts.ts';

/** Records read at a time where some of them may not be wanted. */
const READ_AHEAD = 128;

/** Small segments of texts that are put together to one. */
const SMALL_SEGMENTS = 64;

/** Where segments lie: the small ones, which are the newest, behind the large ones. */
const LARGE = 0;
const SMALL = 1;

/** Above every key that begins the same: arrays sort behind strings, numbers and bytes. */
const END: IDBValidKey = [];

const below = (...key: IDBValidKey[]): IDBKeyRange => IDBKeyRange.bound(key, [...key, END]);

export class Disk implements Shelf {
  readonly #room: string;
  /** Tells that a record was damaged and left out. */
  readonly #damaged: () => void;

  constructor(room: string, damaged: () => void) {
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
    return records.map((record) =>
      record === undefined ? null : (this.#sound([record])[0] ?? null),
    );
  }

  async profile(id: string): Promise<Uint8Array<ArrayBuffer> | null> {
    const record: unknown = await result((await this.#store('profiles')).get([this.#room, id]));
    return record instanceof Uint8Array ? (record as Uint8Array<ArrayBuffer>) : null;
  }

  async page(from: Place | null, direction: 'older' | 'newer', count: number): Promise<LogEntry[]> {
    const store = await this.#store('entries');
    const found: LogEntry[] = [];
    let last = from;
    for (;;) {
      const records = await this.#ahead(store, last, direction);
      const entries = this.#sound(records.map(({ value }) => value));
      found.push(...entries.filter(isShown));
      const end = records.at(-1);
      if (found.length >= count || records.length < READ_AHEAD || end === undefined) {
        return found.slice(0, count);
      }
      last = placeOfKey(end.key);
    }
  }

  /** The next records: newest first, one by one, or oldest first, all at once. */
  async #ahead(
    store: IDBObjectStore,
    from: Place | null,
    direction: 'older' | 'newer',
  ): Promise<{ key: IDBValidKey; value: unknown }[]> {
    if (direction === 'newer') {
      const range =
        from === null
          ? below(this.#room)
          : IDBKeyRange.bound(this.#key(from), [this.#room, END], true, false);
      const [keys, values] = await Promise.all([
        result(store.getAllKeys(range, READ_AHEAD)),
        result(store.getAll(range, READ_AHEAD)),
      ]);
      return keys.map((key, at) => ({ key, value: values[at] }));
    }
    const keys = await keysBefore(store, this.#before(from), READ_AHEAD);
    const [first, last] = [keys.at(-1), keys[0]];
    if (first === undefined || last === undefined) return [];
    const values = await result(store.getAll(IDBKeyRange.bound(first, last)));
    values.reverse();
    return keys.map((key, at) => ({ key, value: values[at] }));
  }

  #before(place: Place | null): IDBKeyRange {
    return place === null
      ? below(this.#room)
      : IDBKeyRange.bound([this.#room], this.#key(place), false, true);
  }

  async amendments(id: string): Promise<LogEntry[]> {
    return this.#sound(
      await result((await this.#store('amendments')).getAll(below(this.#room, id))),
    );
  }

  async places(before: Place | null, count: number): Promise<Place[]> {
    const keys = await keysBefore(await this.#store('entries'), this.#before(before), count);
    return keys.map(placeOfKey);
  }

  async dropBelow(lamport: number): Promise<void> {
    const transaction = await this.#writing(['entries', 'amendments', 'texts'], 'relaxed');
    transaction
      .objectStore('entries')
      .delete(IDBKeyRange.bound([this.#room], [this.#room, lamport], false, true));
    await this.#deleteWhere(transaction.objectStore('amendments'), (entry) => {
      return (entry as LogEntry).lamport < lamport;
    });
    await this.#deleteWhere(transaction.objectStore('texts'), (segment) => {
      return (segment as Segment).newest < lamport;
    });
    await completion(transaction);
  }

  async #deleteWhere(store: IDBObjectStore, isOld: (value: unknown) => boolean): Promise<void> {
    const request = store.openCursor(below(this.#room));
    for (let cursor = await result(request); cursor !== null; cursor = await result(request)) {
      if (isOld(cursor.value)) cursor.delete();
      cursor.continue();
    }
  }

  async search(words: readonly string[], countMax: number): Promise<SearchHit[]> {
    const [{ floor = 0 }, segments] = await Promise.all([
      this.room(),
      this.#store('texts').then((store) => result(store.getAll(below(this.#room)))),
    ]);
    const hits: SearchHit[] = [];
    for (const segment of (segments as Segment[]).reverse()) {
      hits.push(...searchSegment(segment, words).filter(({ place }) => place.lamport >= floor));
      if (hits.length >= countMax) break;
    }
    return hits.sort((one, other) => comparePlaces(other.place, one.place)).slice(0, countMax);
  }

  /** Puts many small segments together, since each write makes one; the large ones are not even read. */
  async tidy(): Promise<void> {
    const transaction = await this.#writing(['texts'], 'relaxed');
    const store = transaction.objectStore('texts');
    const small = below(this.#room, SMALL);
    const [keys, segments] = await Promise.all([
      result(store.getAllKeys(small)),
      result(store.getAll(small)) as Promise<Segment[]>,
    ]);
    for (let at = 0; at + SMALL_SEGMENTS <= keys.length; at += SMALL_SEGMENTS) {
      for (const key of keys.slice(at, at + SMALL_SEGMENTS)) store.delete(key);
      const segment = joined(segments.slice(at, at + SMALL_SEGMENTS));
      store.put(segment, this.#segmentKey(segment));
    }
    await completion(transaction);
  }

  /** By size, so that the small ones are found alone, and then by age. */
  #segmentKey(segment: Segment): IDBValidKey {
    const size = countOf(segment) < SEGMENT_TEXTS / 2 ? SMALL : LARGE;
    return [this.#room, size, Date.now(), Math.random()];
  }

  async room(): Promise<RoomRecord> {
    const record: unknown = await result((await this.#store('rooms')).get([this.#room]));
    return typeof record === 'object' && record !== null ? (record as RoomRecord) : {};
  }

  async setRoom(change: RoomRecord): Promise<void> {
    const transaction = await this.#writing(['rooms'], 'relaxed');
    const store = transaction.objectStore('rooms');
    const before: unknown = await result(store.get([this.#room]));
    store.put({ ...(before as RoomRecord | undefined), ...change }, [this.#room]);
    await completion(transaction);
  }

  async receipt(id: string): Promise<Receipt | null> {
    const record: unknown = await result((await this.#store('receipts')).get([this.#room, id]));
    return (record as Receipt | undefined) ?? null;
  }

  async setReceipt(id: string, receipt: Receipt): Promise<void> {
    const transaction = await this.#writing(['receipts'], 'relaxed');
    transaction.objectStore('receipts').put(receipt, [this.#room, id]);
    await completion(transaction);
  }

  async clear(): Promise<void> {
    const names = ['entries', 'amendments', 'profiles', 'receipts', 'texts', 'rooms'] as const;
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

  #sound(records: readonly unknown[]): LogEntry[] {
    const entries = records.filter(isEntry);
    if (entries.length < records.length) this.#damaged();
    return entries;
  }
}

/** The last keys of a range, the last one first. */
function keysBefore(
  store: IDBObjectStore,
  range: IDBKeyRange,
  count: number,
): Promise<IDBValidKey[]> {
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

function placeOfKey(key: IDBValidKey): Place {
  const [, lamport, digest] = key as [string, number, ArrayBuffer];
  return { lamport, digest: new Uint8Array(digest) };
}
