import type { ArchiveRecord } from '../archive/contract.ts';

/** What a room's history is to those who keep it, show it and hand it on. */

/** Where an entry stands in a room's log: by lamport, then by the bytes of its digest. The same for everybody. */
export interface Place {
  readonly lamport: number;
  /** SHA-256 of the block, 32 bytes. */
  readonly digest: Uint8Array<ArrayBuffer>;
}

export type EntryKind = 'text' | 'profile' | 'edit' | 'retract' | 'react' | 'archive' | 'letter';

/** What was said to one account alone; who said it is the entry's `account`. */
export interface Letter {
  /** Checksummed address. */
  readonly to: string;
  /** `closed`: only wallets open it here; what it says is not known, and it is to whom its author says. */
  readonly kind: 'text' | 'edit' | 'retract' | 'react' | 'closed';
  /** Of closed ones: the box that the wallet of `account` opens, and that of `to`. */
  readonly boxes?: readonly [Box, Box];
}

/** Null where a wallet has none. */
type Box = Uint8Array<ArrayBuffer> | null;

/** A verified entry, as it is kept and shown. */
export interface LogEntry extends Place {
  /** Content identifier. */
  readonly id: string;
  /** As it was signed. */
  readonly block: Uint8Array<ArrayBuffer>;
  readonly kind: EntryKind;
  /** did:key of the author's session. */
  readonly author: string;
  readonly name: string;
  readonly color: string;
  readonly account: string;
  readonly proof: 'wallet' | 'none';
  /** Content identifier of the profile by which the author is known; null for a profile. */
  readonly profile: string | null;
  /** The author's clock, Unix milliseconds. */
  readonly timeMillis: number;
  /** This page's clock when it came, Unix milliseconds. */
  readonly arrivedMillis: number;
  /** The author's clock was far off. */
  readonly clockOff: boolean;
  /** Of texts and edits. */
  readonly text: string | null;
  readonly action: boolean;
  /** What a text answers. */
  readonly reply: string | null;
  /** What an edit, a retraction or a reaction is about. */
  readonly target: string | null;
  readonly emoji: string | null;
  readonly on: boolean;
  /** The signed record of where an archive of the room is. */
  readonly archive: ArchiveHead | null;
  /** Of letters that could be opened, or could be by a wallet; entries of former versions have none. */
  readonly letter?: Letter | null;
}

export interface ArchiveHead {
  /** The kind of archive, as `ipfs`. */
  readonly where: string;
  /** What names its newest batch there. */
  readonly head: string;
  /** How many entries it holds. */
  readonly entries: number;
}

/** Where a room is archived, as far as this browser knows. */
export interface Archiving {
  /** By this browser: one of each kind. */
  readonly records: readonly ArchiveRecord[];
  /** By others, who told the room; the newest first. */
  readonly told: readonly ToldHead[];
}

/** An archive that a member told of. */
export interface ToldHead extends ArchiveHead {
  readonly name: string;
  readonly author: string;
  readonly timeMillis: number;
}

/** An entry or a profile, as it was signed, with its content identifier. */
export interface NamedBlock {
  readonly id: string;
  readonly block: Uint8Array<ArrayBuffer>;
}

/** How far something that was said here has got. */
export interface Receipt {
  /** `new`: not kept yet; `queued`: kept, and nobody has it; `sent`: handed to somebody. */
  readonly stage: 'new' | 'queued' | 'sent';
  /** Others that told that they have it, of how many. */
  readonly reached: number;
  readonly of: number;
  /** Archives that hold it. */
  readonly archived: readonly string[];
}

/** An account of this browser's, and another; checksummed addresses. */
export interface Between {
  readonly own: string;
  readonly other: string;
}

/** Something found: a text, or an edit of one. */
export interface SearchHit {
  readonly place: Place;
  /** The text that an edit changed. */
  readonly target: string | null;
}

/** How much of a room is kept; what is older goes. */
export interface Retention {
  /** Held by core, which is told on entering. */
  readonly entriesMax: number;
  /** Null where nothing is too old. */
  readonly ageMillisMax: number | null;
}

/** The history of one room in this browser. */
export interface RoomStore {
  /** Null where all is kept; else, in words for people, what is not, why, and what helps. A full disk is tried again. */
  readonly problem: string | null;
  onProblem(listener: (words: string | null) => void): () => void;
  /** True once on disk (`strict`: flushed), false where only memory has it. Puts that wait are written together. */
  put(entries: readonly LogEntry[], strict: boolean): Promise<boolean>;
  /** Whether an entry that was put is on disk, and not in memory only. */
  kept(place: Place): boolean;
  putProfile(id: string, block: Uint8Array<ArrayBuffer>): Promise<boolean>;
  blocks(places: readonly Place[]): Promise<(Uint8Array<ArrayBuffer> | null)[]>;
  profiles(ids: readonly string[]): Promise<(Uint8Array<ArrayBuffer> | null)[]>;
  entries(places: readonly Place[]): Promise<(LogEntry | null)[]>;
  /** Texts only, nearest first, strictly beyond `from` (null: from the very end or beginning). */
  page(from: Place | null, direction: 'older' | 'newer', count: number): Promise<LogEntry[]>;
  /** The same of what an account and another have written to one another. */
  letters(
    between: Between,
    from: Place | null,
    direction: 'older' | 'newer',
    count: number,
  ): Promise<LogEntry[]>;
  /** With whom an account has exchanged letters. */
  correspondents(account: string): Promise<readonly string[]>;
  /** Edits, retractions and reactions of each. */
  amendments(ids: readonly string[]): Promise<ReadonlyMap<string, readonly LogEntry[]>>;
  /** 40 bytes a key (lamport as 8 bytes, big-endian, then the digest), newest first, strictly older than `before`. */
  keys(
    before: Place | null,
    count: number,
  ): Promise<{ packed: Uint8Array<ArrayBuffer>; last: Place | null }>;
  /** Deletes all entries of a lower lamport. */
  dropBelow(lamport: number): Promise<void>;
  /** Deletes single entries; of texts, what is searched keeps the words until it is made anew, and finds nothing by them. */
  erase(places: readonly Place[]): Promise<void>;
  /** The place of the first text said at or after the time, roughly: lamports grow with time. */
  placeAt(timeMillis: number): Promise<Place | null>;
  /** All that was found so far, whenever it is more: the newest first. */
  search(query: string, countMax: number): AsyncIterable<readonly SearchHit[]>;
  /** Somebody is about to search, or is done with it: meanwhile memory keeps what is searched. */
  searching(open: boolean): void;
  /** Nothing is kept below this lamport, nor wanted again. */
  floor(): Promise<number>;
  retention(): Promise<Retention>;
  setRetention(retention: Retention): Promise<void>;
  /** Up to where the person has read. */
  read(): Promise<Place | null>;
  setRead(place: Place): Promise<void>;
  /** The same of what an account and another have written to one another. */
  readLetters(between: Between): Promise<Place | null>;
  setReadLetters(between: Between, place: Place): Promise<void>;
  setReceipt(id: string, receipt: Receipt): Promise<void>;
  receipts(ids: readonly string[]): Promise<ReadonlyMap<string, Receipt>>;
  archiving(): Promise<Archiving>;
  setArchiving(archiving: Archiving): Promise<void>;
  /** Entries that another tab stored. */
  onStored(listener: (entries: readonly LogEntry[]) => void): () => void;
  /**
   * Everything below the lamport was deleted: it was too much or too old, or all of the room was cleared; `elsewhere`:
   * somebody cleared it in another tab.
   */
  onDropped(listener: (belowLamport: number, elsewhere: boolean) => void): () => void;
  /** Deletes what is kept of this room; what has been said until now is not wanted again. */
  clear(): Promise<void>;
  close(): void;
}
