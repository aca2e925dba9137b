import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EntryKind, Letter, LogEntry } from '../history/contract.ts';
import { cidOf } from '../history/places.ts';
import { memoryStore } from '../history/room-store.ts';
import { RoomHistory } from './room-history.ts';

const ANA = '0xAna';
const BEN = '0xBen';
const CLEO = '0xCleo';

interface Said {
  readonly from: string;
  /** Null where it is said to all. */
  readonly to: string | null;
  readonly text?: string;
  readonly reply?: string;
}

const digestOf = (lamport: number) => new Uint8Array(32).fill(lamport);
const idOf = (lamport: number): string => cidOf(digestOf(lamport));

function entry(lamport: number, { from, to, text = `text ${lamport}`, reply }: Said): LogEntry {
  const letter: Letter | null = to === null ? null : { to, kind: 'text' };
  const kind: EntryKind = to === null ? 'text' : 'letter';
  return {
    ...{ id: idOf(lamport), digest: digestOf(lamport), lamport, block: new Uint8Array(1), kind },
    ...{ author: `did:${from}`, name: from.slice(2), color: '#00aa77', account: from },
    ...{ proof: 'wallet', profile: null, timeMillis: lamport, arrivedMillis: lamport },
    ...{ clockOff: false, text, action: false, reply: reply ?? null, target: null },
    ...{ emoji: null, on: false, archive: null, letter },
  };
}

async function historyOf(account: string, ...said: readonly Said[]): Promise<RoomHistory> {
  const store = memoryStore(100);
  const entries = said.map((each, at) => entry(at + 1, each));
  await store.put(entries, false);
  const placeOf = (id: string) => entries.find((each) => each.id === id) ?? null;
  return new RoomHistory(store, { did: `did:${account}`, account }, placeOf, null);
}

const texts = (messages: readonly { readonly text: string }[]) => messages.map(({ text }) => text);

test('letters are by conversation, whoever wrote last first, and not among what is said to all', async () => {
  const history = await historyOf(
    ANA,
    { from: ANA, to: BEN },
    { from: CLEO, to: ANA },
    { from: BEN, to: null },
    { from: BEN, to: ANA },
  );
  assert.deepEqual(
    (await history.conversations()).map(({ account, name, unread }) => ({ account, name, unread })),
    [
      { account: BEN, name: 'Ben', unread: 1 },
      { account: CLEO, name: 'Cleo', unread: 1 },
    ],
  );
  assert.deepEqual(texts(await history.letters(BEN, 10)), ['text 1', 'text 4']);
  assert.deepEqual(texts(await history.letters(BEN, 1)), ['text 4']);
  assert.deepEqual(texts(await history.latest(10)), ['text 3']);
});

test('an answer quotes what came with it, and is not kept yet either', async () => {
  const said = entry(1, { from: BEN, to: null });
  const answer = entry(2, { from: CLEO, to: null, reply: idOf(1) });
  const [, message] = await (await historyOf(ANA)).fresh([said, answer]);
  assert.equal(message?.reply?.text, 'text 1');
  assert.equal(message?.reply?.place?.lamport, 1);
});

test('what was read is not unread any more, and what comes then is', async () => {
  const history = await historyOf(
    ANA,
    { from: BEN, to: ANA },
    { from: BEN, to: ANA },
    { from: BEN, to: ANA },
  );
  await history.setReadLetters(BEN, { lamport: 2, digest: digestOf(2) });
  assert.equal((await history.conversations())[0]?.unread, 1);
});

test('another account of the same browser sees none of it', async () => {
  const history = await historyOf(CLEO, { from: ANA, to: BEN }, { from: BEN, to: ANA });
  assert.deepEqual(await history.conversations(), []);
  assert.deepEqual(await history.letters(BEN, 10), []);
});

test('a letter is quoted among letters of the same two alone', async () => {
  const letter = idOf(1);
  const history = await historyOf(
    ANA,
    { from: BEN, to: ANA, text: 'between us' },
    { from: CLEO, to: null, reply: letter },
    { from: CLEO, to: ANA, reply: letter },
    { from: ANA, to: BEN, reply: letter },
  );
  assert.equal((await history.latest(10))[0]?.reply?.place, null);
  assert.equal((await history.letters(CLEO, 10))[0]?.reply?.place, null);
  assert.equal((await history.letters(BEN, 10))[1]?.reply?.text, 'between us');
  assert.equal((await history.quote(letter)).place, null);
});

const box = (byte: number) => new Uint8Array(100).fill(byte);

/** One that wallets alone open. */
function closed(lamport: number, from: string, to: string, own: number | null, other: number) {
  const boxes = [own === null ? null : box(own), box(other)] as const;
  const letter: Letter = { to, kind: 'closed', boxes };
  return { ...entry(lamport, { from, to }), text: null, letter };
}

test('a closed letter is in the list of those whose wallets open it, and says so', async () => {
  const store = memoryStore(100);
  await store.put([closed(1, BEN, ANA, null, 1)], false);
  const of = (account: string) =>
    new RoomHistory(store, { did: `did:${account}`, account }, () => null, null);
  const [letter] = await of(ANA).letters(BEN, 10);
  assert.equal(letter?.closed, true);
  assert.equal(letter?.text, '');
  assert.deepEqual(await of(BEN).letters(ANA, 10), []);
  assert.deepEqual(await of(BEN).conversations(), []);
  assert.equal((await of(ANA).conversations())[0]?.unread, 1);
});

test('all that one box opens is opened together, and nothing else', async () => {
  const store = memoryStore(100);
  await store.put(
    [
      closed(1, BEN, ANA, 2, 1),
      closed(2, BEN, ANA, 2, 3),
      closed(3, BEN, ANA, null, 1),
      closed(4, CLEO, ANA, null, 1),
      closed(5, ANA, BEN, 1, 4),
      entry(6, { from: BEN, to: ANA }),
    ],
    false,
  );
  const self = { did: 'did:another device', account: ANA };
  const history = new RoomHistory(store, self, () => null, null);
  const placeOf = (lamport: number) => ({ lamport, digest: digestOf(lamport) });
  assert.deepEqual(await history.box(placeOf(1), BEN), {
    box: box(1),
    ids: [idOf(1), idOf(5), idOf(3)],
  });
  assert.deepEqual((await history.box(placeOf(2), BEN))?.ids, [idOf(2)]);
  assert.equal(await history.box(placeOf(6), BEN), null);
  assert.equal(await history.box(placeOf(7), BEN), null);
});

test('one that was opened takes the place of the closed one, and may be no letter of its own', async () => {
  const store = memoryStore(100);
  await store.put([closed(1, BEN, ANA, null, 1), closed(2, BEN, ANA, null, 1)], false);
  const reaction: Letter = { to: ANA, kind: 'react' };
  await store.put(
    [
      entry(1, { from: BEN, to: ANA, text: 'between us' }),
      { ...entry(2, { from: BEN, to: ANA }), text: null, letter: reaction, target: idOf(1) },
    ],
    false,
  );
  const history = new RoomHistory(store, { did: 'did:Ana', account: ANA }, () => null, null);
  assert.deepEqual(texts(await history.letters(BEN, 10)), ['between us']);
});

test('who searches the room finds no letters', async () => {
  const history = await historyOf(
    ANA,
    { from: BEN, to: ANA, text: 'mango' },
    { from: BEN, to: null, text: 'mango for all' },
  );
  const found: string[][] = [];
  for await (const messages of history.search('mango')) found.push(texts(messages));
  assert.deepEqual(found.at(-1), ['mango for all']);
});
