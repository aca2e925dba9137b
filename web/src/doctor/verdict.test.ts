import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Findings, StunFinding, TurnFinding } from './findings.ts';
import { verdictOf } from './verdict.ts';

const REACHED = { state: 'reached', transport: 'websocket', roundTripMillis: 3 } as const;
const ANSWERED: StunFinding = { state: 'answered', millis: 20, address: 'hidden' };
const SILENT_STUN: StunFinding = { state: 'silent' };
const ECHOED: TurnFinding = { state: 'echoed', openMillis: 200, echoMillis: 2 };
const SILENT: TurnFinding = { state: 'silent' };
const REFUSED: TurnFinding = { state: 'refused', code: 401 };

/** All is well, but for what a test says. */
function found(but: Partial<Findings>): Findings {
  return {
    webRtc: true,
    signaling: REACHED,
    stun: [ANSWERED],
    mapping: 'independent',
    turn: [{ transport: 'udp', finding: ECHOED }],
    untried: 0,
    done: true,
    ...but,
  };
}

const turn = (
  ...each: (readonly ['udp' | 'tcp' | 'tls', TurnFinding | null])[]
): Findings['turn'] => each.map(([transport, finding]) => ({ transport, finding }));

/** The verdict's tone, and all its words. */
function said(but: Partial<Findings>): { readonly tone: string; readonly words: string } {
  const verdict = verdictOf(found(but));
  assert.ok(verdict);
  return { tone: verdict.tone, words: `${verdict.problem} ${verdict.advice ?? ''}` };
}

const CASES: readonly {
  readonly name: string;
  readonly but: Partial<Findings>;
  readonly tone: string;
  readonly words: RegExp;
}[] = [
  {
    name: 'an open network with a relay is good',
    but: {},
    tone: 'good',
    words: /reach you directly.*TURN\) carries/,
  },
  {
    name: 'an open network without a relay is fair',
    but: { turn: [] },
    tone: 'fair',
    words: /directly, and this server offers no relay.*strict networks cannot.*Ask.*operator/,
  },
  {
    name: 'no NAT at all is an open network',
    but: { mapping: 'none' },
    tone: 'good',
    words: /reach you directly/,
  },
  {
    name: 'symmetric NAT with a relay is good',
    but: { mapping: 'dependent' },
    tone: 'good',
    words: /port for each destination \(symmetric NAT\), and a relay \(TURN\) carries/,
  },
  {
    name: 'symmetric NAT without TURN is bad: the operator is to be asked',
    but: { mapping: 'dependent', turn: [] },
    tone: 'bad',
    words: /symmetric NAT.*no relay \(TURN\)\. Ask the room’s operator for TURN, or try another/,
  },
  {
    name: 'symmetric NAT with a TURN server that does not answer is bad',
    but: { mapping: 'dependent', turn: turn(['udp', SILENT]) },
    tone: 'bad',
    words: /symmetric NAT.*no relay \(TURN\) can be reached.*may be down/,
  },
  {
    name: 'relays that pass nothing on to one another are the operator’s matter',
    but: { mapping: 'dependent', turn: turn(['udp', { state: 'allocated' }]) },
    tone: 'bad',
    words: /symmetric NAT.*pass nothing on.*Tell the room’s operator.*firewall/,
  },
  {
    name: 'a wrong credential is named, and what helps',
    but: { mapping: 'dependent', turn: turn(['udp', REFUSED], ['tls', SILENT]) },
    tone: 'bad',
    words: /symmetric NAT.*refuses this page.*Reload.*fresh credential.*secret/,
  },
  {
    name: 'one TURN server that works is enough',
    but: { mapping: 'dependent', turn: turn(['udp', REFUSED], ['tls', ECHOED]) },
    tone: 'good',
    words: /symmetric NAT.*carries/,
  },
  {
    name: 'without UDP, a relay by TLS is good',
    but: { stun: [SILENT_STUN], mapping: 'unknown', turn: turn(['udp', SILENT], ['tls', ECHOED]) },
    tone: 'good',
    words: /no UDP.*carries/,
  },
  {
    name: 'without UDP, TURN by UDP alone is of no use',
    but: { stun: [SILENT_STUN], mapping: 'unknown', turn: turn(['udp', SILENT]) },
    tone: 'bad',
    words: /UDP is blocked.*no relay \(TURN\) over TLS or TCP.*TURN over TLS on port 443/,
  },
  {
    name: 'without UDP and any TURN, TURN over TLS is what helps',
    but: { stun: [SILENT_STUN], mapping: 'unknown', turn: [] },
    tone: 'bad',
    words: /UDP is blocked.*offers no relay \(TURN\).*TURN over TLS on port 443/,
  },
  {
    name: 'without UDP and with TURN by TLS that does not answer, the operator is to be told',
    but: { stun: [SILENT_STUN], mapping: 'unknown', turn: turn(['tls', SILENT]) },
    tone: 'bad',
    words: /UDP is blocked.*no relay \(TURN\) can be reached.*Tell the room’s operator/,
  },
  {
    name: 'a browser that uses no UDP is named',
    but: { stun: [{ state: 'forbidden' }], mapping: 'unknown', turn: turn(['udp', SILENT]) },
    tone: 'bad',
    words: /This browser.*no UDP.*TURN over TLS/,
  },
  {
    name: 'a TURN server that refuses by UDP shows that UDP works',
    but: { stun: [SILENT_STUN], mapping: 'unknown', turn: turn(['udp', REFUSED]) },
    tone: 'fair',
    words: /lets UDP through.*refuses/,
  },
  {
    name: 'where one STUN server answers, no mapping is claimed',
    but: { mapping: 'unknown', turn: [] },
    tone: 'fair',
    words: /lets UDP through, and this server offers no relay/,
  },
  {
    name: 'a server that names no STUN or TURN server is told so',
    but: { stun: [], mapping: 'unknown', turn: [] },
    tone: 'bad',
    words: /names no STUN server.*no relay/,
  },
  {
    name: 'a server out of reach comes first, and at once',
    but: { signaling: { state: 'unreachable' }, mapping: 'dependent', turn: [], done: false },
    tone: 'bad',
    words: /introduces people cannot be reached.*invite people by hand/,
  },
  {
    name: 'who joined by hand is told that there is no server',
    but: { signaling: { state: 'none' }, stun: [], turn: [] },
    tone: 'fair',
    words: /joined by hand/,
  },
  {
    name: 'a browser without WebRTC is named',
    but: { webRtc: false, stun: [], turn: [] },
    tone: 'bad',
    words: /WebRTC.*another browser/,
  },
];

for (const { name, but, tone, words } of CASES) {
  test(name, () => {
    const verdict = said(but);
    assert.match(verdict.words, words);
    assert.equal(verdict.tone, tone);
  });
}

test('there is no verdict before all has been tried', () => {
  assert.equal(verdictOf(found({ done: false })), null);
});

test('what is bad or fair has advice, and what is good needs none', () => {
  for (const { but } of CASES) {
    const verdict = verdictOf(found(but));
    assert.equal(verdict?.advice === null, verdict?.tone === 'good');
  }
});
