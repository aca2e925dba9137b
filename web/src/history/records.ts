/** Records of one room: those whose keys begin the same, read in the order of their keys or against it. */
import { result } from '../store/database.ts';

/** Above every key that begins the same: arrays sort behind strings, numbers and bytes. */
const END: IDBValidKey = [];

export const below = (...key: IDBValidKey[]): IDBKeyRange => IDBKeyRange.bound(key, [...key, END]);

/** What lies beyond a key; all of the room without one. */
export function beyond(
  room: string,
  key: IDBValidKey | null,
  direction: 'older' | 'newer',
): IDBKeyRange {
  return beyondIn([room], key, direction);
}

/** The same among those whose keys begin so. */
export function beyondIn(
  head: readonly IDBValidKey[],
  key: IDBValidKey | null,
  direction: 'older' | 'newer',
): IDBKeyRange {
  if (key === null) return below(...head);
  return direction === 'older'
    ? IDBKeyRange.bound([...head], key, false, true)
    : IDBKeyRange.bound(key, [...head, END], true, false);
}

/** Those whose keys begin so, behind all that go on with `last`. */
export const past = (head: readonly IDBValidKey[], last: IDBValidKey): IDBKeyRange =>
  IDBKeyRange.bound([...head, last, END], [...head, END], true, false);

export interface KeyAndValue {
  readonly key: IDBValidKey;
  readonly value: unknown;
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
export async function recordsFrom(
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
export function keysBefore(
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
