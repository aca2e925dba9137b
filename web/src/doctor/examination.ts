/** Tries everything that links need, and tells what comes of it as it comes. */
import type { IceOffer, Ways } from '../session/contract.ts';
import type { Findings, SignalingFinding, StunFinding, TurnFinding } from './findings.ts';
import { tryMapping, tryStun } from './stun.ts';
import { isTurn, transportOf, tryTurn } from './turn.ts';

/** How often the server is asked, so that one slow answer does not count. */
const ROUND_TRIPS = 5;

/** How long the server may take for one answer. */
const SIGNALING_MILLIS_MAX = 5_000;

/** URLs of STUN, and of TURN, that are tried; an operator names two or three. */
const URLS_MAX = 6;

const NOTHING: Findings = {
  webRtc: true,
  signaling: null,
  stun: [],
  mapping: null,
  turn: [],
  untried: 0,
  done: false,
};

/** Tries all of it; resolves within 15 s or so. */
export async function examine(ways: Ways, tell: (findings: Findings) => void): Promise<Findings> {
  let findings = { ...NOTHING, webRtc: 'RTCPeerConnection' in globalThis };
  const add = (more: Partial<Findings>): void => {
    findings = { ...findings, ...more };
    tell(findings);
  };
  add({});
  const { finding, offer } = await trySignaling(ways);
  add({ signaling: finding });
  // Without an answer, those that links are made with: they may be elsewhere than the server.
  const { iceServers, alternateStun } = offer ?? { iceServers: ways.iceServers, alternateStun: [] };
  if (findings.webRtc) await tryServers({ iceServers, alternateStun }, () => findings, add);
  add({ done: true });
  return findings;
}

/** Asks the server some times over; what it answers, and how fast. */
export async function trySignaling(
  ways: Ways,
): Promise<{ readonly finding: SignalingFinding; readonly offer: IceOffer | null }> {
  const times: number[] = [];
  let offer: IceOffer | null = null;
  while (times.length < ROUND_TRIPS) {
    const begunAt = performance.now();
    offer = ways.transport === null ? null : await inTime(ways.ice());
    if (offer === null) return { finding: { state: 'unreachable' }, offer };
    times.push(performance.now() - begunAt);
  }
  const transport = ways.transport ?? '';
  return { finding: { state: 'reached', transport, roundTripMillis: median(times) }, offer };
}

function inTime<T>(answer: Promise<T | null>): Promise<T | null> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(null), SIGNALING_MILLIS_MAX);
    void answer.then((value) => {
      clearTimeout(timer);
      resolve(value);
    });
  });
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

async function tryServers(
  { iceServers, alternateStun }: IceOffer,
  now: () => Findings,
  add: (more: Partial<Findings>) => void,
): Promise<void> {
  const single = iceServers.flatMap((server) =>
    [server.urls].flat().map((urls) => ({ ...server, urls })),
  );
  const allTurn = single.filter(({ urls }) => isTurn(urls));
  const allStun = single.filter(({ urls }) => !isTurn(urls)).map(({ urls }) => urls);
  const turn = allTurn.slice(0, URLS_MAX);
  const stun = allStun.slice(0, URLS_MAX);
  add({
    stun: stun.map(() => null),
    turn: turn.map(({ urls }) => ({ transport: transportOf(urls), finding: null })),
    untried: allTurn.length - turn.length + allStun.length - stun.length,
  });
  const tryingTurn = turn.map(async (server, at) => {
    const finding = await failing(tryTurn(server), { state: 'silent' } as TurnFinding);
    add({ turn: now().turn.map((each, i) => (i === at ? { ...each, finding } : each)) });
  });
  const answers = await Promise.all(
    stun.map(async (url, at) => {
      const finding = await failing(tryStun(url), { state: 'silent' } as StunFinding);
      add({ stun: now().stun.map((each, i) => (i === at ? finding : each)) });
      return finding;
    }),
  );
  const answering = stun.filter((_, at) => answers[at]?.state === 'answered');
  const asked = answering.length === 0 ? [] : [...new Set([...answering, ...alternateStun])];
  add({ mapping: await failing(tryMapping(asked), 'unknown') });
  await Promise.all(tryingTurn);
}

/** Browsers refuse URLs that they do not understand. */
async function failing<T>(trial: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await trial;
  } catch {
    return otherwise;
  }
}
