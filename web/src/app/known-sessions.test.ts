import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type KnownSessions, withSession } from './known-sessions.ts';

test('a session is strange only where the account was seen by another before', () => {
  const first = withSession([], 'ana', 'one');
  assert.equal(first.isNew, false);
  const again = withSession(first.known, 'ana', 'one');
  assert.equal(again.isNew, false);
  const second = withSession(again.known, 'ana', 'two');
  assert.equal(second.isNew, true);
  assert.equal(withSession(second.known, 'ana', 'two').isNew, false);
  assert.equal(withSession(second.known, 'ben', 'three').isNew, false);
  assert.deepEqual(second.known, [['ana', ['one', 'two']]]);
});

test('what was not seen for long is forgotten', () => {
  let known: KnownSessions = withSession([], 'ana', 'first').known;
  for (let count = 0; count < 16; count++) known = withSession(known, 'ana', `${count}`).known;
  assert.equal(known[0]?.[1].length, 16);
  assert.equal(withSession(known, 'ana', 'first').isNew, true);
  for (let count = 0; count < 200; count++) known = withSession(known, `${count}`, 'x').known;
  assert.equal(known.length, 200);
  assert.equal(withSession(known, 'ana', 'new').isNew, false, 'the account is not known any more');
});
