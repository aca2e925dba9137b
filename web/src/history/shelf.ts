/** Where entries of one room lie: on disk (disk.ts) or in memory (memory.ts), read in the same ways. */
import type { ArchiveRecord } from '../archive/contract.ts';
import type {
  Archiving,
  Between,
  LogEntry,
  NamedBlock,
  Place,
  Receipt,
  Retention,
  SearchHit,
} from './contract.ts';

/** Of SHA-256. */
const DIGEST_BYTES = 32;

/** What is written at once. */
export interface Batch {
  readonly entries: readonly LogEntry[];
  readonly profiles: readonly NamedBlock[];
}

export interface RoomRecord {
  readonly retention?: Retention;
  readonly read?: Place;
  /** Nothing is kept below this lamport. */
  readonly floor?: number;
  readonly archiving?: Archiving;
  /** Up to where letters have been read, by {@link betweenKey}. */
  readonly letters?: Readonly<Record<string, Place>>;
}

export const betweenKey = ({ own, other }: Between): string => `${own}/${other}`;

export interface Shelf {
  write(batch: Batch, strict: boolean): Promise<void>;
  entries(places: readonly Place[]): Promise<(LogEntry | null)[]>;
  profile(id: string): Promise<Uint8Array<ArrayBuffer> | null>;
  page(from: Place | null, direction: 'older' | 'newer', count: number): Promise<LogEntry[]>;
  letters(
    between: Between,
    from: Place | null,
    direction: 'older' | 'newer',
    count: number,
  ): Promise<LogEntry[]>;
  correspondents(account: string): Promise<readonly string[]>;
  amendments(id: string): Promise<LogEntry[]>;
  /** Newest first. */
  places(before: Place | null, count: number): Promise<Place[]>;
  // Nothing is put when something is deleted: a disk may be too full even for a number.
  dropBelow(lamport: number): Promise<void>;
  erase(places: readonly Place[]): Promise<void>;
  /** All that was found so far, whenever it is more: the newest first. */
  search(words: readonly string[], countMax: number): AsyncIterable<readonly SearchHit[]>;
  room(): Promise<RoomRecord>;
  setRoom(change: RoomRecord): Promise<void>;
  receipt(id: string): Promise<Receipt | null>;
  setReceipt(id: string, receipt: Receipt): Promise<void>;
  /** Deletes everything besides the room's record. */
  clear(): Promise<void>;
}

/** The floor only rises. */
export function roomWith(room: RoomRecord, change: RoomRecord): RoomRecord {
  const floor = Math.max(room.floor ?? 0, change.floor ?? 0);
  return { ...room, ...change, floor, letters: { ...room.letters, ...change.letters } };
}

/** Of what is said to all. */
export const isShown = ({ kind }: LogEntry): boolean => kind === 'text';

/** Under which accounts a letter could be listed, and with whom: its author's, and the other's. */
export function sidesOf({ account, letter }: LogEntry): readonly Between[] {
  if (letter == null) return [];
  return [
    { own: account, other: letter.to },
    { own: letter.to, other: account },
  ];
}

/** Under which it is: under both where it is a text, and where it is closed under those whose wallets open it. */
export function listedOf(entry: LogEntry): readonly Between[] {
  const { letter } = entry;
  return sidesOf(entry).filter(
    (_, side) =>
      letter?.kind === 'text' || (letter?.kind === 'closed' && letter.boxes?.[side] != null),
  );
}

// What is on a disk may be damaged, or another version's.

/** Of a room's record what is sound. */
export function soundRoom(record: unknown): RoomRecord {
  const { retention, read, floor, archiving, letters } = (record ?? {}) as Record<
    keyof RoomRecord,
    unknown
  >;
  return {
    ...(isRetention(retention) ? { retention } : {}),
    ...(isPlace(read) ? { read } : {}),
    ...(isLamport(floor) ? { floor } : {}),
    ...(isArchiving(archiving) ? { archiving } : {}),
    letters: soundPlaces(letters),
  };
}

function soundPlaces(record: unknown): Readonly<Record<string, Place>> {
  return Object.fromEntries(
    Object.entries(record ?? {}).filter((each): each is [string, Place] => isPlace(each[1])),
  );
}

const isLamport = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0;

function isRetention(record: unknown): record is Retention {
  const { entriesMax, ageMillisMax } = (record ?? {}) as Partial<Retention>;
  return isLamport(entriesMax) && (ageMillisMax === null || typeof ageMillisMax === 'number');
}

function isArchiving(record: unknown): record is Archiving {
  const { records, told } = (record ?? {}) as Partial<Archiving>;
  return Array.isArray(records) && records.every(isArchive) && Array.isArray(told);
}

function isArchive(record: unknown): record is ArchiveRecord {
  const { setting, entries, untilMillis } = (record ?? {}) as Partial<ArchiveRecord>;
  return (
    typeof setting === 'object' &&
    setting !== null &&
    Object.values(setting).every((each) => typeof each === 'string') &&
    typeof entries === 'number' &&
    typeof untilMillis === 'number'
  );
}

export function isPlace(record: unknown): record is Place {
  const { lamport, digest } = (record ?? {}) as Partial<Place>;
  return isLamport(lamport) && digest instanceof Uint8Array && digest.length === DIGEST_BYTES;
}

export function isReceipt(record: unknown): record is Receipt {
  const { stage, reached, of, archived } = (record ?? {}) as Partial<Receipt>;
  return (
    typeof stage === 'string' &&
    typeof reached === 'number' &&
    typeof of === 'number' &&
    Array.isArray(archived)
  );
}

/** Whether a record has the shape of an entry. */
export function isEntry(record: unknown): record is LogEntry {
  const entry = record as Partial<LogEntry> | null;
  return (
    typeof entry === 'object' &&
    entry !== null &&
    typeof entry.id === 'string' &&
    isPlace(record) &&
    entry.block instanceof Uint8Array &&
    typeof entry.kind === 'string' &&
    typeof entry.author === 'string' &&
    typeof entry.name === 'string' &&
    typeof entry.color === 'string' &&
    typeof entry.account === 'string' &&
    typeof entry.timeMillis === 'number' &&
    typeof entry.arrivedMillis === 'number' &&
    (entry.text === null || typeof entry.text === 'string') &&
    (entry.target === null || typeof entry.target === 'string')
  );
}
