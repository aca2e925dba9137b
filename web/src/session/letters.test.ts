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
