/** Batches on their way to be written: what comes while others are being written goes together. */
import type { Batch } from './shelf.ts';

interface Pending {
  readonly batch: Batch;
  readonly strict: boolean;
  readonly done: (kept: boolean) => void;
}

export class Queue {
  /** True once on disk, false where only memory has it. */
  readonly #write: (batch: Batch, strict: boolean) => Promise<boolean>;
  /** Nothing waits any more. */
  readonly #idle: () => Promise<void>;
  #pending: Pending[] = [];
  #writing = false;

  constructor(
    write: (batch: Batch, strict: boolean) => Promise<boolean>,
    idle: () => Promise<void>,
  ) {
    this.#write = write;
    this.#idle = idle;
  }

  put(batch: Batch, strict: boolean): Promise<boolean> {
    return new Promise((done) => {
      this.#pending.push({ batch, strict, done });
      if (!this.#writing) void this.#flush();
    });
  }

  /** Everything that waits goes into one transaction. */
  async #flush(): Promise<void> {
    this.#writing = true;
    // What comes in the same task goes along.
    await Promise.resolve();
    while (this.#pending.length > 0) {
      const some = this.#pending;
      this.#pending = [];
      const batch: Batch = {
        entries: some.flatMap(({ batch: { entries } }) => entries),
        profiles: some.flatMap(({ batch: { profiles } }) => profiles),
      };
      const strict = some.some((each) => each.strict);
      const kept = await this.#write(batch, strict);
      for (const { done } of some) done(kept);
    }
    this.#writing = false;
    await this.#idle();
  }
}
