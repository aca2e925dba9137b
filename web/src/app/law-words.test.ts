import assert from 'node:assert/strict';
import { test } from 'node:test';
import { askedWords, remainingWords, waitingWords } from './law-words.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

test('how long something lasts is said in its largest unit', () => {
  const remaining = (left: number) => remainingWords(1_000 + left, 1_000);
  assert.equal(remaining(0), 'over');
  assert.equal(remaining(-1), 'over');
  assert.equal(remaining(1), '1 minute');
  assert.equal(remaining(10 * MINUTE), '10 minutes');
  assert.equal(remaining(HOUR), '1 hour');
  assert.equal(remaining(DAY - 1), '24 hours');
  assert.equal(remaining(7 * DAY), '7 days');
});

test('removing means another thing where everybody may enter', () => {
  const words = (policy: 'open' | 'invite') =>
    askedWords('remove', 'Ben', { policy })
      .map((word) => (typeof word === 'string' ? word : word.name))
      .join('');
  assert.match(words('invite'), /^Ben cannot read what is said from now on; what Ben has read/);
  assert.match(words('open'), /may go on talking/);
});

test('a room is waited for until it can be read', () => {
  const law = { policy: 'invite', self: 'member', ready: true } as const;
  assert.match(waitingWords(null) ?? '', /what this room is/);
  assert.match(waitingWords({ ...law, self: 'none', ready: false }) ?? '', /let in/);
  assert.match(waitingWords({ ...law, ready: false }) ?? '', /keys/);
  assert.equal(waitingWords(law), null);
  assert.equal(waitingWords({ policy: 'open', self: 'none', ready: false }), null);
});
