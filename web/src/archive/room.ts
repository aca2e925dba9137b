/** A room's entries as sealed batches and as files, and back. */
import * as CarBufferWriter from '@ipld/car/buffer-writer';
import { decode, encode } from '@ipld/dag-cbor';
import { CID } from 'multiformats/cid';
import * as Digest from 'multiformats/hashes/digest';
import type { NamedBlock } from '../history/contract.ts';
import { type BatchRoot, type Block, checked, leafOf, readCar, readCid, seal } from './blocks.ts';
import type { SealedBatch } from './contract.ts';

const DAG_CBOR = 0x71;
const SHA2_256 = 0x12;

/** Entries for one batch, with the profiles that they name. */
export interface Contents {
  readonly profiles: readonly NamedBlock[];
  readonly entries: readonly NamedBlock[];
}

/** What was found in an archive, none of it believed yet, and why the rest was refused. */
export interface Found {
  readonly profiles: readonly Uint8Array<ArrayBuffer>[];
  readonly entries: readonly Uint8Array<ArrayBuffer>[];
  readonly refused: readonly string[];
}

/** One batch that follows another. */
export async function sealBatch(
  room: string,
  prev: string | null,
  contents: Contents,
): Promise<SealedBatch> {
  const { root, blocks } = await batchOf(room, prev, contents);
  return seal(root, blocks);
}

async function batchOf(
  room: string,
  prev: string | null,
  { profiles, entries }: Contents,
): Promise<{ root: BatchRoot; blocks: Block[] }> {
  const links = (blocks: readonly NamedBlock[]) => blocks.map(({ id }) => leafOf(readCid(id)));
  const value = {
    v: 1,
    room,
    profiles: links(profiles),
    entries: links(entries),
    ...(prev === null ? {} : { prev: readCid(prev) }),
  };
  const bytes = new Uint8Array(encode(value));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const cid = CID.createV1(DAG_CBOR, Digest.create(SHA2_256, digest));
  const blocks = [...profiles, ...entries].map(({ id, block }) => ({
    cid: leafOf(readCid(id)),
    bytes: block,
  }));
  return { root: { ...value, cid, bytes, prev: value.prev ?? null }, blocks };
}

/** All of a room in one CAR file, whose root is the newest batch; null where there is nothing in it. */
export async function carFile(
  room: string,
  contents: AsyncIterable<Contents>,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const all: Block[] = [];
  let head: CID | null = null;
  for await (const each of contents) {
    const { root, blocks } = await batchOf(room, head?.toString() ?? null, each);
    all.push(root, ...blocks);
    head = root.cid;
  }
  if (head === null) return null;
  // A profile may be in several batches, and is in the file once.
  const once = [...new Map(all.map((block) => [block.cid.toString(), block])).values()];
  const length = once.reduce((sum, block) => sum + CarBufferWriter.blockLength(block), 0);
  const roots = [head];
  const size = CarBufferWriter.headerLength({ roots }) + length;
  const writer = CarBufferWriter.createWriter(new ArrayBuffer(size), { roots });
  for (const block of once) writer.write(block);
  return writer.close() as Uint8Array<ArrayBuffer>;
}

/** The entries and profiles of a CAR. What is damaged is named and left out; what comes before a break is kept. */
export async function readRoomCar(car: Uint8Array | AsyncIterable<Uint8Array>): Promise<Found> {
  const found = { profiles: [], entries: [], refused: [] as string[] };
  const refuse = (error: unknown): void => {
    found.refused.push(error instanceof Error ? error.message : String(error));
  };
  try {
    for await (const block of readCar(car)) await take(block, found).catch(refuse);
  } catch (error) {
    refuse(error);
  }
  return found;
}

async function take(
  { cid, bytes }: Block,
  found: { profiles: Uint8Array<ArrayBuffer>[]; entries: Uint8Array<ArrayBuffer>[] },
): Promise<void> {
  const { bytes: sound } = await checked(cid, bytes);
  const kind = kindOf(sound);
  if (kind === 'profile') found.profiles.push(new Uint8Array(sound));
  else if (kind !== null) found.entries.push(new Uint8Array(sound));
}

/** What kind of entry a block is; null where it is none, as a batch's own. */
function kindOf(bytes: Uint8Array): string | null {
  const value = decode(bytes) as { kind?: unknown } | null;
  return typeof value?.kind === 'string' ? value.kind : null;
}
