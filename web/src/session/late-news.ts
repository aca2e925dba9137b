/** Entries that had been missed, which are told of together: they come many at a time, and each telling draws the screen anew. */
import type { Place } from '../history/contract.ts';
import { laterOf } from '../history/places.ts';

/** How long they are gathered. */
const GATHERING_MILLIS = 150;

export class LateNews {
  /** @param upTo the newest of them; null where anything may be different */
  readonly #tell: (upTo: Place | null) => void;
  #upTo: Place | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(tell: (upTo: Place | null) => void) {
    this.#tell = tell;
  }

  add(upTo: Place | null): void {
    const before = this.#timer === undefined ? upTo : this.#upTo;
    this.#upTo = before === null || upTo === null ? null : laterOf(before, upTo);
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#tell(this.#upTo);
    }, GATHERING_MILLIS);
  }

  close(): void {
    clearTimeout(this.#timer);
  }
}
