/** Two ends of a connection in one page, whose signals cross as they do on the way through a server. */
import type { LinkEvents } from '../../src/link/link-events.ts';
import { RtcLink } from '../../src/link/rtc-link.ts';

/** One end, and what has become of it. */
class End {
  readonly link: RtcLink;
  readonly received: string[] = [];
  opened = 0;
  closed = false;
  fingerprints = '';
  other: End | undefined;
  readonly #wake: () => void;

  constructor(initiator: boolean, polite: boolean, wake: () => void) {
    this.#wake = wake;
    this.link = new RtcLink([], { initiator, polite, trickle: true }, this.#events());
  }

  #events(): LinkEvents {
    return {
      // A signal takes its time: what the other end does meanwhile crosses it.
      signal: (kind, body) => queueMicrotask(() => this.other?.link.apply(kind, body)),
      opened: (local, remote) => {
        this.opened++;
        this.fingerprints = `${local} ${remote}`;
        this.#wake();
      },
      received: (message) => {
        this.received.push(new TextDecoder().decode(message));
        this.#wake();
      },
      closed: () => {
        this.closed = true;
        this.#wake();
      },
    };
  }
}

class Pair {
  readonly one: End;
  readonly other: End;
  #waiting: (() => void)[] = [];

  /** @param both offer; else the first does */
  constructor(both: boolean) {
    const wake = (): void => {
      for (const look of this.#waiting) look();
    };
    this.one = new End(true, false, wake);
    this.other = new End(both, true, wake);
    this.one.other = this.other;
    this.other.other = this.one;
  }

  until(holds: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        if (this.one.closed || this.other.closed) reject(new Error('an end closed'));
        if (holds()) resolve();
      };
      this.#waiting.push(look);
      look();
    });
  }

  async opened(): Promise<void> {
    await this.until(() => this.one.opened === 1 && this.other.opened === 1);
  }

  /** Each hears the other. */
  async talks(words: string): Promise<void> {
    this.one.link.send(new TextEncoder().encode(words));
    this.other.link.send(new TextEncoder().encode(words));
    await this.until(
      () => this.one.received.at(-1) === words && this.other.received.at(-1) === words,
    );
  }

  /** The first end closes, and the other hears of it. */
  async closes(): Promise<void> {
    this.one.link.close();
    await new Promise<void>((resolve) => {
      this.#waiting = [() => this.other.closed && resolve()];
    });
  }
}

const links = {
  RtcLink,

  /** Both offer at once, so many times; answers how often both opened and heard one another. */
  async glare(times: number): Promise<number> {
    let good = 0;
    for (let time = 0; time < times; time++) {
      const pair = new Pair(true);
      await pair.opened();
      await pair.talks(`hello ${time}`);
      await pair.closes();
      good++;
    }
    return good;
  },

  /** Both renew the paths of one connection at once, so many times; answers what was heard meanwhile. */
  async restarts(times: number): Promise<readonly string[]> {
    const pair = new Pair(false);
    await pair.opened();
    for (let time = 0; time < times; time++) {
      pair.one.link.restart();
      pair.other.link.restart();
      await pair.talks(`after ${time}`);
    }
    await pair.closes();
    return pair.one.received;
  },

  /** Makes and closes connections, so many. */
  async rounds(times: number): Promise<void> {
    for (let time = 0; time < times; time++) {
      const pair = new Pair(false);
      await pair.opened();
      await pair.closes();
    }
  },
};

declare global {
  interface Window {
    links: typeof links;
  }
}

window.links = links;
