import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { Alarm } from './alarm.ts';

let rung: number[] = [];
let alarm = new Alarm(() => {});

/** Step by step: the clock stands at the end of a step while what falls into it is run. */
function pass(millis: number): void {
  for (let at = 0; at < millis; at++) mock.timers.tick(1);
}

beforeEach(() => {
  rung = [];
  mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  alarm = new Alarm(() => rung.push(Date.now()));
});

afterEach(() => mock.timers.reset());

test('rings once, at its time', () => {
  alarm.set(300);
  pass(1_000);
  assert.deepEqual(rung, [300]);
});

test('rings sooner where it is told so', () => {
  alarm.set(300);
  alarm.set(100);
  pass(1_000);
  assert.deepEqual(rung, [100]);
});

test('what is put off time and again rings at its last time alone', () => {
  for (let at = 0; at < 10; at++) {
    alarm.set(Date.now() + 300);
    pass(100);
  }
  pass(1_000);
  assert.deepEqual(rung, [1_200]);
});

test('does not ring where there is nothing to wait for any more', () => {
  alarm.set(300);
  alarm.set(Number.POSITIVE_INFINITY);
  pass(1_000);
  alarm.set(1_500);
  alarm.stop();
  pass(1_000);
  assert.deepEqual(rung, []);
});

test('what is past rings at once, and what is set then again', () => {
  let left = 2;
  alarm = new Alarm(() => {
    rung.push(Date.now());
    if (--left > 0) alarm.set(Date.now() + 50);
  });
  alarm.set(0);
  pass(1_000);
  assert.equal(rung.length, 2);
});

test('waits longer than browsers let a timer wait', () => {
  const weeks = 2 ** 31 + 500;
  alarm.set(weeks);
  mock.timers.tick(2 ** 31 - 1);
  assert.deepEqual(rung, []);
  mock.timers.tick(501);
  assert.deepEqual(rung, [weeks]);
});
