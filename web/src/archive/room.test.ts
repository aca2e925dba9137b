import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CarBlockIterator } from '@ipld/car/iterator';
import { decode, encode } from '@ipld/dag-cbor';
import { CID } from 'multiformats/cid';
import type { NamedBlock } from '../history/contract.ts';
import { cidOf } from '../history/places.ts';
import { sha256 } from '../keys/hashes.ts';
import { carFile, profileOf, readRoomCar, sealBatch } from './room.ts';

function named(value: unknown): NamedBlock {
  const block = new Uint8Array(encode(value));
  return { id: cidOf(sha256(block)), block };
}

const PROFILE = named({ kind: 'profile', name: 'Ada' });
const BY_ADA = { profile: CID.parse(PROFILE.id) };
const RECORD = named({ v: 1, room: 'room', sealed: new Uint8Array(28) });
const RULES = [1, 2, 3].map((lamport) => named({ kind: 'rule', lamport, ...BY_ADA }));
const ENTRY = named({ kind: 'sealed', ...BY_ADA });

async function* eachOf<Each>(...all: readonly Each[]): AsyncGenerator<Each> {
  yield* all;
}

const blocksOf = (all: readonly { readonly block: Uint8Array }[]) => all.map(({ block }) => block);

test('the law goes into a file and comes out of it, each rule behind those that it builds on', async () => {
  const [first, second, third] = RULES as [NamedBlock, NamedBlock, NamedBlock];
  const car = await carFile(
    'room',
    eachOf(
      { profiles: [PROFILE], law: [RECORD, first, third], entries: [ENTRY] },
      { profiles: [PROFILE], law: [second], entries: [] },
    ),
  );
  assert.ok(car);
  const found = await readRoomCar(car);
  assert.deepEqual(found.refused, []);
  assert.deepEqual(found.record, RECORD.block);
  assert.deepEqual(blocksOf(found.rules), blocksOf(RULES));
  assert.deepEqual(blocksOf(found.entries), [ENTRY.block]);
  assert.deepEqual(new Set(found.rules.map(({ profile }) => profile)), new Set([PROFILE.id]));
  assert.deepEqual([...found.profiles], [[PROFILE.id, PROFILE.block]]);
});

test('a batch says of the law only where there is any', async () => {
  const contents = { profiles: [PROFILE], law: [], entries: [ENTRY] };
  const { car } = await sealBatch('room', null, contents);
  const [root] = await firstBlocks(car);
  assert.deepEqual(Object.keys(decode(root as Uint8Array) as object).sort(), [
    ...['entries', 'profiles', 'room', 'v'],
  ]);
  const ruled = await sealBatch('room', null, { ...contents, law: [RECORD] });
  const [other, ...blocks] = await firstBlocks(ruled.car);
  assert.equal((decode(other as Uint8Array) as { law: unknown[] }).law.length, 1);
  assert.deepEqual(blocks, blocksOf([PROFILE, RECORD, ENTRY]));
});

async function firstBlocks(car: Uint8Array): Promise<Uint8Array[]> {
  const blocks: Uint8Array[] = [];
  for await (const { bytes } of await CarBlockIterator.fromBytes(car)) {
    blocks.push(new Uint8Array(bytes));
  }
  return blocks;
}

test('an open record is found as well, and what names no profile has none', async () => {
  const open = named({ v: 1, policy: 'open' });
  const car = await carFile('room', eachOf({ profiles: [], law: [open], entries: [] }));
  assert.ok(car);
  assert.deepEqual((await readRoomCar(car)).record, open.block);
  assert.equal(profileOf(open.block), null);
});
