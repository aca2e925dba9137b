import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { cidOf } from '../history/places.ts';
import { sha256 } from '../keys/hashes.ts';
import { remove, write } from '../store/database.ts';
import { savedGuest } from '../wallet/guest.ts';
import { makeBackup, restoreBackup, restoredWords } from './backup.ts';
import { keepRoom, knownRoom, takeInvitation } from './known.ts';
import { keptEpochs, LawStore } from './law-store.ts';

const PASSPHRASE = 'palm over the warm water';

const filled = (byte: number): Uint8Array<ArrayBuffer> => new Uint8Array(32).fill(byte);

const record = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
const idOf = (text: string): string => cidOf(sha256(record(text)));

const CLOSED = {
  record: record('closed'),
  key: filled(1),
  name: 'Closed',
  history: 'shared',
} as const;
const SECRET = {
  ...CLOSED,
  record: record('secret'),
  key: filled(2),
  history: 'forward-secret',
} as const;

/** Another browser: nothing is kept here any more. */
async function anotherBrowser(): Promise<void> {
  for (const map of ['guest', 'charters', 'epochs'] as const) await remove(map, '');
}

const statesOf = async (text: string) =>
  (await keptEpochs(idOf(text), 'did:key:zAna')).map(({ state }) => state);

beforeEach(anotherBrowser);

test('guest, rooms and epochs come back in another browser; of forward-secret rooms no epochs', async () => {
  await write('guest', 'secret-key', filled(9));
  await keepRoom(idOf('closed'), CLOSED);
  await keepRoom(idOf('secret'), SECRET);
  for (const text of ['closed', 'secret']) {
    await new LawStore(idOf(text), 'did:key:zAna').putEpoch(cidOf(filled(4)), filled(5));
  }
  await takeInvitation(idOf('not let in yet'), { key: filled(6), seed: filled(7) });
  const file = await makeBackup({ passphrase: PASSPHRASE }, true);

  await anotherBrowser();
  const report = await restoreBackup(file, { passphrase: PASSPHRASE });
  assert.deepEqual(report, { taken: 2, known: 0, guest: 'taken', persistent: false });
  assert.match(
    restoredWords(report),
    /^2 rooms taken back\. The guest is back\. This browser keeps/,
  );
  assert.deepEqual(await savedGuest(), filled(9));
  assert.deepEqual(await knownRoom(idOf('closed')), {
    ...{ id: idOf('closed'), ...CLOSED, invitation: null },
  });
  assert.deepEqual((await knownRoom(idOf('secret'))).key, SECRET.key);
  assert.deepEqual(await statesOf('closed'), [filled(5)]);
  assert.deepEqual(await statesOf('secret'), []);
  assert.equal((await knownRoom(idOf('not let in yet'))).key, null);
});

test('whatever is here stays as it is', async () => {
  await write('guest', 'secret-key', filled(9));
  await keepRoom(idOf('closed'), CLOSED);
  const saving = new LawStore(idOf('closed'), 'did:key:zAna');
  await saving.putEpoch(cidOf(filled(4)), filled(5));
  const file = await makeBackup({ passphrase: PASSPHRASE }, true);

  await anotherBrowser();
  await write('guest', 'secret-key', filled(8));
  const here = { ...CLOSED, name: 'As it is called now' };
  await keepRoom(idOf('closed'), { ...here, invitation: filled(3) });
  await new LawStore(idOf('closed'), 'did:key:zAna').putEpoch(cidOf(filled(4)), filled(6));
  const report = await restoreBackup(file, { passphrase: PASSPHRASE });
  assert.deepEqual([report.taken, report.known, report.guest], [0, 1, 'other']);
  assert.match(restoredWords(report), /^0 rooms taken back, 1 room known here already\. .*stays/);
  assert.deepEqual(await savedGuest(), filled(8));
  assert.deepEqual(await knownRoom(idOf('closed')), {
    ...{ id: idOf('closed'), ...here, invitation: filled(3) },
  });
  assert.deepEqual(await statesOf('closed'), [filled(6)]);
});

test('a wrong passphrase takes nothing, and a bad one makes no file', async () => {
  await keepRoom(idOf('closed'), CLOSED);
  await assert.rejects(makeBackup({ passphrase: 'short' }, false), /15 characters/);
  const file = await makeBackup({ passphrase: PASSPHRASE }, false);
  await anotherBrowser();
  await assert.rejects(
    restoreBackup(file, { passphrase: `${PASSPHRASE} ` }),
    /passphrase does not open/,
  );
  assert.equal((await knownRoom(idOf('closed'))).key, null);
  await assert.rejects(makeBackup({ passphrase: PASSPHRASE }, true), /nothing to save/);
});
