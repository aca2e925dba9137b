import { setTimeout as pause } from 'node:timers/promises';
import type { Person } from '../../e2e/stage/person.ts';
import { timesHeard } from '../people.ts';

const PAUSE_MILLIS = 1_000;

/** A page shows the last 50 messages; those of two speakers must be among them. */
const WORDS_MAX = 20;

/** Somebody who says one thing after the other, and what it was. */
export class Speaker {
  readonly said: string[] = [];
  readonly #person: Person;
  readonly #stop = new AbortController();
  readonly #done: Promise<void>;

  constructor(person: Person) {
    this.#person = person;
    this.#done = this.#speak();
  }

  /** Stops; resolves once the last word is said. */
  async end(): Promise<void> {
    this.#stop.abort();
    await this.#done;
  }

  async #speak(): Promise<void> {
    while (!this.#stop.signal.aborted && this.said.length < WORDS_MAX) {
      const word = `${this.#person.name}-${this.said.length};`;
      await this.#person.say(word);
      this.said.push(word);
      await pause(PAUSE_MILLIS);
    }
  }
}

/** How many of these words the page shows never, and how many more than once. */
export async function missing(person: Person, said: readonly string[]) {
  const times = [...(await timesHeard(person, said)).values()];
  return {
    lost: times.filter((count) => count === 0).length,
    doubled: times.filter((count) => count > 1).length,
  };
}
