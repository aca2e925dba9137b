/**
 * What this browser keeps for TropiChat: named maps in IndexedDB. Where IndexedDB is missing, forbidden or full, the
 * same maps live in memory and are gone with the page; writers are told which of the two it was.
 */

const DATABASE = 'tropichat';
/** Each version has the maps of the one before, and more. */
const VERSION = 4;

/** `charters` and `epochs` are of rooms that belong to somebody: see rooms/known.ts and rooms/law-store.ts. */
const MAPS = ['guest', 'sessions', 'charters', 'epochs'] as const;

/** What rooms said: see history/disk.ts; and their rules: rooms/law-store.ts. */
const HISTORY = [
  'entries',
  'amendments',
  'profiles',
  'receipts',
  'texts',
  'rooms',
  'rules',
  'letters',
] as const;

export type MapName = (typeof MAPS)[number];
export type HistoryName = (typeof HISTORY)[number];

/** A value, and whether it will outlive this page. */
export interface Kept<Value> {
  readonly value: Value;
  readonly persistent: boolean;
}

/** What no disk has taken; where a disk has something else under the same key, this is newer. */
const memory = new Map<string, unknown>();
const memoryKey = (map: MapName, key: string): string => `${map}/${key}`;

let connection: Promise<IDBDatabase> | undefined;

export function result<Value>(request: IDBRequest<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

export function completion(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error('aborted'));
  });
}

async function connect(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, VERSION);
  request.onupgradeneeded = () => {
    const there = request.result.objectStoreNames;
    for (const name of [...MAPS, ...HISTORY]) {
      if (!there.contains(name)) request.result.createObjectStore(name);
    }
  };
  const database = await result(request);
  const forget = (): void => {
    connection = undefined;
  };
  database.onclose = forget;
  // A newer version of the page, in another tab, wants to change the maps: it goes first.
  database.onversionchange = () => {
    database.close();
    forget();
  };
  return database;
}

/** The database; rejects where there is none to be had, and is tried anew by the next who asks. */
export function opened(): Promise<IDBDatabase> {
  connection ??= connect().catch((error: unknown) => {
    connection = undefined;
    throw error;
  });
  return connection;
}

/** The value under the key, from IndexedDB or else from memory. The caller knows its type: it wrote it. */
export async function read<Value>(map: MapName, key: string): Promise<Kept<Value> | undefined> {
  const newer = memory.get(memoryKey(map, key)) as Value | undefined;
  if (newer !== undefined) return { value: newer, persistent: false };
  try {
    const database = await opened();
    const found = await result(database.transaction(map).objectStore(map).get(key));
    return found === undefined ? undefined : { value: found as Value, persistent: true };
  } catch {
    return undefined;
  }
}

/** All values whose keys begin so, by their keys. */
export async function list<Value>(map: MapName, prefix = ''): Promise<ReadonlyMap<string, Value>> {
  const { length } = memoryKey(map, '');
  // Before the disk is read: it may take them meanwhile.
  const newer = [...memory].filter(([name]) => name.startsWith(memoryKey(map, prefix)));
  const found = await listOnDisk<Value>(map, prefix).catch(() => new Map<string, Value>());
  for (const [name, value] of newer) found.set(name.slice(length), value as Value);
  return found;
}

async function listOnDisk<Value>(map: MapName, prefix: string): Promise<Map<string, Value>> {
  const store = (await opened()).transaction(map).objectStore(map);
  const range = beginning(prefix);
  const [keys, values] = await Promise.all([
    result(store.getAllKeys(range)),
    result<Value[]>(store.getAll(range)),
  ]);
  return new Map(values.map((value, at) => [String(keys[at]), value]));
}

/** Replaces the value under the key. */
export function write<Value>(map: MapName, key: string, value: Value): Promise<Kept<Value>> {
  return update(map, key, () => value);
}

/** Writes unless the key has a value already, which is then the answer: of several tabs, the first one wins. */
export function writeOnce<Value>(map: MapName, key: string, value: Value): Promise<Kept<Value>> {
  return update<Value>(map, key, (before) => before ?? value);
}

/** Puts under the key what `change` makes of what is there; no other tab comes in between. */
export async function update<Value>(
  map: MapName,
  key: string,
  change: (before: Value | undefined) => Value,
): Promise<Kept<Value>> {
  const name = memoryKey(map, key);
  let before = memory.get(name) as Value | undefined;
  try {
    const transaction = (await opened()).transaction(map, 'readwrite', { durability: 'strict' });
    const store = transaction.objectStore(map);
    before ??= (await result(store.get(key))) as Value | undefined;
    const value = change(before);
    store.put(value, key);
    await completion(transaction);
    memory.delete(name);
    return { value, persistent: true };
  } catch {
    const value = change(before);
    memory.set(name, value);
    return { value, persistent: false };
  }
}

/** Deletes all values whose keys begin so. Rejects where a disk keeps them. */
export async function remove(map: MapName, prefix: string): Promise<void> {
  for (const name of [...memory.keys()]) {
    if (name.startsWith(memoryKey(map, prefix))) memory.delete(name);
  }
  const database = await opened().catch(() => null);
  if (database === null) return;
  const transaction = database.transaction(map, 'readwrite', { durability: 'strict' });
  transaction.objectStore(map).delete(beginning(prefix));
  await completion(transaction);
}

/** Keys that begin so: nothing sorts behind the last character that there is. */
const beginning = (prefix: string): IDBKeyRange => IDBKeyRange.bound(prefix, `${prefix}\uffff`);
