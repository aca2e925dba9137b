import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cidOf } from '../history/places.ts';
import { sha256 } from '../keys/hashes.ts';
import { keepRoom } from '../rooms/known.ts';
import { LawLog } from './law-log.ts';
import type { RuledCore } from './ruled-core.ts';

const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
const KEY = new Uint8Array(32).fill(7);

const core = {
  sealRecord: (record: Uint8Array, key: Uint8Array) => new Uint8Array([...key, ...record]),
} as unknown as RuledCore;

function lawOf(id: string, ...rules: readonly string[]): LawLog {
  const law = new LawLog(id, 'did:key:zAna', core);
  for (const rule of rules) {
    const block = bytes(rule);
    const ids = { id: cidOf(sha256(block)), account: new Uint8Array(20) };
    law.storeRule({ type: 'storeRule', ...ids, block });
  }
  return law;
}

test('archives get the record first, sealed where the room is closed, and the rules behind it', async () => {
  const record = bytes('a record');
  const id = cidOf(sha256(record));
  await keepRoom(id, { record, key: KEY });
  const law = lawOf(id, 'one', 'two');
  const sealed = new Uint8Array([...KEY, ...record]);
  const archived = await law.archived(0);
  assert.deepEqual(
    archived.map(({ block }) => block),
    [sealed, bytes('one'), bytes('two')],
  );
  assert.equal(archived[0]?.id, cidOf(sha256(sealed)));
  assert.deepEqual(await law.archived(Date.now() + 1), []);
  await keepRoom(id, { key: null });
  assert.deepEqual((await law.archived(0))[0]?.block, record);
});

test('later on only the rules that came since then', async () => {
  const law = lawOf('room', 'one');
  await new Promise((resolve) => setTimeout(resolve, 5));
  const since = Date.now();
  lawOf('room', 'two');
  assert.deepEqual(
    (await law.archived(since)).map(({ block }) => block),
    [bytes('two')],
  );
  assert.equal((await law.archived(0)).length, 2);
});
