import assert from 'node:assert/strict';
import { test } from 'node:test';
import { factsOf } from './facts.ts';

/** Statistics of a connection whose ends are of these kinds, as Chromium gives them. */
function report(local: object, remote: object): RTCStatsReport {
  const entries = [
    {
      ...{ type: 'transport', id: 'T', selectedCandidatePairId: 'P2' },
      ...{ bytesSent: 1_200, bytesReceived: 900 },
    },
    { type: 'candidate-pair', id: 'P1', localCandidateId: 'L0', remoteCandidateId: 'R' },
    {
      ...{ type: 'candidate-pair', id: 'P2', localCandidateId: 'L', remoteCandidateId: 'R' },
      ...{ currentRoundTripTime: 0.012, state: 'succeeded', nominated: true },
    },
    { type: 'local-candidate', id: 'L', ...local },
    { type: 'remote-candidate', id: 'R', ...remote },
  ];
  return new Map(entries.map((entry) => [entry.id, entry])) as unknown as RTCStatsReport;
}

const kind = (candidateType: string) => ({ candidateType });
const relay = (relayProtocol: string) => ({ candidateType: 'relay', relayProtocol });

const PATHS = [
  [kind('host'), kind('host'), 'host'],
  [kind('host'), kind('srflx'), 'reflexive'],
  [kind('prflx'), kind('host'), 'reflexive'],
  [relay('udp'), kind('srflx'), 'turn-udp'],
  [relay('tcp'), kind('relay'), 'turn-tcp'],
  [relay('tls'), kind('host'), 'turn-tls'],
  [kind('host'), kind('relay'), 'turn'],
] as const;

for (const [local, remote, path] of PATHS) {
  test(`from ${local.candidateType} to ${remote.candidateType} is ${path}`, () => {
    assert.equal(factsOf(report(local, remote)).path, path);
  });
}

test('round trip and bytes are told', () => {
  const { roundTripMillis, bytesSent, bytesReceived } = factsOf(report(kind('host'), kind('host')));
  assert.deepEqual([roundTripMillis, bytesSent, bytesReceived], [12, 1_200, 900]);
});

test('without statistics of the transport, the pair that is used counts', () => {
  const all = new Map(report(kind('host'), kind('srflx')) as unknown as Map<string, object>);
  all.delete('T');
  const facts = factsOf(all as unknown as RTCStatsReport);
  assert.equal(facts.path, 'reflexive');
});

test('a connection that has no path yet has none', () => {
  const facts = factsOf(new Map() as unknown as RTCStatsReport);
  assert.deepEqual(facts, {
    path: null,
    roundTripMillis: null,
    bytesSent: 0,
    bytesReceived: 0,
  });
});

test('what a driver says itself is taken as it is', () => {
  const facts = { path: 'relay', roundTripMillis: 40, bytesSent: 1, bytesReceived: 2 } as const;
  assert.equal(factsOf(facts), facts);
});
