/**
 * Does something soon, but not all the time: at once as long as that is seldom; where it goes on, once in a while for all
 * that came meanwhile.
 */
export class Pace {
  readonly #act: () => void;
  readonly #everyMillis: number;
  /** How far ahead of an even pace one may be. */
  readonly #aheadMillis: number;
  /** When the next would be due at an even pace, by the page's clock. */
  #dueMillis = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param everyMillis between two times, where it goes on
   * @param burst so many times there need be no pause, after some rest
   */
  constructor(act: () => void, everyMillis: number, burst: number) {
    this.#act = act;
    this.#everyMillis = everyMillis;
    this.#aheadMillis = (burst - 1) * everyMillis;
  }

  soon(): void {
    if (this.#timer !== undefined) return;
    const pause = this.#dueMillis - this.#aheadMillis - performance.now();
    if (pause <= 0) this.now();
    else this.#timer = setTimeout(() => this.now(), pause);
  }

  /** For what cannot wait; what waits goes with it. */
  now(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const nowMillis = performance.now();
    const ahead = Math.min(Math.max(this.#dueMillis - nowMillis, 0), this.#aheadMillis);
    this.#dueMillis = nowMillis + ahead + this.#everyMillis;
    this.#act();
  }
}
