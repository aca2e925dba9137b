/** How far what was said at this page has got, as it is kept beside the history. */
import type { PeerEvent } from '#peer';
import type { LogEntry, Receipt, RoomStore } from '../history/contract.ts';

/** Kept, and nothing else is known. */
const KEPT: Receipt = { stage: 'queued', reached: 0, of: 0, archived: [] };

export class OwnReceipts {
  readonly #store: RoomStore;
  /** A receipt has changed. */
  readonly #changed: (id: string) => void;

  #changes: Promise<void> = Promise.resolve();

  constructor(store: RoomStore, changed: (id: string) => void) {
    this.#store = store;
    this.#changed = changed;
  }

  reached({ id, sent, reached, of }: PeerEvent & { type: 'reached' }): Promise<void> {
    return this.#change([id], (before) => ({
      stage: sent ? 'sent' : before.stage,
      // After a reload it is counted anew.
      reached: Math.max(reached, before.reached),
      of: Math.max(of, before.reached),
      archived: before.archived,
    }));
  }

  /** Own messages are in an archive of the kind. */
  archived(entries: readonly LogEntry[], kind: string): Promise<void> {
    return this.#change(
      entries.map(({ id }) => id),
      (before) => ({ ...before, archived: [...new Set([...before.archived, kind])] }),
    );
  }

  /** One change after the other: each builds on what is there. */
  #change(ids: readonly string[], change: (before: Receipt) => Receipt): Promise<void> {
    this.#changes = this.#changes.then(() => this.#apply(ids, change)).catch(() => {});
    return this.#changes;
  }

  async #apply(ids: readonly string[], change: (before: Receipt) => Receipt): Promise<void> {
    const receipts = await this.#store.receipts(ids);
    for (const id of ids) {
      await this.#store.setReceipt(id, change(receipts.get(id) ?? KEPT));
      this.#changed(id);
    }
  }
}
