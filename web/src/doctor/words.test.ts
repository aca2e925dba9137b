import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NO_CARD } from '../session/card-contract.ts';
import type { Member } from '../session/contract.ts';
import type { Findings } from './findings.ts';
import { linkedWords, probesOf, textOf } from './words.ts';

const FOUND: Findings = {
  webRtc: true,
  signaling: { state: 'reached', transport: 'polling', roundTripMillis: 3.44 },
  stun: [{ state: 'answered', millis: 21.6, address: 'other' }, { state: 'silent' }],
  mapping: 'dependent',
  turn: [
    { transport: 'udp', finding: { state: 'echoed', openMillis: 180.2, echoMillis: 1.26 } },
    { transport: 'tls', finding: { state: 'refused', code: 401 } },
    { transport: 'tls', finding: null },
  ],
  untried: 2,
  done: true,
};

function member(link: Member['link'], reason: string | null = null): Member {
  return {
    id: 'secret-id',
    did: 'did:key:z6MkSecret',
    name: 'Bo',
    color: '#123456',
    account: '0x19E7E376E7C213B7E7e7e46cc70A5dD086DAff2A',
    proof: 'wallet',
    link,
    card: NO_CARD,
    reason,
  };
}

test('every probe has its line, with figures and what came of it', () => {
  const lines = probesOf(FOUND).map(({ mark, label, figure }) => [mark, label, figure]);
  assert.deepEqual(lines, [
    ['good', 'Server', '3.4 ms'],
    ['good', 'STUN 1', '22 ms'],
    ['bad', 'STUN 2', null],
    ['bad', 'Port mapping', null],
    ['good', 'TURN by UDP', '1.3 ms'],
    ['bad', 'TURN by TLS 1', null],
    ['pending', 'TURN by TLS 2', null],
    ['unknown', 'Others', null],
  ]);
});

test('errors of TURN are told in words, unknown ones by their number', () => {
  const words = (code: number) =>
    probesOf({
      ...FOUND,
      turn: [{ transport: 'udp', finding: { state: 'refused', code } }],
    }).find(({ label }) => label === 'TURN by UDP')?.words;
  assert.match(words(401) ?? '', /does not take the credential/);
  assert.match(words(486) ?? '', /as many relays as allowed/);
  assert.match(words(599) ?? '', /error 599/);
});

test('the ways to people have words, also where there is no link', () => {
  const facts = { path: 'turn-tls', roundTripMillis: 40, bytesSent: 1, bytesReceived: 2 } as const;
  assert.match(linkedWords({ member: member('open'), facts }), /TURN relay, by TLS/);
  assert.match(
    linkedWords({ member: member('open'), facts: { ...facts, path: 'relay' } }),
    /sealed, through the server/,
  );
  assert.match(linkedWords({ member: member('indirect'), facts: null }), /through other people/);
  assert.match(linkedWords({ member: member('connecting'), facts: null }), /no way found/);
});

test('the text says all of it, and nobody’s name, address or key', () => {
  const text = textOf(FOUND, [
    {
      member: member('open'),
      facts: {
        path: 'reflexive',
        roundTripMillis: 12,
        bytesSent: 1_250,
        bytesReceived: 34_000_000,
      },
    },
    { member: member('lost', 'No longer answers. It is tried again.'), facts: null },
  ]);
  assert.match(text, /symmetric NAT/);
  assert.match(text, /✓ Server: reached by long polling \(3\.4 ms\)/);
  assert.match(text, /Person 1: directly, through NAT; 12 ms; 1\.3 kB sent, 34 MB received/);
  assert.match(text, /Person 2: out of reach; No longer answers/);
  assert.doesNotMatch(text, /Bo|secret|did:|0x|#/);
});
