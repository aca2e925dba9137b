/** What core wants to be done: one after the other, also what comes about while something else is carried out. */
import type { PeerOutput } from '#peer';

export class OutputQueue {
  /** Resolves once what comes behind may be carried out; null where nothing has to wait. */
  readonly #carryOut: (output: PeerOutput) => Promise<void> | null;
  /** Nothing more can be carried out for now. */
  readonly #turnOver: () => void;
  readonly #waiting: PeerOutput[] = [];
  #running = false;
  /** What the next output waits for; null where it need not. */
  #pause: Promise<void> | null = null;

  constructor(carryOut: (output: PeerOutput) => Promise<void> | null, turnOver: () => void) {
    this.#carryOut = carryOut;
    this.#turnOver = turnOver;
  }

  add(outputs: readonly PeerOutput[]): void {
    this.#waiting.push(...outputs);
    this.#run();
  }

  /** Resolves once all is carried out. */
  async settled(): Promise<void> {
    while (this.#pause !== null) await this.#pause;
  }

  #run(): void {
    if (this.#running) return;
    this.#running = true;
    try {
      while (this.#pause === null) {
        const next = this.#waiting.shift();
        if (next === undefined) break;
        this.#pause = this.#after(this.#carryOut(next));
      }
    } finally {
      this.#running = false;
    }
    this.#turnOver();
  }

  #after(kept: Promise<void> | null): Promise<void> | null {
    const goOn = (): void => {
      this.#pause = null;
      this.#run();
    };
    return kept?.then(goOn, goOn) ?? null;
  }
}
