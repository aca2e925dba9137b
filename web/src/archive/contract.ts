/** A batch of a room's entries: a CAR (version 1) of the batch's block and the blocks that it links. */
export interface SealedBatch {
  /** The CID of the batch's block, the CAR's only root. */
  readonly root: string;
  readonly car: Uint8Array<ArrayBuffer>;
}

export type ArchiveKind = 'ipfs' | 'pinning' | 'helia' | 'orbitdb';

/** A place outside of the room where its history is kept. */
export interface Archive {
  readonly kind: ArchiveKind;
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
