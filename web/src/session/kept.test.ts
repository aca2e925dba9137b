import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encode } from '@ipld/dag-cbor';
import { CID } from 'multiformats/cid';
import type { LogEntry, NamedBlock } from '../history/contract.ts';
import { cidOf } from '../history/places.ts';
import { memoryStore } from '../history/room-store.ts';
import { sha256 } from '../keys/hashes.ts';
import { keptContents } from './kept.ts';

function named(value: unknown): NamedBlock {
  const block = new Uint8Array(encode(value));
  return { id: cidOf(sha256(block)), block };
}

const [OWNER, GUEST] = ['owner', 'guest'].map(named) as [NamedBlock, NamedBlock];

const rule = (number: number, size = 1): NamedBlock =>
  named({ profile: CID.parse(OWNER.id), rule: new Uint8Array(size).fill(number) });

function entry(lamport: number): LogEntry {
  const digest = new Uint8Array(32).fill(lamport);
  return {
    ...{ id: cidOf(digest), digest, lamport, block: new Uint8Array([lamport]), kind: 'text' },
    ...{ author: 'did:key:zBen', name: 'Ben', color: '#00aa77', account: '0x0', proof: 'wallet' },
    ...{ profile: GUEST.id, timeMillis: lamport, clockOff: false, text: 'hi', action: false },
    ...{ reply: null, target: null, emoji: null, on: false, archive: null, letter: null },
    arrivedMillis: lamport,
  };
}

async function partsOf(law: readonly NamedBlock[], max: number, sinceMillis?: number) {
  const store = memoryStore(100);
  for (const { id, block } of [OWNER, GUEST]) await store.putProfile(id, block);
  await store.put([1, 2, 3].map(entry), false);
  const parts: unknown[] = [];
  for await (const { profiles, law: some, entries } of keptContents(store, law, max, sinceMillis)) {
    const names = profiles.map(({ id }) => (id === OWNER.id ? 'owner' : 'guest'));
    parts.push([names, some.length, entries.map(({ lamport }) => lamport)]);
  }
  return parts;
}

test('the law comes before what was said, with the profiles that both name', async () => {
  assert.deepEqual(await partsOf([rule(1), rule(2)], 9), [[['owner', 'guest'], 2, [1, 2, 3]]]);
  assert.deepEqual(await partsOf([], 9), [[['guest'], 0, [1, 2, 3]]]);
  assert.deepEqual(await partsOf([rule(1)], 9, 4), [[['owner'], 1, []]]);
  assert.deepEqual(await partsOf([], 9, 4), []);
});

test('parts hold no more blocks, and no more bytes, than archives take at once', async () => {
  assert.deepEqual(await partsOf([rule(1), rule(2), rule(3)], 2), [
    [['owner'], 2, []],
    [['owner', 'guest'], 1, [1]],
    [['guest'], 0, [2, 3]],
  ]);
  assert.deepEqual(await partsOf([rule(1, 300_000), rule(2, 300_000)], 9), [
    [['owner'], 1, []],
    [['owner', 'guest'], 1, [1, 2, 3]],
  ]);
});
