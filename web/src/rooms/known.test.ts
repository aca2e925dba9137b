import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { cidOf } from '../history/places.ts';
import { sha256 } from '../keys/hashes.ts';
import { write } from '../store/database.ts';
import { forgetRoom, keepRoom, knownRoom, ownRooms, takeInvitation } from './known.ts';
import { LawStore } from './law-store.ts';

const filled = (byte: number): Uint8Array<ArrayBuffer> => new Uint8Array(32).fill(byte);

/** Rooms by the bytes of their records. */
const record = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
const idOf = (text: string): string => cidOf(sha256(record(text)));

/** Of a page that is alone in its browser. */
const locks = { request: async (_name: string, held: () => Promise<void>) => held() };

before(() => {
  Object.defineProperty(globalThis, 'navigator', { value: { locks }, configurable: true });
});

test('nothing is known of a room that was never seen', async () => {
  const id = idOf('never seen');
  assert.deepEqual(await knownRoom(id), {
    ...{ id, record: null, key: null, name: '', history: null, invitation: null },
  });
});

test('an invitation waits until it is used, and a newer one takes its place', async () => {
  const id = idOf('invited');
  await takeInvitation(id, { key: filled(1), seed: filled(2) });
  await takeInvitation(id, { key: filled(3), seed: filled(4) });
  const { key, invitation } = await knownRoom(id);
  assert.deepEqual([key, invitation], [filled(3), filled(4)]);
  await keepRoom(id, { name: 'Beach', invitation: null });
  assert.deepEqual(await knownRoom(id), {
    ...{ id, record: null, key: filled(3), name: 'Beach', history: null, invitation: null },
  });
});

test('a key that fits the record stays, whatever a link says', async () => {
  const id = idOf('proven');
  await keepRoom(id, { record: record('proven'), key: filled(1) });
  const { key, invitation } = await takeInvitation(id, { key: filled(9), seed: filled(2) });
  assert.deepEqual([key, invitation], [filled(1), filled(2)]);
});

test('of what is damaged the rest is known', async () => {
  const id = idOf('damaged');
  const charter = {
    record: record('another'),
    key: filled(1).slice(1),
    name: 7,
    invitation: filled(2),
  };
  await write<unknown>('charters', id, charter);
  assert.deepEqual(await knownRoom(id), {
    ...{ id, record: null, key: null, name: '', history: null, invitation: filled(2) },
  });
});

test('own rooms come by name; of one without it stands the end of its id', async () => {
  const id = idOf('nameless');
  await takeInvitation(id, { key: filled(1), seed: filled(2) });
  await keepRoom(idOf('b'), { name: 'Ždiar' });
  await keepRoom(idOf('a'), { name: 'Anse' });
  const names = (await ownRooms()).map(({ name }) => name);
  assert.ok(names.indexOf('Anse') < names.indexOf('Ždiar'));
  assert.ok(names.includes(`…${id.slice(-8)}`));
});

test('of a forgotten room nothing is left', async () => {
  const id = idOf('forgotten');
  await keepRoom(id, { record: record('forgotten'), key: filled(1), name: 'Forgotten' });
  const law = new LawStore(id, 'did:key:zAna');
  const block = record('a rule');
  law.putRule({
    ...{ id: cidOf(sha256(block)), account: new Uint8Array(20), block },
    arrivedMillis: 1,
  });
  await law.putEpoch('epoch', filled(2));
  await forgetRoom(id);
  assert.equal((await knownRoom(id)).key, null);
  assert.deepEqual(await law.kept(), { rules: [], epochs: [] });
  assert.ok((await ownRooms()).every((room) => room.id !== id));
});
