/** Where entries of one room lie: on disk (disk.ts) or in memory (memory.ts), read in the same ways. */
import type {
  Archiving,
  LogEntry,
  NamedBlock,
  Place,
  Receipt,
  Retention,
  SearchHit,
} from './contract.ts';

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
}

export interface Shelf {
  write(batch: Batch, strict: boolean): Promise<void>;
  entries(places: readonly Place[]): Promise<(LogEntry | null)[]>;
  profile(id: string): Promise<Uint8Array<ArrayBuffer> | null>;
  page(from: Place | null, direction: 'older' | 'newer', count: number): Promise<LogEntry[]>;
  amendments(id: string): Promise<LogEntry[]>;
  /** Newest first. */
  places(before: Place | null, count: number): Promise<Place[]>;
  dropBelow(lamport: number): Promise<void>;
  search(words: readonly string[], countMax: number): Promise<SearchHit[]>;
  room(): Promise<RoomRecord>;
  setRoom(change: RoomRecord): Promise<void>;
  receipt(id: string): Promise<Receipt | null>;
  setReceipt(id: string, receipt: Receipt): Promise<void>;
  clear(): Promise<void>;
}

export const isShown = ({ kind }: LogEntry): boolean => kind === 'text';

/** Whether a record is an entry: what is on a disk may be damaged, or another version's. */
export function isEntry(record: unknown): record is LogEntry {
  const entry = record as Partial<LogEntry> | null;
  return (
    typeof entry === 'object' &&
    entry !== null &&
    typeof entry.id === 'string' &&
    typeof entry.lamport === 'number' &&
    entry.digest instanceof Uint8Array &&
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
