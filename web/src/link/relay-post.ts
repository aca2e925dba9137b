/**
 * Lets relayed links send one after the other, no faster than the server carries for one person: whoever sends what was just
 * said before whoever sends what was said long ago.
 */

/** What may go at once after a pause, in seconds of the rate: half of what the server takes. */
const BURST_SECONDS = 4;

/** Frames a second, however small. Each is two packets, of which the server reads 200 a second, signals among them. */
const FRAMES_PER_SECOND = 80;

/** How long the rate is halved after the server has refused a frame: other pages of this person share it. */
const SLOW_MILLIS = 30_000;

const HALVINGS_MAX = 4;

export interface RelaySender {
  /** Whether what it would send next was just said. */
  readonly urgent: boolean;
  /** Sends its next frame; answers its bytes, 0 where nothing may go. */
  sendNext(): number;
}

export class RelayPost {
  readonly #senders = new Set<RelaySender>();
  /** What the server carries; 0 for any. */
  #told = 0;
  #halvings = 0;
  #slowUntil = 0;
  /** Bytes that may go now; below zero after a frame that was larger than what was left. */
  #credit = 0;
  #countedAt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Bytes a second that the server carries for one person; 0 for any. */
  setRate(bytesPerSecond: number): void {
    if (bytesPerSecond === this.#told) return;
    this.#told = bytesPerSecond;
    this.#credit = BURST_SECONDS * bytesPerSecond;
    this.#countedAt = Date.now();
  }

  /** The server has refused a frame: others send in this person's name, too. */
  slowDown(): void {
    this.#halvings = Math.min(this.#halvings + 1, HALVINGS_MAX);
    this.#slowUntil = Date.now() + SLOW_MILLIS;
    this.#credit = Math.min(this.#credit, 0);
  }

  /** A link has something to send. */
  ready(sender: RelaySender): void {
    this.#senders.add(sender);
    if (this.#timer === undefined) this.#run();
  }

  /** A link is over. */
  leave(sender: RelaySender): void {
    this.#senders.delete(sender);
  }

  #run(): void {
    this.#timer = undefined;
    for (let next = this.#next(); next !== undefined; next = this.#next()) {
      const rate = this.#count();
      if (rate > 0 && this.#credit <= 0) {
        const millis = (-this.#credit / rate) * 1000;
        this.#timer = setTimeout(() => this.#run(), Math.ceil(millis) + 1);
        return;
      }
      // Whoever sent goes to the end.
      this.#senders.delete(next);
      const bytes = next.sendNext();
      if (bytes === 0) continue;
      this.#senders.add(next);
      this.#credit -= Math.max(bytes, rate / FRAMES_PER_SECOND);
    }
  }

  #next(): RelaySender | undefined {
    let first: RelaySender | undefined;
    for (const sender of this.#senders) {
      if (sender.urgent) return sender;
      first ??= sender;
    }
    return first;
  }

  /** Counts what may go by now; answers the rate. */
  #count(): number {
    const now = Date.now();
    if (now >= this.#slowUntil && this.#halvings > 0) {
      this.#halvings--;
      this.#slowUntil = now + SLOW_MILLIS;
    }
    const rate = this.#told / 2 ** this.#halvings;
    const gained = (Math.max(now - this.#countedAt, 0) / 1000) * rate;
    this.#credit = Math.min(this.#credit + gained, BURST_SECONDS * rate);
    this.#countedAt = now;
    return rate;
  }
}
