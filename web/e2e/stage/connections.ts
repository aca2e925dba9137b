/** A page's WebRTC connections, as a test may count and close them. */
import type { BrowserContext, Page } from 'playwright-core';

interface Watched {
  readonly connections: RTCPeerConnection[];
  /** The most that were not closed at one time, since it was set to 0 last. */
  most: number;
}

/** Runs in every page: keeps each connection that it makes. */
function watch(): void {
  const page = window as unknown as Watched;
  Object.assign(page, { connections: [], most: 0 });
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      page.connections.push(this);
      const open = page.connections.filter(({ signalingState }) => signalingState !== 'closed');
      page.most = Math.max(page.most, open.length);
    }
  };
}

/** Watches the connections of a profile's pages to come. */
export async function watchConnections(profile: BrowserContext): Promise<void> {
  await profile.addInitScript(watch);
}

/** Closes one without a word, the `at`th that the page made: neither end is told. */
export function closeConnection(page: Page, at: number): Promise<void> {
  return page.evaluate((which) => (window as unknown as Watched).connections[which]?.close(), at);
}

/** How many are open or on their way. */
export function openConnections(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      (window as unknown as Watched).connections.filter(
        ({ signalingState }) => signalingState !== 'closed',
      ).length,
  );
}

/** The local descriptions of all that the page made. */
export function localDescriptions(page: Page): Promise<readonly string[]> {
  return page.evaluate(() =>
    (window as unknown as Watched).connections.map(
      ({ currentLocalDescription }) => currentLocalDescription?.sdp ?? '',
    ),
  );
}

/** How many were open or on their way at most, since {@link forgetMost}; those of now counted. */
export function mostConnections(page: Page): Promise<number> {
  return page.evaluate(() => (window as unknown as Watched).most);
}

/** Counts anew, from those there are now. */
export function forgetMost(page: Page): Promise<void> {
  return page.evaluate(() => {
    const watched = window as unknown as Watched;
    const open = watched.connections.filter(({ signalingState }) => signalingState !== 'closed');
    watched.most = open.length;
  });
}
