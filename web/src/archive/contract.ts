/** A batch of a room's entries and law: a CAR (version 1) of the batch's block and the blocks that it links. */
export interface SealedBatch {
  /** The CID of the batch's block, the CAR's only root. */
  readonly root: string;
  readonly car: Uint8Array<ArrayBuffer>;
}

export type ArchiveKind = 'ipfs' | 'pinning' | 'helia' | 'orbitdb';

/**
 * Where a person has a room archived, as it was typed: lists are separated by spaces, and what is empty was not named.
 */
export type ArchiveSetting =
  | {
      readonly kind: 'ipfs';
      /** Kubo's RPC. */
      readonly rpc: string;
      readonly token: string;
      /** A trustless gateway to read from in place of the RPC. */
      readonly gateway: string;
      /** A pinning service that is to fetch from the node what it holds. */
      readonly service: string;
      readonly serviceToken: string;
    }
  | {
      readonly kind: 'helia';
      /** Multiaddresses. */
      readonly peers: string;
    }
  | {
      readonly kind: 'orbitdb';
      readonly peers: string;
      /** Of a database that somebody made; empty for a new one. */
      readonly address: string;
      /** Who may write besides its maker. */
      readonly writers: string;
    };

/** What a browser remembers of an archive that its person chose. */
export interface ArchiveRecord {
  readonly setting: ArchiveSetting;
  /** What comes is archived without being asked for, while the room is open here. */
  readonly keep: boolean;
  /** The newest batch; null while there is none. */
  readonly head: string | null;
  /** What others find it by; null while there is nothing. */
  readonly foundBy: string | null;
  /** As whom this browser writes there, where not everybody may. */
  readonly writer: string | null;
  readonly entries: number;
  /** Rules of the room, and its record; none where a former version put in what was said alone. */
  readonly law?: number;
  /** What came before, by this browser's clock in Unix milliseconds, is in it. */
  readonly untilMillis: number;
}

/** A place outside of the room where its history is kept. */
export interface Archive {
  readonly kind: ArchiveKind;
  /** What others find it by, where that is not the newest batch. */
  readonly address: string | null;
  /** As whom this browser writes there, where not everybody may. */
  readonly writer: string | null;
  /** Stores a batch for good; resolves to the cursor after it. Rejects with an Error whose message is for people. */
  append(batch: SealedBatch): Promise<string>;
  /**
   * Batches after the cursor (null: all), oldest first; the hash of every block has been checked. What could be had is
   * given first, a batch that lacks blocks without them; if anything was refused or is missing, it then rejects with an
   * Error whose message is for people. Only a cursor that was reached without one may be kept.
   */
  since(cursor: string | null): AsyncIterable<SealedBatch>;
  close(): Promise<void>;
}
