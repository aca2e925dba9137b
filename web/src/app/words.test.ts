import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LinkState, Member } from '../session/contract.ts';
import { linkSummary, peopleSeen, shortAddress, typingWords, type Words } from './words.ts';

function member(name: string, link: LinkState = 'open'): Member {
  return {
    id: name,
    did: null,
    name,
    color: '#000000',
    card: { avatar: null, links: [] },
    account: '0x2c7536E3605D9C16a7a3D7b1898e529396a65c23',
    proof: 'wallet',
    link,
    reason: null,
  };
}

const plain = (words: Words): string =>
  words.map((word) => (typeof word === 'string' ? word : word.name)).join('');

test('who types is named, up to three; more are counted', () => {
  const typing = (...names: string[]): string => plain(typingWords(names.map((n) => member(n))));
  assert.equal(typing(), '');
  assert.equal(typing('Ana'), 'Ana is typing…');
  assert.equal(typing('Ana', 'Bo'), 'Ana and Bo are typing…');
  assert.equal(typing('Ana', 'Bo', 'Cy'), 'Ana, Bo and Cy are typing…');
  assert.equal(typing('Ana', 'Bo', 'Cy', 'Di'), 'Ana, Bo and 2 others are typing…');
});

test('an address is shortened to its ends', () => {
  assert.equal(shortAddress('0x2c7536E3605D9C16a7a3D7b1898e529396a65c23'), '0x2c75…5c23');
});

test('the links of a room are summed up', () => {
  const self = member('Me', 'self');
  const summary = (...others: Member[]) => linkSummary([self, ...others], 1 + others.length);
  assert.match(summary(), /Nobody else/);
  assert.equal(summary(member('A')), 'Linked directly with the other person.');
  const two = [member('A'), member('B')];
  assert.equal(summary(...two), 'Linked directly with both others.');
  assert.equal(summary(...two, member('C')), 'Linked directly with all 3 others.');
  assert.equal(summary(member('A', 'lost')), 'Linked with 0 of 1 others.');
  assert.equal(summary(...two, member('C', 'lost')), 'Linked with 2 of 3 others.');
  assert.match(summary(...two, member('C', 'indirect')), /with 2 of 3 others; .* through them/);
  assert.match(summary(member('A', 'relayed')), /^1 person can only be reached through the server/);
  assert.match(summary(...two, member('C', 'relayed')), /^Linked directly with 2; 1 person can/);
  const large = linkSummary([self, ...two, member('C', 'indirect')], 412);
  assert.match(linkSummary([self, member('C', 'indirect')], 412), /^Looking for/);
  assert.equal(large, 'Linked directly with 2 people; what the others say comes through them.');
});

test('in a large room it is said how many of the people are seen', () => {
  assert.equal(peopleSeen(1, 1), '1 person');
  assert.equal(peopleSeen(3, 3), '3 people');
  assert.equal(peopleSeen(412, 35), '412 people; you see 35 of them');
});
