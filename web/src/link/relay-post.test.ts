import assert from 'node:assert/strict';
import { type MockTracker, test } from 'node:test';
import { RelayPost, type RelaySender } from './relay-post.ts';

/** Sends frames of 1,000 bytes, as long as it has any. */
function sender(name: string, frames: number, sent: string[], bytes = 1_000): RelaySender {
  let left = frames;
  return {
    urgent: name.startsWith('urgent'),
    sendNext() {
      if (left === 0) return 0;
      left--;
      sent.push(name);
      return bytes;
    },
  };
}

/** Lets time pass in small steps: a timer sees the clock of the end of its step. */
function pass(mock: MockTracker, millis: number): void {
  for (let at = 0; at < millis; at += 10) mock.timers.tick(10);
}

test('links take turns', ({ mock }) => {
  mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  const post = new RelayPost();
  const sent: string[] = [];
  post.setRate(500);
  // The credit of 2,000 bytes is used up by the first two.
  post.ready(sender('one', 4, sent));
  assert.deepEqual(sent, ['one', 'one']);
  post.ready(sender('two', 2, sent));
  pass(mock, 6_100);
  assert.deepEqual(sent, ['one', 'one', 'one', 'two', 'one', 'two']);
});

test('sends at once what the rate allows, and the rest in time', ({ mock }) => {
  mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  const post = new RelayPost();
  const sent: string[] = [];
  post.setRate(1_000);
  post.ready(sender('one', 6, sent));
  post.ready(sender('two', 6, sent));
  assert.equal(sent.length, 4);
  // A frame may go with any credit at all: after 1 ms, and then one a second.
  pass(mock, 3_010);
  assert.equal(sent.length, 8);
  assert.ok(sent.includes('two'));
  pass(mock, 60_000);
  assert.equal(sent.length, 12);
});

test('without a rate nothing is held back', () => {
  const post = new RelayPost();
  const sent: string[] = [];
  post.setRate(0);
  post.ready(sender('one', 1_000, sent));
  assert.equal(sent.length, 1_000);
});

test('what was just said goes before what is sent in bulk', ({ mock }) => {
  mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  const post = new RelayPost();
  const sent: string[] = [];
  post.setRate(1_000);
  post.ready(sender('bulk', 6, sent));
  post.ready(sender('urgent', 2, sent));
  pass(mock, 2_010);
  assert.deepEqual(sent, ['bulk', 'bulk', 'bulk', 'bulk', 'urgent', 'urgent', 'bulk']);
});

test('frames are counted, however small they are', ({ mock }) => {
  mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  const post = new RelayPost();
  const sent: string[] = [];
  post.setRate(80_000);
  post.ready(sender('small', 10_000, sent, 10));
  assert.equal(sent.length, 320, '4 s of 80 frames');
  pass(mock, 1_000);
  assert.ok(sent.length > 390 && sent.length < 410, `${sent.length}`);
});

test('after a refusal it sends half as much, and in time as much as before', ({ mock }) => {
  mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  const post = new RelayPost();
  const sent: string[] = [];
  post.setRate(10_000);
  post.ready(sender('one', 10_000, sent));
  post.slowDown();
  const before = sent.length;
  pass(mock, 20_000);
  assert.ok(Math.abs(sent.length - before - 100) <= 2, `${sent.length - before} in 20 s`);
  pass(mock, 30_000);
  const later = sent.length;
  pass(mock, 20_000);
  assert.ok(Math.abs(sent.length - later - 200) <= 2, `${sent.length - later} in 20 s`);
});
