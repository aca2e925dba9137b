/** Keeps the credentials for ICE servers good: fresh ones are asked for before those in use end. */
import type { Ice } from '../signaling/signaling.ts';

/** After this part of the time for which credentials are good yet, fresh ones are asked for; so too after each failure. */
const RENEW_PART = 0.75;

/** Shortest pause before that. */
const PAUSE_MILLIS_MIN = 5_000;

/** Longest pause, so that no timer is too long for a browser (2^31 - 1 ms). */
const PAUSE_MILLIS_MAX = 24 * 60 * 60 * 1_000;

export class IceRenewal {
  readonly #ask: () => Promise<Ice | null>;
  readonly #take: (iceServers: RTCIceServer[]) => void;
  /** When the first of the credentials in use end. */
  #endsAtMillis = Number.POSITIVE_INFINITY;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #over = false;

  /** @param ask for fresh ones; null where no answer comes, and then it is tried again */
  constructor(ask: () => Promise<Ice | null>, take: (iceServers: RTCIceServer[]) => void) {
    this.#ask = ask;
    this.#take = take;
  }

  /** These are in use too from now on; on older links older ones are. */
  add(ice: Ice): void {
    this.#endsAtMillis = Math.min(this.#endsAtMillis, endOf(ice));
    this.#wait();
  }

  end(): void {
    this.#over = true;
    clearTimeout(this.#timer);
  }

  #wait(): void {
    clearTimeout(this.#timer);
    if (this.#over || this.#endsAtMillis === Number.POSITIVE_INFINITY) return;
    const pause = (this.#endsAtMillis - Date.now()) * RENEW_PART;
    this.#timer = setTimeout(
      () => void this.#renew(),
      Math.min(Math.max(pause, PAUSE_MILLIS_MIN), PAUSE_MILLIS_MAX),
    );
  }

  async #renew(): Promise<void> {
    const ice = await this.#ask();
    if (this.#over) return;
    if (ice !== null) {
      this.#endsAtMillis = endOf(ice);
      this.#take(ice.iceServers);
    }
    this.#wait();
  }
}

function endOf({ iceSeconds }: Ice): number {
  return iceSeconds === null ? Number.POSITIVE_INFINITY : Date.now() + iceSeconds * 1_000;
}
