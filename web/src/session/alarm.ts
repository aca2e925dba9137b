/** Rings at a time that may change, once. */

/** Longest timer that browsers take (2^31 - 1 ms); what is beyond it is looked at again then. */
const TIMER_MILLIS_MAX = 2_147_483_647;

export class Alarm {
  readonly #ring: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** When the timer ends, Unix milliseconds; Infinity where there is none. */
  #timerMillis = Number.POSITIVE_INFINITY;
  #atMillis = Number.POSITIVE_INFINITY;

  constructor(ring: () => void) {
    this.#ring = ring;
  }

  /** @param atMillis Unix milliseconds; Infinity for never */
  set(atMillis: number): void {
    this.#atMillis = atMillis;
    // Mostly it is put off, time and again: a timer that ends too soon costs less than one for each time.
    if (atMillis < this.#timerMillis) this.#wait();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timerMillis = Number.POSITIVE_INFINITY;
    this.#atMillis = Number.POSITIVE_INFINITY;
  }

  #wait(): void {
    clearTimeout(this.#timer);
    this.#timerMillis = this.#atMillis;
    const pause = Math.min(Math.max(this.#atMillis - Date.now(), 0), TIMER_MILLIS_MAX);
    this.#timer = setTimeout(() => this.#onTime(), pause);
  }

  #onTime(): void {
    this.#timerMillis = Number.POSITIVE_INFINITY;
    if (Date.now() < this.#atMillis) {
      this.set(this.#atMillis);
    } else {
      this.#atMillis = Number.POSITIVE_INFINITY;
      this.#ring();
    }
  }
}
