/** How a disk is: what is wrong with it, in words, and when it is tried again. */
import { DAMAGED_MAX, type DiskProblem, damagedWords, diskWords } from './words.ts';

/** The first pause after a failure; each failure after it doubles the pause. Guesses. */
const PAUSE_MILLIS_MIN = 1_000;
const PAUSE_MILLIS_MAX = 300_000;

export class Health {
  readonly #again: () => void;
  readonly #listeners = new Set<(words: string | null) => void>();
  /** Names of records that were damaged and have not come back. */
  readonly #damaged = new Set<string>();
  #problem: DiskProblem | null = null;
  #pauseMillis = PAUSE_MILLIS_MIN;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #over = false;
  /** Null where all is well. */
  words: string | null = null;

  /** @param again tries the disk, and tells by {@link recovered} or {@link fail} how it went */
  constructor(again: () => void) {
    this.#again = again;
  }

  /** Whether the disk is not to be written to before it has been tried again. */
  get failing(): boolean {
    return this.#problem !== null;
  }

  listen(listener: (words: string | null) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  fail(problem: DiskProblem): void {
    this.#problem = problem;
    if (this.#timer === undefined) {
      this.#wait(this.#pauseMillis);
      this.#pauseMillis = Math.min(2 * this.#pauseMillis, PAUSE_MILLIS_MAX);
    }
    this.#tell();
  }

  recovered(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#problem = null;
    this.#pauseMillis = PAUSE_MILLIS_MIN;
    this.#tell();
  }

  /** Something was deleted: there may be space again. */
  retrySoon(): void {
    if (this.#problem === null || this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#wait(0);
  }

  damaged(name: string): void {
    if (this.#damaged.size < DAMAGED_MAX) this.#damaged.add(name);
    this.#tell();
  }

  /** Sound records have been written in the place of what may have been damaged. */
  mended(names: readonly string[]): void {
    for (const name of names) this.#damaged.delete(name);
    this.#tell();
  }

  /** All was deleted. */
  cleared(): void {
    this.#damaged.clear();
    this.#tell();
  }

  close(): void {
    this.#over = true;
    clearTimeout(this.#timer);
  }

  #wait(millis: number): void {
    if (this.#over) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#again();
    }, millis);
  }

  #tell(): void {
    const damaged = this.#damaged.size === 0 ? null : damagedWords(this.#damaged);
    const words = this.#problem === null ? damaged : diskWords(this.#problem);
    if (words === this.words) return;
    this.words = words;
    for (const listener of this.#listeners) listener(words);
  }
}
