/**
 * Entries of one room in IndexedDB. Every key begins with the room and goes on in the log's order, so that a page of
 * messages is a range and nothing needs an index, which each write would pay for. Edits, retractions and reactions lie a
 * second time under what they are about; letters are named under each of the two accounts.
 */
import { sha256 } from '../keys/hashes.ts';
import { completion, type HistoryName, opened, result } from '../store/database.ts';
import type { Between, LogEntry, Place, Receipt, SearchHit } from './contract.ts';
import { DiskTexts } from './disk-texts.ts';
import { cidOf, comparePlaces } from './places.ts';
import {
  below,
  beyond,
  beyondIn,
  type KeyAndValue,
  keysBefore,
  past,
  recordsFrom,
} from './records.ts';
import {
  type Batch,
  isEntry,
  isPlace,
  isReceipt,
  isShown,
  listedOf,
  type RoomRecord,
  roomWith,
  type Shelf,
  sidesOf,
  soundRoom,
} from './shelf.ts';
import { isSegment } from './texts.ts';

/** Records read at a time: at most, and at least, since some of them may not be wanted. */
const READ_AHEAD = 128;
const READ_AHEAD_MIN = 16;

/** A letter is where its entry is; its name under the accounts says all. */
const LISTED = true;

export class Disk implements Shelf {
  readonly #room: string;
  /** Tells by its content identifier what is damaged and was left out. */
  readonly #damaged: (name: string) => void;
  readonly #texts: DiskTexts;

  constructor(room: string, damaged: (name: string) => void) {
    this.#room = room;
    this.#damaged = damaged;
    this.#texts = new DiskTexts(room);
  }

  async write({ entries, profiles }: Batch, strict: boolean): Promise<void> {
    const transaction = await this.#writing(
      ['entries', 'amendments', 'profiles', 'texts', 'letters'],
      strict ? 'strict' : 'relaxed',
    );
    const stores = (name: HistoryName) => transaction.objectStore(name);
    for (const { id, block } of profiles) stores('profiles').put(block, [this.#room, id]);
    for (const entry of entries) {
      stores('entries').put(entry, this.#key(entry));
      if (entry.target !== null) {
        stores('amendments').put(entry, [this.#room, entry.target, entry.lamport, entry.digest]);
      }
      // One that was closed may have turned out to be no text of its own.
      for (const key of this.#letterKeys(entry, sidesOf(entry))) stores('letters').delete(key);
      for (const key of this.#letterKeys(entry, listedOf(entry)))
        stores('letters').put(LISTED, key);
    }
    this.#texts.put(stores('texts'), entries);
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
      const records = await recordsFrom(
        store,
        beyond(this.#room, last, direction),
        direction,
        ahead,
      );
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

  async letters(
    { own, other }: Between,
    from: Place | null,
    direction: 'older' | 'newer',
    count: number,
  ): Promise<LogEntry[]> {
    const head = [this.#room, own, other];
    const range = beyondIn(head, from && [...head, from.lamport, from.digest], direction);
    const store = await this.#store('letters');
    const keys =
      direction === 'older'
        ? await keysBefore(store, range, count)
        : await result(store.getAllKeys(range, count));
    const entries = await this.entries(keys.map(placeOfKey).filter((place) => place !== null));
    return entries.filter((entry) => entry !== null);
  }

  async correspondents(account: string): Promise<readonly string[]> {
    const store = await this.#store('letters');
    const others: string[] = [];
    let range = below(this.#room, account);
    for (;;) {
      const [first] = await result(store.getAllKeys(range, 1));
      const other = (first as IDBValidKey[] | undefined)?.[2];
      if (typeof other !== 'string') return others;
      others.push(other);
      range = past([this.#room, account], other);
    }
  }

  /** Of what two have written to one another: under one of them, where the other is. */
  #letterKeys({ lamport, digest }: LogEntry, sides: readonly Between[]): IDBValidKey[] {
    return sides.map(({ own, other }) => [this.#room, own, other, lamport, digest]);
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
      const keys = await keysBefore(store, beyond(this.#room, last, 'older'), wanted);
      places.push(...keys.map(placeOfKey).filter((place) => place !== null));
      const end = keys.at(-1);
      // Where a key was damaged, fewer were places than were wanted.
      if (places.length >= count || keys.length < wanted || end === undefined) return places;
      last = end;
    }
  }

  async dropBelow(floor: number): Promise<void> {
    const transaction = await this.#writing(
      ['entries', 'amendments', 'texts', 'letters'],
      'relaxed',
    );
    transaction
      .objectStore('entries')
      .delete(IDBKeyRange.bound([this.#room], [this.#room, floor], false, true));
    for (const name of ['amendments', 'letters'] as const) {
      await this.#deleteWhere(transaction.objectStore(name), ({ key }) => {
        return (placeOfKey(key)?.lamport ?? 0) < floor;
      });
    }
    await this.#deleteWhere(transaction.objectStore('texts'), ({ value }) => {
      return !isSegment(value) || value.newest < floor;
    });
    await completion(transaction);
  }

  async erase(places: readonly Place[]): Promise<void> {
    const transaction = await this.#writing(['entries', 'amendments', 'letters'], 'relaxed');
    const entries = transaction.objectStore('entries');
    const amendments = transaction.objectStore('amendments');
    const letters = transaction.objectStore('letters');
    await Promise.all(
      places.map(async (place) => {
        const record: unknown = await result(entries.get(this.#key(place)));
        entries.delete(this.#key(place));
        if (!isEntry(record)) return;
        for (const key of this.#letterKeys(record, sidesOf(record))) letters.delete(key);
        if (record.target === null) return;
        amendments.delete([this.#room, record.target, place.lamport, place.digest]);
      }),
    );
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

  async *search(words: readonly string[], countMax: number): AsyncGenerator<readonly SearchHit[]> {
    const { floor = 0 } = await this.room();
    yield* this.#texts.search({ words, countMax, floor }, () => this.#textsAnew());
  }

  searching(open: boolean): Promise<void> {
    return this.#texts.keep(open);
  }

  /** Makes all that is searched anew of the entries. */
  async #textsAnew(): Promise<void> {
    const transaction = await this.#writing(['entries', 'texts'], 'relaxed');
    const [entries, texts] = [transaction.objectStore('entries'), transaction.objectStore('texts')];
    texts.delete(below(this.#room));
    let last: IDBValidKey | null = null;
    for (let number = 0; ; number++) {
      const range = beyond(this.#room, last, 'newer');
      const records: KeyAndValue[] = await recordsFrom(entries, range, 'newer', READ_AHEAD);
      this.#texts.put(texts, records.map(({ value }) => value).filter(isEntry), number);
      last = records.at(-1)?.key ?? null;
      if (records.length < READ_AHEAD) break;
    }
    await completion(transaction);
  }

  async tidy(): Promise<void> {
    const transaction = await this.#writing(['texts'], 'relaxed');
    await this.#texts.tidy(transaction.objectStore('texts'));
    await completion(transaction);
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
    const names = ['entries', 'amendments', 'profiles', 'receipts', 'texts', 'letters'] as const;
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

/** The place that a key ends with; null where it is damaged. */
function placeOfKey(key: IDBValidKey): Place | null {
  const [lamport, digest] = (key as IDBValidKey[]).slice(-2);
  const place = {
    lamport,
    digest: digest instanceof ArrayBuffer ? new Uint8Array(digest) : digest,
  };
  return isPlace(place) ? place : null;
}
