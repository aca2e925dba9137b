/**
 * What this browser keeps for TropiChat: named maps in IndexedDB. Where IndexedDB is missing, forbidden or full, the
 * same maps live in memory and are gone with the page; writers are told which of the two it was.
 */

const DATABASE = 'tropichat';
const VERSION = 2;
const MAPS = ['guest', 'sessions'] as const;

/** What rooms said: see history/disk.ts. */
const HISTORY = ['entries', 'amendments', 'profiles', 'receipts', 'texts', 'rooms'] as const;

export type MapName = (typeof MAPS)[number];
export type HistoryName = (typeof HISTORY)[number];

/** A value, and whether it will outlive this page. */
export interface Kept<Value> {
  readonly value: Value;
  readonly persistent: boolean;
}

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
  try {
    const database = await opened();
    const found = await result(database.transaction(map).objectStore(map).get(key));
    if (found !== undefined) return { value: found as Value, persistent: true };
  } catch {
    // Falls through to memory.
  }
  const value = memory.get(memoryKey(map, key)) as Value | undefined;
  return value === undefined ? undefined : { value, persistent: false };
}

/** Replaces the value under the key. */
export async function write<Value>(map: MapName, key: string, value: Value): Promise<Kept<Value>> {
  try {
    const transaction = (await opened()).transaction(map, 'readwrite');
    transaction.objectStore(map).put(value, key);
    await completion(transaction);
    return { value, persistent: true };
  } catch {
    memory.set(memoryKey(map, key), value);
    return { value, persistent: false };
  }
}

/** Writes unless the key has a value already, which is then the answer: of several tabs, the first one wins. */
export async function writeOnce<Value>(
  map: MapName,
  key: string,
  value: Value,
): Promise<Kept<Value>> {
  try {
    const transaction = (await opened()).transaction(map, 'readwrite');
    const found = await result(transaction.objectStore(map).get(key));
    if (found !== undefined) return { value: found as Value, persistent: true };
    transaction.objectStore(map).put(value, key);
    await completion(transaction);
    return { value, persistent: true };
  } catch {
    memory.set(memoryKey(map, key), value);
    return { value, persistent: false };
  }
}
