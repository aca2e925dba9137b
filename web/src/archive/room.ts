/** A room's entries as sealed batches and as files, and back. */
import * as CarBufferWriter from '@ipld/car/buffer-writer';
import { code as DAG_CBOR, decode, encode } from '@ipld/dag-cbor';
import { CID } from 'multiformats/cid';
import * as Digest from 'multiformats/hashes/digest';
import type { NamedBlock } from '../history/contract.ts';
import { type BatchRoot, type Block, checked, leafOf, readCar, readCid, seal } from './blocks.ts';
import type { SealedBatch } from './contract.ts';

const SHA2_256 = 0x12;

/** Entries for one batch, with the profiles that they name. */
export interface Contents {
  readonly profiles: readonly NamedBlock[];
  readonly entries: readonly NamedBlock[];
}

/** What was found in an archive, none of it believed yet, and why the rest was refused. */
export interface Found {
  /** By their content identifiers. */
  readonly profiles: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
  readonly entries: readonly FoundEntry[];
  readonly refused: readonly string[];
}

export interface FoundEntry {
  readonly block: Uint8Array<ArrayBuffer>;
  /** The profile that it names. */
  readonly profile: string | null;
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
  const found = new Finding();
  const refuse = (error: unknown): void => {
    found.refused.push(error instanceof Error ? error.message : String(error));
  };
  try {
    for await (const block of readCar(car)) await found.take(block).catch(refuse);
  } catch (error) {
    refuse(error);
  }
  found.close();
  return found;
}

class Finding implements Found {
  readonly profiles = new Map<string, Uint8Array<ArrayBuffer>>();
  readonly entries: FoundEntry[] = [];
  readonly refused: string[] = [];
  /** What batches list as entries. */
  readonly #said = new Set<string>();

  async take({ cid, bytes }: Block): Promise<void> {
    const block = new Uint8Array((await checked(cid, bytes)).bytes);
    const value = decode(block) as { kind?: unknown; profile?: unknown; entries?: unknown } | null;
    if (Array.isArray(value?.entries)) {
      for (const link of value.entries.map((each) => CID.asCID(each))) {
        if (link !== null) this.#said.add(entryCid(link).toString());
      }
    } else if (value?.kind === 'profile') {
      this.profiles.set(entryCid(cid).toString(), block);
    } else if (typeof value?.kind === 'string') {
      this.entries.push({ block, profile: CID.asCID(value.profile)?.toString() ?? null });
    }
  }

  /** Profiles that were said by themselves are entries as well. */
  close(): void {
    for (const [id, block] of this.profiles) {
      if (this.#said.has(id)) this.entries.push({ block, profile: null });
    }
  }
}

/** As entries name one another; a batch names them as leaves. */
function entryCid({ multihash }: CID): CID {
  return CID.createV1(DAG_CBOR, multihash);
}
