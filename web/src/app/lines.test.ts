import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ChatMessage } from '../session/contract.ts';
import {
  blocksOf,
  continues,
  isSame,
  type Line,
  linesOf,
  MESSAGES_KEPT,
  MESSAGES_MAX,
  type MessageLine,
  NOTHING,
  OWN_LINES_MAX,
  type OwnLine,
  PAGE,
  shows,
  startsDay,
  withMessages,
  withOwnLine,
} from './lines.ts';

const NOON = new Date(2026, 5, 1, 12).getTime();
const MINUTE = 60_000;

function said(timeMillis: number, change: Partial<ChatMessage> = {}): MessageLine {
  const message: ChatMessage = {
    id: `${timeMillis}`,
    place: { lamport: timeMillis, digest: new Uint8Array(32) },
    author: 'did:key:ana',
    name: 'Ana',
    color: '#112233',
    account: '0x',
    proof: 'wallet',
    text: 'hi',
    action: false,
    timeMillis,
    clockOff: false,
    own: false,
    former: [],
    retracted: false,
    reactions: [],
    reply: null,
    receipt: null,
    with: null,
    closed: false,
    ...change,
  };
  return { kind: 'message', key: message.id, timeMillis, message, hiding: null };
}

const NOBODYS = { account: '', proof: 'none', timeMillis: 0 } as const;

const notice: Line = {
  kind: 'notice',
  key: 'n',
  behind: null,
  timeMillis: NOON,
  tone: 'info',
  words: ['x'],
};

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

test('messages stand in the order of the log, each once', () => {
  const stretch = withMessages(NOTHING, [said(3), said(1)].map(messageOf), 'newer');
  const more = withMessages(
    stretch,
    [said(2), said(3, { text: 'edited' })].map(messageOf),
    'newer',
  );
  assert.deepEqual(
    more.messages.map(({ id, text }) => `${id} ${text}`),
    ['1 hi', '2 hi', '3 edited'],
  );
});

test('a stretch is bounded, and knows at which end it lost messages', () => {
  const many = Array.from({ length: MESSAGES_MAX + 3 }, (_, at) => messageOf(said(at)));
  const newest = withMessages(NOTHING, many, 'newer');
  assert.equal(newest.messages.length, MESSAGES_MAX);
  assert.equal(newest.messages[0]?.id, '3');
  assert.deepEqual([newest.older, newest.newer], [true, false]);
  const oldest = withMessages(NOTHING, many, 'older');
  assert.equal(oldest.messages.at(-1)?.id, `${MESSAGES_MAX - 1}`);
  assert.deepEqual([oldest.older, oldest.newer], [false, true]);
});

test('a stretch that became too long loses as many as are wanted, and one that did not loses none', () => {
  const many = Array.from({ length: MESSAGES_MAX }, (_, at) => messageOf(said(at)));
  const full = withMessages(NOTHING, many, 'newer', MESSAGES_KEPT);
  assert.equal(full.messages.length, MESSAGES_MAX);
  const { messages } = withMessages(full, [messageOf(said(MESSAGES_MAX))], 'newer', MESSAGES_KEPT);
  assert.equal(messages.length, MESSAGES_KEPT);
  assert.equal(messages.at(-1)?.id, `${MESSAGES_MAX}`);
});

/** The keys of each block's lines. */
const keysOf = (messages: readonly MessageLine[], own: readonly OwnLine[] = []): string[] =>
  blocksOf(linesOf(withMessages(NOTHING, messages.map(messageOf), 'newer'), own)).map(({ lines }) =>
    lines.map(({ key }) => key).join(' '),
  );

test('a block is of messages close to each other, and what comes or goes leaves the other blocks alone', () => {
  const all = [30, 31, 32, 50, 63, 64, 200].map((lamport) => said(lamport));
  assert.deepEqual(keysOf(all), ['30 31', '32 50 63', '64', '200']);
  assert.deepEqual(keysOf([said(2), ...all]), ['2 30 31', '32 50 63', '64', '200']);
  assert.deepEqual(keysOf(all.slice(1)), ['31', '32 50 63', '64', '200']);
  assert.deepEqual(keysOf([...all, said(40), said(201)]), [
    '30 31',
    '32 40 50 63',
    '64',
    '200 201',
  ]);
});

test('a line of this screen is in the block of what it came behind', () => {
  const own = [note('a', null), note('b', '31'), note('c', '32')];
  assert.deepEqual(keysOf([said(31), said(32)], own), ['a', '31 b', '32 c']);
  assert.deepEqual(keysOf([], own), ['a']);
});

test('a block knows the line before it', () => {
  const lines = [said(31), said(32), said(33)];
  const blocks = blocksOf(lines);
  assert.deepEqual(
    blocks.map(({ before }) => before?.key),
    [undefined, '31'],
  );
});

test('a message is the same line as long as nothing about it changed', () => {
  const line = said(1);
  assert.equal(isSame(line, { ...line }), true);
  assert.equal(isSame(line, { ...line, message: { ...line.message } }), false);
  assert.equal(isSame(line, undefined), false);
  assert.equal(isSame(undefined, undefined), true);
  assert.equal(isSame(notice, { ...notice }), false);
});

test('own lines follow the message that they came behind, and go with it', () => {
  const own = [note('a', null), note('b', '1'), note('c', 'gone'), note('d', '1')];
  const stretch = withMessages(NOTHING, [said(1), said(2)].map(messageOf), 'newer');
  assert.deepEqual(
    linesOf(stretch, own).map(({ key }) => key),
    ['a', '1', 'b', 'd', '2'],
  );
});

test('own lines are bounded and lose the oldest', () => {
  let lines: readonly OwnLine[] = [];
  for (let at = 0; at < OWN_LINES_MAX + 3; at++) lines = withOwnLine(lines, note(`${at}`, null));
  assert.equal(lines.length, OWN_LINES_MAX);
  assert.equal(lines[0]?.key, '3');
});

const messageOf = ({ message }: MessageLine): ChatMessage => message;

const note = (key: string, behind: string | null): OwnLine => ({
  kind: 'notice',
  key,
  behind,
  timeMillis: 0,
  tone: 'info',
  words: ['x'],
});

test('what comes late shows on a stretch at its place, or where something is quoted', () => {
  const places = (from: number, change: Partial<ChatMessage> = {}) => ({
    ...NOTHING,
    messages: Array.from({ length: PAGE }, (_, at) => said(from + at, change).message),
  });
  const at = (lamport: number) => said(lamport).message.place;
  const stretch = places(100);
  assert.equal(shows(stretch, at(99)), false);
  assert.equal(shows(stretch, at(100)), true);
  assert.equal(shows(stretch, at(1_000)), true);
  const [first] = stretch.messages;
  assert.ok(first);
  assert.equal(shows({ ...stretch, messages: [first] }, at(99)), true, 'there is space for more');
  assert.equal(shows(NOTHING, at(1)), true);
  const reply = { id: 'question', place: null, name: '', text: '', ...NOBODYS };
  assert.equal(shows(places(100, { reply }), at(99)), true);
});

test('what is hidden stays in its place, with a heading of nobody’s', () => {
  const [first, second] = [said(NOON), said(NOON + MINUTE)];
  const stretch = { ...NOTHING, messages: [first.message, second.message] };
  const lines = linesOf(stretch, [], ({ id }) => (id === second.key ? 'muted' : null));
  assert.deepEqual(
    lines.map((line) => line.kind === 'message' && line.hiding),
    [null, 'muted'],
  );
  assert.equal(isSame(lines[1], second), false, 'it is drawn anew once it is hidden');
  assert.equal(continues(lines[0], lines[1] ?? second), false);
  assert.equal(continues(lines[1], said(NOON + 2 * MINUTE)), false);
});
