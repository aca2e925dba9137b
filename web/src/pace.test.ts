import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { Pace } from './pace.ts';

const EVERY_MILLIS = 500;
const BURST = 3;

/** Times at which it acted, milliseconds since the beginning. */
let acted: number[] = [];
let nowMillis = 0;
let pace = new Pace(() => {}, 0, 1);

function pass(millis: number): void {
  for (let at = 0; at < millis; at++) {
    nowMillis++;
    mock.timers.tick(1);
  }
}

beforeEach(() => {
  acted = [];
  nowMillis = 0;
  mock.timers.enable({ apis: ['setTimeout'] });
  mock.method(performance, 'now', () => nowMillis);
  pace = new Pace(() => acted.push(nowMillis), EVERY_MILLIS, BURST);
});

afterEach(() => {
  mock.timers.reset();
  mock.restoreAll();
});

test('what is seldom is done at once', () => {
  for (let at = 0; at < 3; at++) {
    pace.soon();
    pass(EVERY_MILLIS);
  }
  assert.deepEqual(acted, [0, 500, 1_000]);
});

test('a few in a row are done at once, and what goes on goes together', () => {
  for (let at = 0; at < 30; at++) {
    pace.soon();
    pass(50);
  }
  assert.deepEqual(acted, [0, 50, 100, 500, 1_000, 1_500]);
});

test('after a rest there may be as many in a row again', () => {
  for (let at = 0; at < 6; at++) pace.soon();
  pass((BURST + 1) * EVERY_MILLIS);
  acted = [];
  for (let at = 0; at < 6; at++) pace.soon();
  assert.deepEqual(acted, [2_000, 2_000, 2_000]);
});

test('what cannot wait takes along what waits', () => {
  for (let at = 0; at < BURST + 1; at++) pace.soon();
  pass(100);
  pace.now();
  pass(10 * EVERY_MILLIS);
  assert.deepEqual(acted, [0, 0, 0, 100]);
});

test('however much could not wait, the next waits for one time at most', () => {
  for (let at = 0; at < 20; at++) pace.now();
  pass(1);
  acted = [];
  pace.soon();
  pass(EVERY_MILLIS);
  assert.deepEqual(acted, [500]);
});
