/** What was found, in words for people: the same on the screen and in the text that people send on. No addresses. */
import type { LinkFacts, LinkPath, Member } from '../session/contract.ts';
import type { Findings, Mapping, SignalingFinding, StunFinding, TurnFinding } from './findings.ts';
import { verdictOf } from './verdict.ts';

export type Mark = 'good' | 'bad' | 'unknown' | 'pending';

/** One line: what was tried, and what came of it. */
export interface Probe {
  readonly mark: Mark;
  readonly label: string;
  /** A measurement; null where there is none. */
  readonly figure: string | null;
  readonly words: string;
}

/** What is known of a member's link. */
export interface Linked {
  readonly member: Member;
  /** Null where there is no link. */
  readonly facts: LinkFacts | null;
}

const SIGNS: Readonly<Record<Mark, string>> = { good: '✓', bad: '✕', unknown: '?', pending: '◌' };

export const signOf = (mark: Mark): string => SIGNS[mark];

const TRYING = { mark: 'pending', figure: null, words: 'being tried…' } as const;

export function probesOf(findings: Findings): readonly Probe[] {
  const { signaling, stun, mapping, turn, untried } = findings;
  if (signaling?.state === 'none') return [{ label: 'Server', ...ofSignaling(signaling) }];
  const probes: Probe[] = [
    { label: 'Server', ...(signaling === null ? TRYING : ofSignaling(signaling)) },
    ...stun.map((finding, at) => ({
      label: numbered('STUN', at, stun.length),
      ...(finding === null ? TRYING : ofStun(finding)),
    })),
    ...turn.map(({ transport, finding }, at) => ({
      label: numbered(
        `TURN by ${transport.toUpperCase()}`,
        turn.slice(0, at).filter((each) => each.transport === transport).length,
        turn.filter((each) => each.transport === transport).length,
      ),
      ...(finding === null ? TRYING : ofTurn(finding)),
    })),
  ];
  if (stun.length > 0) {
    const known = mapping === null ? TRYING : { figure: null, ...MAPPINGS[mapping] };
    probes.splice(1 + stun.length, 0, { label: 'Port mapping', ...known });
  }
  if (untried > 0) {
    const words = `${untried} more that the server names are not tried.`;
    probes.push({ mark: 'unknown', label: 'Others', figure: null, words });
  }
  return probes;
}

const numbered = (label: string, at: number, of: number): string =>
  of > 1 ? `${label} ${at + 1}` : label;

type Finding = Omit<Probe, 'label'>;

function ofSignaling(finding: SignalingFinding): Finding {
  switch (finding.state) {
    case 'reached': {
      const by = finding.transport === 'websocket' ? 'WebSocket' : 'long polling';
      const figure = millisWords(finding.roundTripMillis);
      return { mark: 'good', figure, words: `reached by ${by}` };
    }
    case 'unreachable':
      return { mark: 'bad', figure: null, words: 'out of reach' };
    case 'none':
      return { mark: 'unknown', figure: null, words: 'none: you joined by hand' };
  }
}

const ADDRESS_WORDS = {
  same: 'sees the address that this computer has itself: no NAT between',
  other: 'sees another address than this computer’s own: a NAT is between',
  hidden: 'answers',
} as const;

function ofStun(finding: StunFinding): Finding {
  switch (finding.state) {
    case 'answered':
      return {
        mark: 'good',
        figure: finding.millis === null ? null : millisWords(finding.millis),
        words: ADDRESS_WORDS[finding.address],
      };
    case 'silent':
      return { mark: 'bad', figure: null, words: 'no answer: UDP is blocked, or it is down' };
    case 'forbidden':
      return { mark: 'bad', figure: null, words: 'not asked: the browser lets pages use no UDP' };
  }
}

const MAPPINGS: Readonly<Record<Mapping, Pick<Probe, 'mark' | 'words'>>> = {
  none: { mark: 'good', words: 'there is no NAT' },
  independent: {
    mark: 'good',
    words: 'the same for all destinations (endpoint-independent): others can find you',
  },
  dependent: {
    mark: 'bad',
    words: 'another for each destination (symmetric): others need a relay to reach you',
  },
  unknown: { mark: 'unknown', words: 'not known: that takes two STUN servers that answer' },
};

/** STUN's and TURN's error codes (RFC 8489, RFC 8656). */
const CODES: Readonly<Record<number, string>> = {
  400: 'it did not understand the request',
  401: 'it does not take the credential',
  403: 'it forbids this',
  437: 'the relay was gone already',
  438: 'the credential has grown too old',
  441: 'the credential is another user’s',
  442: 'it relays no UDP',
  486: 'this user has as many relays as allowed',
  508: 'it is full',
};

function ofTurn(finding: TurnFinding): Finding {
  switch (finding.state) {
    case 'echoed': {
      const words = `carries data: open after ${millisWords(finding.openMillis)}`;
      return { mark: 'good', figure: millisWords(finding.echoMillis), words };
    }
    case 'allocated':
      return { mark: 'bad', figure: null, words: 'gives a relay, but nothing comes through' };
    case 'refused': {
      const why = CODES[finding.code] ?? 'it says no';
      return { mark: 'bad', figure: null, words: `refused: ${why} (error ${finding.code})` };
    }
    case 'silent':
      return { mark: 'bad', figure: null, words: 'cannot be reached' };
  }
}

const PATHS: Readonly<Record<LinkPath, string>> = {
  host: 'directly, with no NAT between',
  reflexive: 'directly, through NAT',
  turn: 'through the other’s TURN relay',
  'turn-udp': 'through a TURN relay, by UDP',
  'turn-tcp': 'through a TURN relay, by TCP',
  'turn-tls': 'through a TURN relay, by TLS',
  relay: 'sealed, through the server',
};

/** How a member is reached, in one line. */
export function linkedWords({ member, facts }: Linked): string {
  if (member.link === 'indirect') return 'reached through other people';
  if (member.link === 'incompatible') return 'speaks another version';
  if (member.link === 'refused') return 'refused';
  if (member.link === 'lost') return 'out of reach';
  if (facts === null || facts.path === null) return 'no way found yet';
  return PATHS[facts.path];
}

/** Round trip and bytes; null where there is no link. */
export function figuresOf({ facts }: Linked): string | null {
  if (facts === null || facts.path === null) return null;
  const { roundTripMillis, bytesSent, bytesReceived } = facts;
  const bytes = `${bytesWords(bytesSent)} sent, ${bytesWords(bytesReceived)} received`;
  return roundTripMillis === null ? bytes : `${millisWords(roundTripMillis)}; ${bytes}`;
}

/** All of it, to send to somebody: no addresses, no names, nothing by which a server could be used. */
export function textOf(findings: Findings, linked: readonly Linked[]): string {
  const verdict = verdictOf(findings);
  const probes = probesOf(findings).map(({ mark, label, figure, words }) =>
    [signOf(mark), `${label}:`, words, ...(figure === null ? [] : [`(${figure})`])].join(' '),
  );
  const people = linked.map((each, at) => {
    const figures = figuresOf(each);
    const words = [linkedWords(each), figures, each.member.reason].filter((part) => part !== null);
    return `Person ${at + 1}: ${words.join('; ')}`;
  });
  return [
    'TropiChat’s connection doctor',
    ...(verdict === null ? [] : [verdict.problem, ...(verdict.advice ? [verdict.advice] : [])]),
    '',
    ...probes,
    ...(people.length === 0 ? [] : ['', ...people]),
  ].join('\n');
}

/** Below this many milliseconds a tenth is worth telling; browsers count the round trips of links in whole ones. */
const TENTHS_BELOW = 10;

function millisWords(millis: number): string {
  if (millis < 1) return 'below 1 ms';
  return `${millis < TENTHS_BELOW ? millis.toFixed(1) : Math.round(millis)} ms`;
}

const KILO = 1_000;
const UNITS = ['bytes', 'kB', 'MB', 'GB'];

function bytesWords(bytes: number): string {
  let rest = bytes;
  let unit = 0;
  while (rest >= KILO && unit < UNITS.length - 1) {
    rest /= KILO;
    unit++;
  }
  const digits = unit > 0 && rest < TENTHS_BELOW ? 1 : 0;
  return `${rest.toFixed(digits)} ${UNITS[unit]}`;
}
