/** What is the matter, and what helps: a table of what the network does, and what becomes of relays. */
import type { Findings, TurnFinding } from './findings.ts';

/** What the network lets people do without a relay. */
export type Network =
  | 'open'
  /** It maps by destination. */
  | 'symmetric'
  /** UDP works; how it maps is not known. */
  | 'unknown'
  | 'udpBlocked'
  /** The browser does not even try UDP. */
  | 'udpForbidden'
  /** The operator names no server by which it could be known. */
  | 'untold';

/** What relays there are for it. */
export type Relays =
  | 'working'
  | 'none'
  /** There are some, but by UDP alone, where UDP does not work. */
  | 'udpOnly'
  | 'refused'
  /** They are given, and nothing goes from one to another. */
  | 'closed'
  | 'silent';

export interface Verdict {
  /** `good`: everybody can be reached; `fair`: most; `bad`: hardly anybody. */
  readonly tone: 'good' | 'fair' | 'bad';
  readonly problem: string;
  /** What helps; null where nothing need be done. */
  readonly advice: string | null;
}

export function networkOf({ stun, turn, mapping }: Findings): Network {
  const udpWorks =
    stun.some((finding) => finding?.state === 'answered') ||
    turn.some(({ transport, finding }) => transport === 'udp' && answers(finding));
  if (udpWorks) {
    if (mapping === 'dependent') return 'symmetric';
    return mapping === 'independent' || mapping === 'none' ? 'open' : 'unknown';
  }
  if (stun.some((finding) => finding?.state === 'forbidden')) return 'udpForbidden';
  const udpTried = stun.length > 0 || turn.some(({ transport }) => transport === 'udp');
  return udpTried ? 'udpBlocked' : 'untold';
}

export function relaysOf({ turn }: Findings, network: Network): Relays {
  const found = turn.map(({ finding }) => finding);
  if (found.some((finding) => finding?.state === 'echoed')) return 'working';
  if (found.some((finding) => finding?.state === 'refused')) return 'refused';
  if (found.some((finding) => finding?.state === 'allocated')) return 'closed';
  const udpAlone = turn.every(({ transport }) => transport === 'udp');
  const noUdp = network === 'udpBlocked' || network === 'udpForbidden';
  if (turn.length === 0) return 'none';
  return udpAlone && noUdp ? 'udpOnly' : 'silent';
}

/** It answered, be it with a no. */
const answers = (finding: TurnFinding | null): boolean =>
  finding !== null && finding.state !== 'silent';

const NETWORK_WORDS: Readonly<Record<Network, string>> = {
  open: 'Your network lets people reach you directly',
  symmetric: 'Your network changes the port for each destination (symmetric NAT)',
  unknown: 'Your network lets UDP through',
  udpBlocked: 'Your network lets no UDP through (UDP is blocked)',
  udpForbidden: 'This browser, or a proxy or extension of it, lets pages use no UDP',
  untold: 'This server names no STUN server, by which people find ways to each other',
};

const RELAY_WORDS: Readonly<Record<Relays, string>> = {
  working: ', and a relay (TURN) carries what cannot go directly',
  none: ', and this server offers no relay (TURN)',
  udpOnly: ', and this server offers no relay (TURN) over TLS or TCP',
  refused: ', and the relay (TURN) refuses this page',
  closed: ', and the relays (TURN) pass nothing on to one another',
  silent: ', and no relay (TURN) can be reached',
};

const OTHER_NETWORK = 'try another network, such as a phone’s hotspot';

/** What helps where a relay is wanting. */
const ADVICE: Readonly<Record<Exclude<Relays, 'working'>, string>> = {
  none: `Ask the room’s operator for TURN, or ${OTHER_NETWORK}.`,
  udpOnly: `Ask the room’s operator for TURN over TLS on port 443, or ${OTHER_NETWORK}.`,
  refused:
    'Reload the page for a fresh credential. If that does not help, tell the room’s operator: the TURN server’s secret, clock or quota may be wrong.',
  closed: `Tell the room’s operator: the TURN server’s settings, or its firewall, keep its relays apart. Or ${OTHER_NETWORK}.`,
  silent: `Tell the room’s operator that TURN cannot be reached: it may be down, or behind a firewall. Or ${OTHER_NETWORK}.`,
};

/** Null while not enough is known. */
export function verdictOf(findings: Findings): Verdict | null {
  if (!findings.webRtc) {
    return {
      tone: 'bad',
      problem: 'This browser makes no connections from page to page (WebRTC is missing or off).',
      advice: 'Use another browser, or turn WebRTC on in this one’s settings or extensions.',
    };
  }
  if (findings.signaling?.state === 'unreachable') {
    return {
      tone: 'bad',
      problem: 'The server that introduces people cannot be reached; links that are open go on.',
      advice:
        'Check your network; the page tries again by itself. Meanwhile, you can invite people by hand.',
    };
  }
  if (!findings.done) return null;
  if (findings.signaling?.state === 'none') {
    return {
      tone: 'fair',
      problem:
        'You joined by hand: there is no server here, so nothing but open links can be tried.',
      advice: 'To find out more, enter a room by way of a server.',
    };
  }
  return ofNetwork(findings);
}

function ofNetwork(findings: Findings): Verdict {
  const network = networkOf(findings);
  const relays = relaysOf(findings, network);
  const problem = `${NETWORK_WORDS[network]}${RELAY_WORDS[relays]}.`;
  if (relays === 'working') return { tone: 'good', problem, advice: null };
  const noUdp = network === 'udpBlocked' || network === 'udpForbidden';
  // By UDP it would be of no use.
  const advice = ADVICE[noUdp && relays === 'none' ? 'udpOnly' : relays];
  if (network === 'open' || network === 'unknown') {
    return {
      tone: 'fair',
      problem,
      advice: `People behind strict networks cannot reach you. ${advice}`,
    };
  }
  return { tone: 'bad', problem, advice };
}
