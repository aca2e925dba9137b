import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RelayPost, type RelaySender } from './relay-post.ts';

/** Sends frames of 1,000 bytes, as long as it has any. */
function sender(name: string, frames: number, sent: string[]): RelaySender {
  let left = frames;
  return {
    sendNext() {
      if (left === 0) return 0;
      left--;
      sent.push(name);
      return 1_000;
    },
  };
}

test('links take turns', () => {
  const post = new RelayPost();
  const sent: string[] = [];
  const [one, two] = [sender('one', 3, sent), sender('two', 2, sent)];
  post.setRate(500);
  // The credit of 2,000 bytes is used up by the first two.
  post.ready(one);
  assert.deepEqual(sent, ['one', 'one']);
  post.ready(two);
  post.leave(one);
  post.leave(two);
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
  mock.timers.tick(3_010);
  assert.equal(sent.length, 8);
  assert.ok(sent.includes('two'));
  mock.timers.tick(60_000);
  assert.equal(sent.length, 12);
});

test('without a rate nothing is held back', () => {
  const post = new RelayPost();
  const sent: string[] = [];
  post.setRate(0);
  post.ready(sender('one', 1_000, sent));
  assert.equal(sent.length, 1_000);
});
