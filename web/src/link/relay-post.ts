/** Lets relayed links send one after the other, no faster than the server carries for one person. */

/** What may go at once after a pause, in seconds of the rate: half of what the server takes. */
const BURST_SECONDS = 4;

export interface RelaySender {
  /** Sends its next frame; answers its bytes, 0 where nothing may go. */
  sendNext(): number;
}

export class RelayPost {
  readonly #senders = new Set<RelaySender>();
  #bytesPerSecond = 0;
  /** Bytes that may go now; below zero after a frame that was larger than what was left. */
  #credit = 0;
  #countedAt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** What the server carries for one person; 0 for any. */
  setRate(bytesPerSecond: number, nowMillis = Date.now()): void {
    this.#bytesPerSecond = bytesPerSecond;
    this.#credit = BURST_SECONDS * bytesPerSecond;
    this.#countedAt = nowMillis;
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
    this.#count();
    // Whoever sent goes to the end: iterating a Set comes to what is added while it runs.
    for (const sender of this.#senders) {
      if (this.#bytesPerSecond > 0 && this.#credit <= 0) {
        const millis = (-this.#credit / this.#bytesPerSecond) * 1000;
        this.#timer = setTimeout(() => this.#run(), Math.ceil(millis) + 1);
        return;
      }
      this.#senders.delete(sender);
      const bytes = sender.sendNext();
      if (bytes > 0) this.#senders.add(sender);
      this.#credit -= bytes;
    }
  }

  #count(): void {
    const now = Date.now();
    const gained = (Math.max(now - this.#countedAt, 0) / 1000) * this.#bytesPerSecond;
    this.#credit = Math.min(this.#credit + gained, BURST_SECONDS * this.#bytesPerSecond);
    this.#countedAt = now;
  }
}
