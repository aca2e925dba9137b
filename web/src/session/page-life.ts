/** What happens to a page as a whole: it sleeps and wakes, and its network comes back or becomes another. */
import type { Step } from './peer-driver.ts';

/** How often the clock is looked at, and by how much it may be off before the page must have slept: timers are late under load. */
const LOOK_MILLIS = 1_000;
const SLEPT_MILLIS = 5_000;

/** NetworkInformation, as far as browsers have it: Chromium alone, and the kind of network only on phones. */
interface Network extends EventTarget {
  readonly type?: string;
}

/**
 * Tells core of it, until it is ended. Something may be told twice: core does it once.
 *
 * @param goes the page may end without another word from now on
 */
export function watchPage(take: (step: Step) => unknown, goes: () => void): () => void {
  const over = new AbortController();
  const { signal } = over;
  const awoke = (): void => void take((peer, now) => peer.awoke(now));
  const networkChanged = (): void => void take((peer, now) => peer.networkChanged(now));
  document.addEventListener(
    'visibilitychange',
    () => (document.visibilityState === 'visible' ? awoke() : goes()),
    { signal },
  );
  addEventListener('pagehide', goes, { signal });
  // After `freeze`, as Chromium does it with tabs that nobody looks at.
  document.addEventListener('resume', awoke, { signal });
  addEventListener('pageshow', ({ persisted }) => persisted && awoke(), { signal });
  addEventListener('online', networkChanged, { signal });
  watchNetwork(networkChanged, signal);
  const clock = watchClock(awoke);
  return () => {
    over.abort();
    clearInterval(clock);
  };
}

/** `change` comes with each new estimate of how fast the network is, too. */
function watchNetwork(changed: () => void, signal: AbortSignal): void {
  const { connection } = navigator as { readonly connection?: Network };
  let type = connection?.type;
  const look = (): void => {
    const another = connection?.type !== type;
    type = connection?.type;
    if (another && type !== 'none') changed();
  };
  connection?.addEventListener('change', look, { signal });
}

/** No event tells of a computer that slept. */
function watchClock(awoke: () => void): ReturnType<typeof setInterval> {
  let lookedAtMillis = Date.now();
  return setInterval(() => {
    const now = Date.now();
    if (now - lookedAtMillis > LOOK_MILLIS + SLEPT_MILLIS) awoke();
    lookedAtMillis = now;
  }, LOOK_MILLIS);
}
