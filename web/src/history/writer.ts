/**
 * One writer for a room in all tabs of a browser: the tab that holds a Web Lock writes, the others hand it what they
 * have, and each hears what all have stored. When the writer goes, the next tab has the lock, and whatever was not
 * acknowledged is handed in again.
 */
import type { Place } from './contract.ts';
import { packed, placesOf } from './places.ts';
import type { Batch } from './shelf.ts';
import type { DiskProblem } from './words.ts';

type Message =
  | {
      readonly type: 'put';
      readonly tab: string;
      readonly number: number;
      readonly batch: Batch;
      readonly strict: boolean;
    }
  | {
      readonly type: 'stored';
      readonly tab: string;
      readonly number: number;
      readonly problem: DiskProblem | null;
    }
  /** Entries are on disk, where whoever needs more than their keys reads them. */
  | { readonly type: 'here'; readonly tab: string; readonly keys: Uint8Array<ArrayBuffer> }
  | {
      readonly type: 'dropped';
      readonly belowLamport: number;
      readonly cleared: boolean;
    }
  /** A new writer: what waits is handed in again. */
  | { readonly type: 'writer' };

interface Waiting {
  readonly batch: Batch;
  readonly strict: boolean;
  readonly done: (problem: DiskProblem | null) => void;
}

export interface WriterHost {
  /** Writes, only called in the tab that may; what went wrong, null where it is on disk. */
  write(batch: Batch, strict: boolean): Promise<DiskProblem | null>;
  /** Another tab has had entries stored: they are on disk. */
  here(places: readonly Place[]): void;
  /** Another tab has deleted everything below the lamport, or all that there was. */
  dropped(belowLamport: number, cleared: boolean): void;
}

export class Writer {
  readonly #tab = crypto.randomUUID();
  readonly #channel: BroadcastChannel;
  readonly #host: WriterHost;
  readonly #waiting = new Map<number, Waiting>();
  #number = 0;
  #writes = false;
  #release = (): void => {};

  constructor(room: string, host: WriterHost) {
    const name = `tropichat/history/${room}`;
    this.#host = host;
    this.#channel = new BroadcastChannel(name);
    this.#channel.onmessage = ({ data }) => this.#hear(data as Message);
    const over = new Promise<void>((resolve) => {
      this.#release = resolve;
    });
    navigator.locks
      .request(name, () => {
        this.#begin();
        return over;
      })
      .catch(() => this.#begin());
  }

  /** Whether this is the tab that writes. */
  get writes(): boolean {
    return this.#writes;
  }

  /** Has a batch written, here or by the tab that writes: null once it is on disk, else why it is not. */
  put(batch: Batch, strict: boolean): Promise<DiskProblem | null> {
    if (this.#writes) return this.#write(this.#tab, batch, strict);
    return new Promise((done) => {
      const number = ++this.#number;
      this.#waiting.set(number, { batch, strict, done });
      this.#tell({ type: 'put', tab: this.#tab, number, batch, strict });
    });
  }

  /** Tells the other tabs that everything below the lamport was deleted. */
  dropped(belowLamport: number, cleared: boolean): void {
    this.#tell({ type: 'dropped', belowLamport, cleared });
  }

  close(): void {
    this.#release();
    this.#channel.close();
  }

  #begin(): void {
    this.#writes = true;
    for (const { batch, strict, done } of this.#waiting.values()) {
      void this.#write(this.#tab, batch, strict).then(done);
    }
    this.#waiting.clear();
    this.#tell({ type: 'writer' });
  }

  async #write(tab: string, batch: Batch, strict: boolean): Promise<DiskProblem | null> {
    const problem = await this.#host.write(batch, strict);
    const { entries } = batch;
    if (problem === null && entries.length > 0) {
      this.#tell({ type: 'here', tab, keys: packed(entries) });
    }
    return problem;
  }

  #hear(message: Message): void {
    switch (message.type) {
      case 'put':
        if (this.#writes) void this.#serve(message);
        break;
      case 'stored':
        if (message.tab !== this.#tab) return;
        this.#waiting.get(message.number)?.done(message.problem);
        this.#waiting.delete(message.number);
        break;
      case 'here':
        if (message.tab !== this.#tab) this.#host.here(placesOf(message.keys));
        break;
      case 'dropped':
        this.#host.dropped(message.belowLamport, message.cleared);
        break;
      case 'writer':
        for (const [number, { batch, strict }] of this.#waiting) {
          this.#tell({ type: 'put', tab: this.#tab, number, batch, strict });
        }
        break;
    }
  }

  async #serve({ tab, number, batch, strict }: Message & { type: 'put' }): Promise<void> {
    const problem = await this.#write(tab, batch, strict);
    if (problem === null) this.#host.here(batch.entries);
    this.#tell({ type: 'stored', tab, number, problem });
  }

  #tell(message: Message): void {
    try {
      this.#channel.postMessage(message);
    } catch {
      // The channel is closed: this tab is leaving the room.
    }
  }
}
