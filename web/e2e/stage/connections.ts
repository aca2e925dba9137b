/** A page's WebRTC connections, as a test may count and close them. */
import type { BrowserContext, Page } from 'playwright-core';

interface Watched {
  readonly connections: RTCPeerConnection[];
  readonly channels: Map<RTCPeerConnection, RTCDataChannel[]>;
  /** How many are open or on their way; what is queued on one that closes may still be sent. */
  countConnections(): number;
  /** The most of them at one time, since it was set to 0 last. */
  most: number;
}

/** Runs in every page: keeps each connection that it makes. */
function watch(): void {
  const page = window as unknown as Watched;
  const connections: RTCPeerConnection[] = [];
  const channels = new Map<RTCPeerConnection, RTCDataChannel[]>();
  const closing = new Set<RTCPeerConnection>();
  const countConnections = () =>
    connections.filter((each) => each.signalingState !== 'closed' && !closing.has(each)).length;
  Object.assign(page, { connections, channels, countConnections, most: 0 });
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      connections.push(this);
      page.most = Math.max(page.most, countConnections());
    }

    override createDataChannel(label: string, init?: RTCDataChannelInit): RTCDataChannel {
      const channel = super.createDataChannel(label, init);
      channels.set(this, [...(channels.get(this) ?? []), channel]);
      const close = channel.close.bind(channel);
      channel.close = () => {
        closing.add(this);
        close();
      };
      return channel;
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
  return page.evaluate(() => (window as unknown as Watched).countConnections());
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

/** Waits until no more than so many are open or on their way. */
export async function hasConnections(page: Page, atMost: number): Promise<void> {
  await page.waitForFunction(
    (count) => (window as unknown as Watched).countConnections() <= count,
    atMost,
  );
}

/** Counts anew, from those there are now. */
export function forgetMost(page: Page): Promise<void> {
  return page.evaluate(() => {
    const watched = window as unknown as Watched;
    watched.most = watched.countConnections();
  });
}

/** The end of its own of each connection, as descriptions name it. */
async function ends(page: Page): Promise<readonly string[]> {
  return (await localDescriptions(page)).flatMap(
    (sdp) => sdp.match(/^a=fingerprint:.*$/m)?.[0].trim() ?? [],
  );
}

/** Cuts every link between the two halves, so that both ends of each find out. */
export async function cut(half: readonly Page[], other: readonly Page[]): Promise<void> {
  const theirs = (await Promise.all(other.map(ends))).flat();
  await Promise.all(
    half.map((page) =>
      page.evaluate((fingerprints) => {
        for (const [connection, channels] of (window as unknown as Watched).channels) {
          const { sdp = '' } = connection.currentRemoteDescription ?? {};
          if (!fingerprints.some((each) => sdp.includes(each))) continue;
          for (const channel of channels) channel.close();
        }
      }, theirs),
    ),
  );
}

interface Slow {
  release(): void;
}

/** Runs in every page: so many bytes of what was said before come in by each link, and no more until it is released. */
function slow(bytesMax: number): void {
  const released = new Promise<void>((resolve) => {
    Object.assign(window, { release: resolve });
  });
  window.RTCPeerConnection = class extends RTCPeerConnection {
    override createDataChannel(label: string, init?: RTCDataChannelInit): RTCDataChannel {
      const channel = super.createDataChannel(label, init);
      if (!label.endsWith('bulk')) return channel;
      let bytes = 0;
      Object.defineProperty(channel, 'onmessage', {
        set: (listener: (event: MessageEvent) => void) => {
          channel.addEventListener('message', async (event) => {
            bytes += event.data.byteLength;
            if (bytes > bytesMax) await released;
            listener(event);
          });
        },
      });
      return channel;
    }
  };
}

/** Has a profile's pages to come wait for what was said before, as on a slow line, until {@link speedUp}. */
export async function slowDown(profile: BrowserContext, bytesMax: number): Promise<void> {
  await profile.addInitScript(slow, bytesMax);
}

export function speedUp(page: Page): Promise<void> {
  return page.evaluate(() => (window as unknown as Slow).release());
}

interface Held {
  relayOnly: boolean;
}

/** Has a profile's pages to come reach others through TURN alone; nobody where there is none. */
export async function relayOnly(profile: BrowserContext): Promise<void> {
  await profile.addInitScript(() => {
    const page = window as unknown as Held;
    page.relayOnly = true;
    window.RTCPeerConnection = class extends RTCPeerConnection {
      constructor(configuration?: RTCConfiguration) {
        super({ ...configuration, ...(page.relayOnly ? { iceTransportPolicy: 'relay' } : {}) });
      }
    };
  });
}

/** From now on the page's connections take any path. */
export function letThrough(page: Page): Promise<void> {
  return page.evaluate(() => {
    (window as unknown as Held).relayOnly = false;
  });
}

/** The kinds of the candidates (`host`, `srflx`, `relay`) of the path that each open connection has taken. */
export function pathsTaken(page: Page): Promise<readonly string[]> {
  return page.evaluate(async () => {
    const paths: string[] = [];
    for (const connection of (window as unknown as Watched).connections) {
      const stats = await connection.getStats();
      const of = (id: string) => stats.get(id)?.candidateType ?? 'none';
      for (const entry of stats.values()) {
        if (entry.type !== 'transport' || !entry.selectedCandidatePairId) continue;
        const pair = stats.get(entry.selectedCandidatePairId);
        paths.push(`${of(pair.localCandidateId)} ${of(pair.remoteCandidateId)}`);
      }
    }
    return paths;
  });
}

interface Ice {
  /** Of this end: another one after each look for paths. */
  readonly ufrag: string;
  readonly usernames: readonly string[];
}

/** By which names at ICE servers, and by which name of its own, each connection that the page made looks for paths. */
export function iceOf(page: Page): Promise<readonly Ice[]> {
  return page.evaluate(() =>
    (window as unknown as Watched).connections.map((connection) => ({
      ufrag: /^a=ice-ufrag:(.*)$/m.exec(connection.localDescription?.sdp ?? '')?.[1] ?? '',
      usernames: (connection.getConfiguration().iceServers ?? []).map(
        ({ username }) => username ?? '',
      ),
    })),
  );
}

/** Waits until the page's only connection looks for paths anew. */
export async function looksAnew(page: Page, before: Ice | undefined): Promise<void> {
  await page.waitForFunction((former) => {
    const { connections } = window as unknown as Watched;
    const sdp = connections[0]?.localDescription?.sdp;
    return connections.length === 1 && sdp && !sdp.includes(`a=ice-ufrag:${former}\r\n`);
  }, before?.ufrag);
}
