import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Gathering, Mapped } from './gathering.ts';
import { mappingOf, stunFinding } from './stun.ts';

/** Candidates as Chromium 156 gave them, with other addresses. */
const host = (port: number, address = '192.168.1.2'): Mapped => ({
  type: 'host',
  protocol: 'udp',
  foundation: `${address} ${port}`,
  address,
  port,
  relatedAddress: null,
  relatedPort: null,
});

/** With the local address told, as to pages that may use the camera. */
const told = (port: number, of: Mapped): Mapped => ({
  ...of,
  type: 'srflx',
  foundation: `reflexive of ${of.foundation}`,
  address: '203.0.113.9',
  port,
  relatedAddress: of.address,
  relatedPort: of.port,
});

/** With the local address hidden (mDNS). */
const hidden = (port: number, of: Mapped): Mapped => ({
  ...told(port, of),
  relatedAddress: '0.0.0.0',
  relatedPort: 0,
});

const own = host(50_000);
const other = host(50_001, '192.168.7.2');

for (const [name, reflexive] of [
  ['told', told],
  ['hidden', hidden],
] as const) {
  test(`one outer port for all destinations is endpoint-independent, local addresses ${name}`, () => {
    assert.equal(mappingOf([own, reflexive(40_000, own)], true), 'independent');
  });

  test(`two outer ports of one socket are symmetric, local addresses ${name}`, () => {
    const both = [own, other, reflexive(40_000, own), reflexive(40_001, own)];
    assert.equal(mappingOf(both, true), 'dependent');
    assert.equal(mappingOf(both, false), 'dependent', 'that needs no more answers');
  });

  test(`two sockets have an outer port each, local addresses ${name}`, () => {
    const each = [own, other, reflexive(40_000, own), reflexive(40_001, other)];
    assert.equal(mappingOf(each, true), 'independent');
  });
}

test('more outer ports than sockets are symmetric, also where each is named otherwise', () => {
  const named = (port: number) => ({ ...hidden(port, own), foundation: `${port}` });
  assert.equal(mappingOf([own, named(40_000), named(40_001)], true), 'dependent');
});

test('without reflexive candidates there is no NAT, where all have answered', () => {
  assert.equal(mappingOf([own], true), 'none');
  assert.equal(mappingOf([own], false), 'unknown');
});

test('one outer port is no proof where not all have answered', () => {
  assert.equal(mappingOf([own, told(40_000, own)], false), 'unknown');
});

const gathered = (candidates: readonly Mapped[], but: Partial<Gathering> = {}): Gathering => ({
  candidates: candidates as unknown as Gathering['candidates'],
  errors: [],
  complete: true,
  millis: 30,
  ...but,
});

test('a STUN server answers when it names an outer address, or the own one', () => {
  const address = (candidates: readonly Mapped[]) => {
    const finding = stunFinding(gathered(candidates));
    return finding.state === 'answered' ? finding.address : finding.state;
  };
  assert.equal(address([own, told(40_000, own)]), 'other');
  assert.equal(address([own, hidden(40_000, own)]), 'hidden');
  assert.equal(address([own]), 'same');
});

test('a STUN server is silent when nothing comes in time, or the browser says so', () => {
  assert.equal(stunFinding(gathered([own], { complete: false })).state, 'silent');
  assert.equal(stunFinding(gathered([own], { errors: [701] })).state, 'silent');
});

test('UDP is forbidden when the browser has no way to ask', () => {
  assert.equal(stunFinding(gathered([])).state, 'forbidden');
  assert.equal(stunFinding(gathered([{ ...own, protocol: 'tcp' }])).state, 'forbidden');
});
