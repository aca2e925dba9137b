import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LinkState, Member } from '../session/contract.ts';
import { linkSummary, shortAddress, typingWords, type Words } from './words.ts';

function member(name: string, link: LinkState = 'open'): Member {
  return {
    id: name,
    did: null,
    name,
    color: '#000000',
    account: '0x2c7536E3605D9C16a7a3D7b1898e529396a65c23',
    proof: 'wallet',
    link,
    typing: true,
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
  assert.match(linkSummary([self]), /Nobody else/);
  assert.equal(linkSummary([self, member('A')]), 'Linked directly with the other person.');
  const three = [self, member('A'), member('B')];
  assert.equal(linkSummary(three), 'Linked directly with both others.');
  assert.equal(linkSummary([...three, member('C')]), 'Linked directly with all 3 others.');
  assert.equal(linkSummary([self, member('A', 'lost')]), 'Linked with 0 of 1 others.');
});
