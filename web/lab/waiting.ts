import { setTimeout as pause } from 'node:timers/promises';

const LOOK_MILLIS = 25;

/** Waits until `look` is neither false nor null, and answers it; `what` is named where that takes too long. */
export async function until<Seen>(
  what: string,
  millisMax: number,
  look: () => Promise<Seen | null | false> | Seen | null | false,
): Promise<Seen> {
  const end = performance.now() + millisMax;
  for (;;) {
    const seen = await look();
    if (seen !== null && seen !== false) return seen;
    if (performance.now() > end) throw new Error(`${what}: not within ${millisMax} ms`);
    await pause(LOOK_MILLIS);
  }
}
