import * as CarBufferWriter from '@ipld/car/buffer-writer';
import { CarBlockIterator } from '@ipld/car/iterator';
import { code as DAG_CBOR, decode } from '@ipld/dag-cbor';
import { CID } from 'multiformats/cid';
import { code as RAW } from 'multiformats/codecs/raw';
import type { SealedBatch } from './contract.ts';
import { quote } from './words.ts';

const SHA2_256 = 0x12;

/** The largest block, as core has it; the links of a full batch are a third of it. */
export const BLOCK_BYTES_MAX = 262_144;

/** Entries of one batch, as many profiles, and as much law. */
const LINKS_MAX = 1_000;

/** Batches of one room: 500,000 messages, where there are 50 in each. */
export const BATCHES_MAX = 10_000;

/** A block whose hash has been checked. */
export interface Block {
  readonly cid: CID;
  readonly bytes: Uint8Array;
}

/** What a batch's own block says. */
export interface BatchRoot extends Block {
  readonly prev: CID | null;
  readonly profiles: readonly CID[];
  /** The room's record and rules; empty where the room belongs to nobody. */
  readonly law: readonly CID[];
  readonly entries: readonly CID[];
}

/** All that a batch links but the batch before it, in the order of its CAR. */
export const linksOf = ({ profiles, law, entries }: Omit<BatchRoot, keyof Block>): CID[] => [
  ...profiles,
  ...law,
  ...entries,
];

/** Reads a CID that a person or a peer wrote. */
export function readCid(text: string): CID {
  try {
    const cid = known(CID.parse(text));
    if (cid.code === DAG_CBOR) return cid;
    throw new Error(`${cid} is a leaf`);
  } catch {
    throw new Error(`"${quote(text)}" does not name a block of a room`);
  }
}

/** All blocks are of this one kind; batches link the others as mere bytes. */
function known(cid: CID): CID {
  const { version, code, multihash } = cid;
  if (version !== 1 || (code !== DAG_CBOR && code !== RAW) || multihash.code !== SHA2_256) {
    throw new Error(`${cid} is not a block of a room`);
  }
  return cid;
}

/** The same block as mere bytes: who pins what links it does not look for its parents, which may be older than all that is archived. */
export function leafOf(cid: CID): CID {
  return CID.createV1(RAW, cid.multihash);
}

/** The block, if it is what its CID says. */
export async function checked(cid: CID, bytes: Uint8Array): Promise<Block> {
  known(cid);
  if (bytes.length > BLOCK_BYTES_MAX) throw new Error(`block ${cid} is too large`);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes.slice()));
  if (!digest.every((byte, at) => byte === cid.multihash.digest[at])) {
    throw new Error(`block ${cid} has a wrong hash: it was changed or damaged`);
  }
  return { cid, bytes };
}

export function readBatch(block: Block): BatchRoot {
  const value: unknown = decode(block.bytes);
  if (typeof value !== 'object' || value === null) throw notABatch(block.cid);
  const { v, room, prev = null, profiles, law = [], entries } = value as Record<string, unknown>;
  if (v !== 1 || typeof room !== 'string') throw notABatch(block.cid);
  if (!isLinks(profiles, RAW) || !isLinks(law, RAW)) throw notABatch(block.cid);
  if (!isLinks(entries, RAW)) throw notABatch(block.cid);
  if (prev !== null && !isLinks([prev], DAG_CBOR)) throw notABatch(block.cid);
  return { ...block, prev: prev as CID | null, profiles, law, entries };
}

function notABatch(cid: CID): Error {
  return new Error(`block ${cid} is not a batch of a room's entries that this version reads`);
}

function isLinks(value: unknown, codec: number): value is CID[] {
  if (!Array.isArray(value) || value.length > LINKS_MAX) return false;
  return value.map(CID.asCID).every((link) => link !== null && known(link).code === codec);
}

/** The CAR of these blocks, the batch's own first. */
export function seal(root: BatchRoot, blocks: readonly Block[]): SealedBatch {
  const all: readonly Block[] = [root, ...blocks];
  const lengths = all.map((block) => CarBufferWriter.blockLength(block));
  const size = CarBufferWriter.headerLength({ roots: [root.cid] }) + sum(lengths);
  const writer = CarBufferWriter.createWriter(new ArrayBuffer(size), { roots: [root.cid] });
  for (const block of all) writer.write(block);
  return { root: root.cid.toString(), car: writer.close() as Uint8Array<ArrayBuffer> };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** Blocks of a CAR as they come, unchecked. Fails where it ends too soon or is no CAR. */
export async function* readCar(car: Uint8Array | AsyncIterable<Uint8Array>): AsyncGenerator<Block> {
  yield* await (car instanceof Uint8Array
    ? CarBlockIterator.fromBytes(car)
    : CarBlockIterator.fromIterable(car));
}

/** A batch from its CAR: every block that it links and that is what its CID says. Fails where there is no batch in it. */
export async function readSealed(
  car: Uint8Array,
  refuse: (error: unknown) => void,
): Promise<SealedBatch> {
  const reader = await CarBlockIterator.fromBytes(car);
  const [cid, ...others] = await reader.getRoots();
  if (cid === undefined || others.length > 0) throw new Error('a batch has one root');
  const found = new Map<string, Block>();
  try {
    for await (const block of reader) found.set(block.cid.toString(), block);
  } catch (error) {
    refuse(error);
  }
  const own = found.get(cid.toString());
  if (own === undefined) throw new Error(`the CAR lacks its own root, ${cid}`);
  const root = readBatch(await checked(cid, own.bytes));
  const blocks: Block[] = [];
  for (const link of linksOf(root)) {
    const block = found.get(link.toString());
    try {
      if (block === undefined) throw new Error(`block ${link} is missing`);
      blocks.push(await checked(link, block.bytes));
    } catch (error) {
      refuse(error);
    }
  }
  return seal(root, blocks);
}
