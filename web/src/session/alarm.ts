/** Rings at a time that may change, once. */

/** Longest timer that browsers take (2^31 - 1 ms); what is beyond it is looked at again then. */
const TIMER_MILLIS_MAX = 2_147_483_647;

export class Alarm {
  readonly #ring: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Null where there is no timer. */
  #atMillis: number | null = null;

  constructor(ring: () => void) {
    this.#ring = ring;
  }

  /** @param atMillis Unix milliseconds; Infinity for never */
  set(atMillis: number): void {
    if (atMillis === this.#atMillis) return;
    this.stop();
    this.#atMillis = atMillis;
    if (atMillis === Number.POSITIVE_INFINITY) return;
    const pause = Math.min(Math.max(atMillis - Date.now(), 0), TIMER_MILLIS_MAX);
    this.#timer = setTimeout(() => {
      this.#atMillis = null;
      this.#ring();
    }, pause);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
