/** A page with nothing but the store of a room's history, for tests to call. */
import type {
  EntryKind,
  LogEntry,
  Place,
  RoomStore,
  SearchHit,
} from '../../src/history/contract.ts';
import { cidOf, placesOf } from '../../src/history/places.ts';
import { memoryStore, openRoomStore } from '../../src/history/room-store.ts';
import { sha256 } from '../../src/keys/hashes.ts';
import { read } from '../../src/store/database.ts';

const FIRST_MILLIS = 1_000_000;
const BLOCK_BYTES = 200;

type Over = Partial<LogEntry> & { readonly word?: string; readonly blockBytes?: number };

/** Begins with the word; the rest looks random, so that no disk makes it smaller. */
function blockOf(word: string, bytes: number): Uint8Array<ArrayBuffer> {
  const block = new Uint8Array(bytes);
  let state = 1;
  for (const char of word) state = Math.imul(state, 31) + char.charCodeAt(0);
  for (let at = 0; at < bytes; at++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    block[at] = state >>> 24;
  }
  block.set(new TextEncoder().encode(word));
  return block;
}

const digestOf = (block: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(sha256(block));

/** An entry of that lamport, the same whenever it is asked for; a word tells it from others of the lamport. */
function entry(
  lamport: number,
  { word = '', blockBytes = BLOCK_BYTES, ...over }: Over = {},
): LogEntry {
  const block = blockOf(`${lamport} ${word}`, blockBytes);
  const digest = digestOf(block);
  return {
    lamport,
    digest,
    id: cidOf(digest),
    block,
    kind: 'text',
    author: 'did:key:zAna',
    name: 'Ana',
    color: '#00aa77',
    account: '0x0',
    proof: 'none',
    profile: null,
    timeMillis: FIRST_MILLIS + lamport * 1_000,
    arrivedMillis: FIRST_MILLIS + lamport * 1_000,
    clockOff: false,
    text: `message ${lamport} over the water`,
    action: false,
    reply: null,
    target: null,
    emoji: null,
    on: true,
    archive: null,
    ...over,
  };
}

function amendment(
  lamport: number,
  kind: EntryKind,
  about: LogEntry,
  text: string | null = null,
): LogEntry {
  return entry(lamport, { kind, target: about.id, text, word: kind });
}

/** The block of a profile. */
const profile = {
  id: cidOf(digestOf(blockOf('a profile', BLOCK_BYTES))),
  block: blockOf('a profile', BLOCK_BYTES),
};

const lamports = (places: readonly (Place | null)[]): (number | null)[] =>
  places.map((place) => place?.lamport ?? null);

/** Entries of these lamports, put together. */
function fill(store: RoomStore, from: number, to: number, over: Over = {}): Promise<boolean> {
  const entries = Array.from({ length: to - from }, (_, index) => entry(from + index, over));
  return store.put(entries, false);
}

/** The lamports of all that is kept, newest first. */
async function kept(store: RoomStore): Promise<(number | null)[]> {
  return lamports(placesOf((await store.keys(null, 100_000)).packed));
}

/** The lamports of all texts, newest first, page by page. */
async function texts(store: RoomStore): Promise<(number | null)[]> {
  const found: LogEntry[] = [];
  for (let part = await store.page(null, 'older', 50); part.length > 0; ) {
    found.push(...part);
    part = await store.page(part.at(-1) ?? null, 'older', 50);
  }
  return lamports(found);
}

/** All that a search finds. */
async function found(
  store: RoomStore,
  query: string,
  countMax: number,
): Promise<readonly SearchHit[]> {
  let all: readonly SearchHit[] = [];
  for await (all of store.search(query, countMax));
  return all;
}

const done = <Value>(request: IDBRequest<Value>): Promise<Value> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** The database itself, for tests that damage it. */
async function database(
  version?: number,
  upgrade: (database: IDBDatabase) => void = () => {},
): Promise<IDBDatabase> {
  const request = indexedDB.open('tropichat', version);
  request.onupgradeneeded = () => upgrade(request.result);
  const opened = await done(request);
  opened.onversionchange = () => opened.close();
  return opened;
}

type Records = readonly (readonly [key: IDBValidKey, value: unknown])[];

/** Puts records as they are. */
async function putRaw(table: string, records: Records): Promise<void> {
  const opened = await database();
  const transaction = opened.transaction(table, 'readwrite');
  for (const [key, value] of records) transaction.objectStore(table).put(value, key);
  await new Promise((resolve) => {
    transaction.oncomplete = resolve;
  });
  opened.close();
}

/** The keys of a table. */
async function rawKeys(table: string): Promise<IDBValidKey[]> {
  const opened = await database();
  const keys = await done(opened.transaction(table).objectStore(table).getAllKeys());
  opened.close();
  return keys;
}

/** Resolves once nothing is wrong with the disk. */
function isWell(room: RoomStore): Promise<void> {
  return new Promise((resolve) => {
    room.onProblem((words) => words === null && resolve());
    if (room.problem === null) resolve();
  });
}

const stores = new Map<string, Promise<RoomStore>>();

/** The store of that room in this page. */
function store(room: string): Promise<RoomStore> {
  const opened = stores.get(room) ?? openRoomStore(room);
  stores.set(room, opened);
  return opened;
}

const page = {
  ...{ openRoomStore, memoryStore, read, store, entry, amendment, profile },
  ...{ lamports, fill, kept, texts, found, database, putRaw, rawKeys, isWell },
  /** What a test has the page note. */
  heard: [] as unknown[],
};

export type HistoryPage = typeof page;

Object.assign(window, { room: page });
