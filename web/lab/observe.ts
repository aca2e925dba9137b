/** What a page's connections do, as the laboratory sees it: when they were made, what became of them, their paths. */
import type { BrowserContext, Page } from 'playwright-core';

interface Seen {
  readonly connection: RTCPeerConnection;
  /** `Date.now()`, which is the same for all browsers of a machine. */
  readonly madeMillis: number;
  readonly states: { readonly atMillis: number; readonly state: string }[];
  /** When the page had paths looked for anew. */
  readonly restartsMillis: number[];
}

interface Observed {
  readonly seen: Seen[];
  /** The longest time between two ticks of the page's clock. */
  stillMillis: number;
  pressedMillis: number;
}

/** Runs in every page. */
function observe(): void {
  const seen: Seen[] = [];
  const page = Object.assign(window, { seen, stillMillis: 0, pressedMillis: 0 });
  let ticked = Date.now();
  setInterval(() => {
    page.stillMillis = Math.max(page.stillMillis, Date.now() - ticked);
    ticked = Date.now();
  }, 100);
  addEventListener(
    'click',
    ({ target }) => {
      const button = target instanceof Element ? target.closest('button') : null;
      if (button?.textContent === 'Enter') page.pressedMillis = Date.now();
    },
    true,
  );
  window.RTCPeerConnection = class extends RTCPeerConnection {
    readonly #restartsMillis: number[] = [];

    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      const states: Seen['states'] = [];
      const restartsMillis = this.#restartsMillis;
      seen.push({ connection: this, madeMillis: Date.now(), states, restartsMillis });
      this.addEventListener('iceconnectionstatechange', () =>
        states.push({ atMillis: Date.now(), state: this.iceConnectionState }),
      );
    }

    override restartIce(): void {
      this.#restartsMillis.push(Date.now());
      super.restartIce();
    }
  };
}

/** Observes the pages to come of a profile. */
export async function observePages(profile: BrowserContext): Promise<void> {
  await profile.addInitScript(observe);
}

/** One end of a path: kinds as in RTCIceCandidateStats. */
export interface PathEnd {
  readonly kind: string;
  /** The other end's kind, as this end knows it. */
  readonly remoteKind: string;
  /** Addresses of the relays on the path, as this end knows them. */
  readonly relays: readonly string[];
  /** By which this end reached its own relays, on the path or not: `udp`, `tcp` or `tls`, by address. */
  readonly protocols: Readonly<Record<string, string>>;
}

/** The paths of a page's connections that are open. */
export function pathsOf(page: Page): Promise<readonly PathEnd[]> {
  return page.evaluate(async () => {
    const { seen } = window as unknown as Observed;
    const open = seen.filter(({ connection }) => connection.connectionState === 'connected');
    const all = await Promise.all(open.map(({ connection }) => connection.getStats()));
    return all.flatMap((stats) => {
      const entries = [...stats.values()];
      const pair = stats.get(
        entries.find(({ type }) => type === 'transport')?.selectedCandidatePairId,
      );
      const local = stats.get(pair?.localCandidateId);
      const remote = stats.get(pair?.remoteCandidateId);
      if (!local || !remote) return [];
      const at = (candidate: { address: string; port: number }) =>
        `${candidate.address}:${candidate.port}`;
      const own = entries.filter(({ type, relayProtocol }) => {
        return type === 'local-candidate' && relayProtocol;
      });
      return {
        kind: local.candidateType,
        remoteKind: remote.candidateType,
        relays: [local, remote].filter(({ candidateType }) => candidateType === 'relay').map(at),
        protocols: Object.fromEntries(own.map((each) => [at(each), each.relayProtocol])),
      };
    });
  });
}

/** Ways to a relay, the one that more networks let out last. */
const RELAY_PROTOCOLS = ['udp', 'tcp', 'tls'];

/**
 * A path in the table's words, from what both its ends see; null where either sees none. For a while each end may send by
 * the other's relay: so a relay's protocol is looked up at whoever has it.
 */
export function pathName(ends: readonly PathEnd[]): string | null {
  if (ends.length < 2) return null;
  const protocols = Object.assign({}, ...ends.map((end) => end.protocols));
  const relays = ends.flatMap((end) => end.relays);
  if (relays.length > 0) {
    const ways = relays.map((relay) => RELAY_PROTOCOLS.indexOf(protocols[relay] ?? ''));
    return `TURN/${RELAY_PROTOCOLS[Math.max(...ways)]?.toUpperCase() ?? '?'}`;
  }
  const kinds = ends.flatMap(({ kind, remoteKind }) => [kind, remoteKind]);
  return kinds.every((kind) => kind === 'host') ? 'host' : 'reflexive';
}

/** When Enter was pressed last; `Date.now()`. */
export function pressedMillis(page: Page): Promise<number> {
  return page.evaluate(() => (window as unknown as Observed).pressedMillis);
}

/** For how long the page did nothing at all, at most. */
export function stillMillis(page: Page): Promise<number> {
  return page.evaluate(() => (window as unknown as Observed).stillMillis);
}

/** How many connections the page has made so far. */
export function connectionsMade(page: Page): Promise<number> {
  return page.evaluate(() => (window as unknown as Observed).seen.length);
}

/** When the first connection was made after this time; null where none was. */
export function madeAfter(page: Page, afterMillis: number): Promise<number | null> {
  return page.evaluate(
    (after) =>
      (window as unknown as Observed).seen.find(({ madeMillis }) => madeMillis >= after)
        ?.madeMillis ?? null,
    afterMillis,
  );
}

/**
 * When a page first noticed after this time that something is wrong: a connection that is not well any more, whose paths
 * are looked for anew, or a new one; null where it has not.
 */
export function noticedAfter(page: Page, afterMillis: number): Promise<number | null> {
  return page.evaluate((after) => {
    const moments = (window as unknown as Observed).seen.flatMap(
      ({ madeMillis, states, restartsMillis }) => [
        madeMillis,
        ...restartsMillis,
        ...states
          .filter(({ state }) => ['disconnected', 'failed', 'closed', 'checking'].includes(state))
          .map(({ atMillis }) => atMillis),
      ],
    );
    const later = moments.filter((moment) => moment >= after);
    return later.length === 0 ? null : Math.min(...later);
  }, afterMillis);
}
