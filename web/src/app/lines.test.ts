import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ChatMessage } from '../session/contract.ts';
import { append, continues, LINES_MAX, type Line, type MessageLine, startsDay } from './lines.ts';

const NOON = new Date(2026, 5, 1, 12).getTime();
const MINUTE = 60_000;

function said(timeMillis: number, change: Partial<ChatMessage> = {}): MessageLine {
  const message: ChatMessage = {
    id: `${timeMillis}`,
    author: 'did:key:ana',
    name: 'Ana',
    color: '#112233',
    account: '0x',
    proof: 'wallet',
    text: 'hi',
    action: false,
    timeMillis,
    own: false,
    ...change,
  };
  return { kind: 'message', key: message.id, timeMillis, message };
}

const notice: Line = { kind: 'notice', key: 'n', timeMillis: NOON, tone: 'info', words: ['x'] };

test('messages of one author within five minutes share a heading', () => {
  assert.equal(continues(said(NOON), said(NOON + 5 * MINUTE)), true);
  assert.equal(continues(said(NOON), said(NOON + 5 * MINUTE + 1)), false);
});

test('another author, look or proof, an action or a notice starts a new heading', () => {
  assert.equal(continues(undefined, said(NOON)), false);
  assert.equal(continues(notice, said(NOON)), false);
  for (const change of [
    { author: 'did:key:bo' },
    { name: 'Anna' },
    { color: '#000000' },
    { proof: 'none' },
    { action: true },
  ] as const) {
    assert.equal(continues(said(NOON), said(NOON + 1, change)), false);
    assert.equal(continues(said(NOON, change), said(NOON + 1)), false);
  }
});

test('a clock that runs backwards starts a new heading', () => {
  assert.equal(continues(said(NOON), said(NOON - 1)), false);
});

test('midnight starts a new day and a new heading', () => {
  const midnight = new Date(2026, 5, 2).getTime();
  assert.equal(startsDay(said(midnight - 1), said(midnight)), true);
  assert.equal(continues(said(midnight - 1), said(midnight)), false);
  assert.equal(startsDay(said(midnight), said(midnight + 1)), false);
  assert.equal(startsDay(undefined, said(midnight)), false);
});

test('the list is bounded and loses the oldest', () => {
  let lines: readonly Line[] = [];
  for (let at = 0; at < LINES_MAX + 3; at++) lines = append(lines, said(at));
  assert.equal(lines.length, LINES_MAX);
  assert.equal(lines[0]?.timeMillis, 3);
  assert.equal(lines.at(-1)?.timeMillis, LINES_MAX + 2);
});
