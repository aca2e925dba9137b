import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NO_CARD } from '../session/card-contract.ts';
import type { LinkState, Member, SessionStatus } from '../session/contract.ts';
import { emptinessOf, unreachedWords } from './empty-room.ts';

const members = (...links: readonly LinkState[]): Member[] =>
  (['self', ...links] as const).map((link, at) => ({
    id: `${at}`,
    did: null,
    name: '',
    color: '#000000',
    account: '',
    proof: 'none',
    link,
    card: NO_CARD,
    typing: false,
    reason: null,
  }));

function emptiness(status: SessionStatus, links: readonly LinkState[], size = links.length + 1) {
  return emptinessOf({ status, members: members(...links), size });
}

test('whoever is alone is told so', () => {
  assert.deepEqual(emptiness('entered', []), { kind: 'alone' });
  assert.deepEqual(emptiness('unserved', []), { kind: 'aloneByHand' });
});

test('nothing is said while somebody is reached, directly or through others', () => {
  for (const status of ['entered', 'reconnecting', 'unserved'] as const) {
    assert.equal(emptiness(status, ['open', 'connecting']), null);
    assert.equal(emptiness(status, ['lost', 'indirect']), null);
  }
});

test('a server that is out of reach comes before those who are out of reach with it', () => {
  assert.deepEqual(emptiness('reconnecting', []), { kind: 'unserved' });
  assert.deepEqual(emptiness('reconnecting', ['lost', 'connecting']), { kind: 'unserved' });
});

test('those who are here and cannot be reached are counted', () => {
  assert.deepEqual(emptiness('entered', ['connecting', 'lost', 'verifying']), {
    kind: 'unreached',
    others: 3,
  });
  assert.deepEqual(
    emptiness('entered', ['lost'], 40),
    { kind: 'unreached', others: 39 },
    'also those of a large room who are not known here',
  );
});

test('who is refused, or speaks another version, is no matter of networks', () => {
  assert.equal(emptiness('entered', ['incompatible', 'refused']), null);
  assert.deepEqual(emptiness('entered', ['incompatible', 'lost']), {
    kind: 'unreached',
    others: 1,
  });
});

test('nothing is said on the way in and out', () => {
  for (const status of ['connecting', 'signing', 'entering', 'answering', 'left'] as const) {
    assert.equal(emptiness(status, []), null);
  }
});

test('one person is told of otherwise than several', () => {
  assert.match(unreachedWords(1), /^One other person is here/);
  assert.match(unreachedWords(5), /^5 other people are here, but none/);
});
