/** A thread beside the page's that verifies many signatures, as history brings them. */
import { packChecks } from './packed-checks.ts';
import { type SessionCheck, type VerifyAll, verifyHere } from './verify.ts';

/** Fewer are verified here, sooner than a thread that has nothing else to do has answered: some milliseconds of work. */
const BESIDE_MIN = 16;

interface Question {
  readonly checks: readonly SessionCheck[];
  readonly answer: (verdicts: Promise<readonly boolean[]> | readonly boolean[]) => void;
}

class VerifyThread {
  /** Null where there is none to be had, or it has failed. */
  #worker: Worker | null = null;
  #number = 0;
  readonly #asked = new Map<number, Question>();

  constructor() {
    try {
      this.#worker = new Worker(new URL('./verify-worker.ts', import.meta.url), { type: 'module' });
      this.#worker.onmessage = ({ data }) => this.#hear(data);
      this.#worker.onerror = () => this.#fail();
    } catch {
      this.#fail();
    }
  }

  verify(checks: readonly SessionCheck[]): Promise<readonly boolean[]> {
    const worker = this.#worker;
    const few = checks.length < BESIDE_MIN && this.#asked.size === 0;
    if (worker === null || few) return verifyHere(checks);
    return new Promise((answer) => {
      this.#asked.set(++this.#number, { checks, answer });
      const packed = packChecks(checks);
      worker.postMessage({ number: this.#number, packed }, [packed]);
    });
  }

  #hear({ number, verdicts }: { number: number; verdicts: readonly boolean[] }): void {
    this.#asked.get(number)?.answer(verdicts);
    this.#asked.delete(number);
  }

  /** What it owes is verified here. */
  #fail(): void {
    this.#worker?.terminate();
    this.#worker = null;
    for (const { checks, answer } of this.#asked.values()) answer(verifyHere(checks));
    this.#asked.clear();
  }
}

let thread: VerifyThread | undefined;

export const verifyBeside: VerifyAll = (checks) => {
  thread ??= new VerifyThread();
  return thread.verify(checks);
};
