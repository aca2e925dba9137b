import assert from 'node:assert/strict';
import { buffer } from 'node:stream/consumers';
import { CarReader, CarWriter } from '@ipld/car';
import * as dagCbor from '@ipld/dag-cbor';
import { CID } from 'multiformats/cid';
import * as raw from 'multiformats/codecs/raw';
import { sha256 } from 'multiformats/hashes/sha2';
import type { SealedBatch } from '../../src/archive/contract.ts';

export interface TestBlock {
  readonly cid: CID;
  readonly bytes: Uint8Array;
}

/** A batch as the libraries of IPFS make it, and its blocks, its own first. */
export interface TestBatch extends SealedBatch {
  readonly blocks: readonly TestBlock[];
}

/** A block of DAG-CBOR. */
export async function blockOf(value: unknown): Promise<TestBlock> {
  const bytes = new Uint8Array(dagCbor.encode(value));
  return { cid: CID.createV1(dagCbor.code, await sha256.digest(bytes)), bytes };
}

/** The block as batches link it. */
function leafOf({ cid, bytes }: TestBlock): TestBlock {
  return { cid: CID.createV1(raw.code, cid.multihash), bytes };
}

export async function carOf(root: CID, blocks: readonly TestBlock[]): Promise<SealedBatch['car']> {
  const { writer, out } = CarWriter.create([root]);
  const whole = buffer(out);
  for (const block of blocks) await writer.put(block);
  await writer.close();
  return new Uint8Array(await whole);
}

/** A room's history: `count` batches, each with `size` entries, the oldest first. */
export async function batches(count: number, size: number, room = 'lagoon'): Promise<TestBatch[]> {
  const profile = await blockOf({ kind: 'profile', name: 'Ada' });
  const made: TestBatch[] = [];
  for (let at = 0; at < count; at++) {
    const prev = made.at(-1)?.blocks[0]?.cid;
    const numbers = Array.from({ length: size }, (_, index) => at * size + index);
    const entries = await Promise.all(
      numbers.map((number) =>
        blockOf({ kind: 'text', text: `message ${number} in ${room}`, profile: profile.cid }),
      ),
    );
    const leaves = [profile, ...entries].map(leafOf);
    const [about, ...said] = leaves.map(({ cid }) => cid);
    const root = await blockOf({
      v: 1,
      room,
      ...(prev ? { prev } : {}),
      profiles: [about],
      entries: said,
    });
    const blocks = [root, ...leaves];
    made.push({ root: root.cid.toString(), car: await carOf(root.cid, blocks), blocks });
  }
  return made;
}

/** The blocks of a CAR by their CIDs. */
export async function blocksIn({ car }: SealedBatch): Promise<ReadonlyMap<string, Uint8Array>> {
  const found = new Map<string, Uint8Array>();
  for await (const { cid, bytes } of (await CarReader.fromBytes(car)).blocks()) {
    found.set(cid.toString(), bytes);
  }
  return found;
}

/** What an archive gave, and with which words it ended. */
export interface Reading {
  readonly given: readonly SealedBatch[];
  readonly words: string | null;
}

export async function read(from: AsyncIterable<SealedBatch>): Promise<Reading> {
  const given: SealedBatch[] = [];
  try {
    for await (const batch of from) given.push(batch);
    return { given, words: null };
  } catch (error) {
    return { given, words: (error as Error).message };
  }
}

/** Every batch is there, in order, with all of its blocks and no others. */
export async function assertWhole(
  given: readonly SealedBatch[],
  stored: readonly TestBatch[],
): Promise<void> {
  assert.deepEqual(
    given.map(({ root }) => root),
    stored.map(({ root }) => root),
  );
  for (const [at, batch] of given.entries()) {
    const { blocks = [] } = stored[at] ?? {};
    const expected = new Map(blocks.map(({ cid, bytes }) => [cid.toString(), bytes]));
    assert.deepEqual(await blocksIn(batch), expected);
  }
}
