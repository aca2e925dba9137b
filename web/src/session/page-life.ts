/** What happens to a page as a whole: it sleeps and wakes, and its network comes, goes and changes. */
import type { Step } from './peer-driver.ts';

/** How often the clock is looked at, and by how much it may be off before the page must have slept: timers are late under load. */
const LOOK_MILLIS = 1_000;
const SLEPT_MILLIS = 5_000;

/** Tells core of it, until it is ended. */
export function watchPage(take: (step: Step) => unknown): () => void {
  const awoke = (): void => void take((peer, now) => peer.awoke(now));
  const networkChanged = (): void => void take((peer, now) => peer.networkChanged(now));
  const over = new AbortController();
  const { signal } = over;
  const seen = (): void => {
    if (document.visibilityState === 'visible') awoke();
  };
  document.addEventListener('visibilitychange', seen, { signal });
  document.addEventListener('resume', awoke, { signal });
  addEventListener('online', networkChanged, { signal });
  // Chromium alone tells of another interface.
  const { connection } = navigator as { readonly connection?: EventTarget };
  connection?.addEventListener('change', networkChanged, { signal });
  let lookedAtMillis = Date.now();
  const clock = setInterval(() => {
    const now = Date.now();
    if (now - lookedAtMillis > LOOK_MILLIS + SLEPT_MILLIS) awoke();
    lookedAtMillis = now;
  }, LOOK_MILLIS);
  return () => {
    over.abort();
    clearInterval(clock);
  };
}
