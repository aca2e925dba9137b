/** A room's entries, and its law, as sealed batches and as files, and back. */
import * as CarBufferWriter from '@ipld/car/buffer-writer';
import { code as DAG_CBOR, decode, encode } from '@ipld/dag-cbor';
import { CID } from 'multiformats/cid';
import * as Digest from 'multiformats/hashes/digest';
import type { NamedBlock } from '../history/contract.ts';
import { type BatchRoot, type Block, checked, leafOf, readCar, readCid, seal } from './blocks.ts';
import type { SealedBatch } from './contract.ts';

const SHA2_256 = 0x12;

/** Entries for one batch, what it adds to the room's law, and the profiles that both name. */
export interface Contents {
  readonly profiles: readonly NamedBlock[];
  /** The room's record, then rules, each behind those that it builds on. */
  readonly law: readonly NamedBlock[];
  readonly entries: readonly NamedBlock[];
}

/** What was found in an archive, none of it believed yet, and why the rest was refused. */
export interface Found {
  /** By their content identifiers. */
  readonly profiles: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
  /** The room's record, as it is or sealed; null where there is none. */
  readonly record: Uint8Array<ArrayBuffer> | null;
  /** Each behind those that it builds on. */
  readonly rules: readonly FoundEntry[];
  readonly entries: readonly FoundEntry[];
  readonly refused: readonly string[];
}

/** An entry of the room's log, or of its law. */
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
  { profiles, law, entries }: Contents,
): Promise<{ root: BatchRoot; blocks: Block[] }> {
  const links = (blocks: readonly NamedBlock[]) => blocks.map(({ id }) => leafOf(readCid(id)));
  const value = {
    v: 1,
    room,
    profiles: links(profiles),
    ...(law.length === 0 ? {} : { law: links(law) }),
    entries: links(entries),
    ...(prev === null ? {} : { prev: readCid(prev) }),
  };
  const bytes = new Uint8Array(encode(value));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const cid = CID.createV1(DAG_CBOR, Digest.create(SHA2_256, digest));
  const blocks = [...profiles, ...law, ...entries].map(({ id, block }) => ({
    cid: leafOf(readCid(id)),
    bytes: block,
  }));
  return {
    root: { ...value, cid, bytes, prev: value.prev ?? null, law: value.law ?? [] },
    blocks,
  };
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

/** The profile that an entry or a rule names; null where it names none. */
export function profileOf(block: Uint8Array): string | null {
  return idOf((decode(block) as Fields).profile);
}

const idOf = (link: unknown): string | null => CID.asCID(link)?.toString() ?? null;

/** The entries, profiles and law of a CAR. What is damaged is named and left out; what comes before a break is kept. */
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
  record: Uint8Array<ArrayBuffer> | null = null;
  readonly rules: (FoundEntry & { readonly lamport: number })[] = [];
  readonly entries: FoundEntry[] = [];
  readonly refused: string[] = [];
  /** What batches list as entries. */
  readonly #said = new Set<string>();

  async take({ cid, bytes }: Block): Promise<void> {
    const block = new Uint8Array((await checked(cid, bytes)).bytes);
    const { kind, lamport, profile, entries, policy, sealed } = (decode(block) ?? {}) as Fields;
    if (Array.isArray(entries)) {
      for (const link of entries.map((each) => CID.asCID(each))) {
        if (link !== null) this.#said.add(entryCid(link).toString());
      }
    } else if (kind === 'profile') {
      this.profiles.set(entryCid(cid).toString(), block);
    } else if (kind === 'rule') {
      this.rules.push({ block, profile: idOf(profile), lamport: Number(lamport) });
    } else if (typeof kind === 'string') {
      this.entries.push({ block, profile: idOf(profile) });
    } else if (policy !== undefined || sealed !== undefined) {
      this.record = block;
    }
  }

  close(): void {
    // Profiles that were said by themselves are entries as well.
    for (const [id, block] of this.profiles) {
      if (this.#said.has(id)) this.entries.push({ block, profile: null });
    }
    // Whatever the order of the file: a rule's lamport is above those of all that it builds on.
    this.rules.sort((one, other) => one.lamport - other.lamport);
  }
}

/** What tells blocks apart. */
type Fields = Partial<
  Record<'kind' | 'lamport' | 'profile' | 'entries' | 'policy' | 'sealed', unknown>
>;

/** As entries name one another; a batch names them as leaves. */
function entryCid({ multihash }: CID): CID {
  return CID.createV1(DAG_CBOR, multihash);
}
