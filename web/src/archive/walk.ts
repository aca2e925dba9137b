import type { CID } from 'multiformats/cid';
import {
  BATCHES_MAX,
  type BatchRoot,
  type Block,
  checked,
  linksOf,
  readBatch,
  readCar,
  readCid,
  seal,
} from './blocks.ts';
import type { SealedBatch } from './contract.ts';
import { count, trouble, wordsOf } from './words.ts';

/** Blocks that are asked for at once, where their source says nothing else: servers dislike more. */
const PARALLEL_MAX = 16;

/** After so many rounds in a row of which no block came the source is given up: each may take all of its patience. */
const EMPTY_ROUNDS_MAX = 3;

/** Somebody who gives blocks, whom nobody has to trust. */
export interface BlockSource {
  /** As people know it. */
  readonly name: string;
  block(cid: CID): Promise<Uint8Array>;
  /** Blocks that may be asked for at once. */
  readonly parallelMax?: number;
  /** A CAR of all that is below a root, other batches included, where that can be had in one answer. */
  readonly car?: (root: CID) => AsyncIterable<Uint8Array>;
}

/**
 * The batches from `head` back to the cursor, or to the first one, oldest first.
 *
 * Their own blocks are asked for one by one, from the newest on. If all batches are wanted, the rest comes in one CAR,
 * and what that lacks is asked for alone; otherwise everything is.
 */
export async function* walk(
  source: BlockSource,
  head: string | null,
  cursor: string | null,
): AsyncGenerator<SealedBatch> {
  if (head === null || head === cursor) return;
  const blocks = new Blocks(source);
  try {
    const roots = await rootsOf(blocks, head, cursor);
    if (cursor === null && roots.length > 0) blocks.expect(readCid(head), roots);
    for (const root of roots.reverse()) {
      const profiles = await blocks.take(root.profiles);
      const said = await blocks.take([...root.law, ...root.entries]);
      if (said.length > 0) yield seal(root, [...profiles, ...said]);
    }
    blocks.judge();
  } finally {
    await blocks.close();
  }
}

async function rootsOf(blocks: Blocks, head: string, cursor: string | null): Promise<BatchRoot[]> {
  const roots: BatchRoot[] = [];
  let at: CID | null = readCid(head);
  while (at !== null && at.toString() !== cursor) {
    if (roots.length === BATCHES_MAX) {
      blocks.lack(`only the newest ${BATCHES_MAX} batches are read`);
      break;
    }
    const root = await blocks.takeBatch(at);
    if (root === null) break;
    roots.push(root);
    at = root.prev;
  }
  return roots;
}

/** Checked blocks from a source, and what of them could not be had. */
class Blocks {
  readonly #source: BlockSource;
  /** The CIDs that the CAR is to bring; others in it are passed over. */
  readonly #expected = new Set<string>();
  readonly #kept = new Map<string, Uint8Array>();
  #car: AsyncIterator<Block> | undefined;
  #endCar = async (): Promise<void> => {};
  #firstProblem: string | undefined;
  #lacking = 0;
  /** In a row. */
  #emptyRounds = 0;

  constructor(source: BlockSource) {
    this.#source = source;
  }

  /** Opens the CAR that brings all links of these batches. */
  expect(head: CID, roots: readonly BatchRoot[]): void {
    if (this.#source.car === undefined) return;
    for (const root of roots) {
      for (const link of linksOf(root)) this.#expected.add(link.toString());
    }
    const parts = this.#source.car(head)[Symbol.asyncIterator]();
    this.#car = readCar({ [Symbol.asyncIterator]: () => parts })[Symbol.asyncIterator]();
    // The reader of a CAR does not end what it reads from.
    this.#endCar = async () => {
      await parts.return?.();
    };
  }

  /** Those of the blocks that can be had, in their order. */
  async take(cids: readonly CID[]): Promise<Block[]> {
    const found: (Block | null)[] = [];
    const step = this.#source.parallelMax ?? PARALLEL_MAX;
    for (let at = 0; at < cids.length; at += step) {
      const some = cids.slice(at, at + step);
      for (const cid of some) await this.#pullUntil(cid.toString());
      const round = await Promise.all(some.map((cid) => this.#one(cid)));
      this.#emptyRounds = round.some((block) => block !== null) ? 0 : this.#emptyRounds + 1;
      found.push(...round);
    }
    return found.filter((block) => block !== null);
  }

  async takeBatch(cid: CID): Promise<BatchRoot | null> {
    const block = await this.#one(cid);
    if (block === null) return null;
    try {
      return readBatch(block);
    } catch (error) {
      this.lack(error);
      return null;
    }
  }

  /** Something cannot be had, for this reason. */
  lack(reason: unknown): void {
    this.#lacking++;
    this.#firstProblem ??= wordsOf(reason);
  }

  /** Fails in words for people if anything could not be had. */
  judge(): void {
    if (this.#lacking === 0) return;
    throw trouble(
      'Not everything could be read from the archive',
      `${count(this.#lacking, 'block')} could not be had, the first because: ${this.#firstProblem}`,
      'What is valid was kept. Try again later, or read from another archive.',
    );
  }

  close(): Promise<void> {
    return this.#endCar();
  }

  async #one(cid: CID): Promise<Block | null> {
    const kept = this.#kept.get(cid.toString());
    if (kept !== undefined) return { cid, bytes: kept };
    try {
      if (this.#emptyRounds >= EMPTY_ROUNDS_MAX) {
        throw new Error(`${this.#source.name} was given up`);
      }
      return await checked(cid, await this.#source.block(cid));
    } catch (error) {
      this.lack(error);
      return null;
    }
  }

  async #pullUntil(wanted: string): Promise<void> {
    while (this.#car !== undefined && !this.#kept.has(wanted)) {
      try {
        const { done, value } = await this.#car.next();
        if (done) this.#car = undefined;
        else await this.#keep(value);
      } catch (error) {
        this.#car = undefined;
        // What it lacks is asked for alone; this is why, should that not be had either.
        this.#firstProblem ??= `${this.#source.name} broke off, ${wordsOf(error)}`;
      }
    }
  }

  async #keep({ cid, bytes }: Block): Promise<void> {
    const name = cid.toString();
    if (!this.#expected.delete(name)) return;
    try {
      await checked(cid, bytes);
      this.#kept.set(name, bytes);
    } catch (error) {
      this.#firstProblem ??= wordsOf(error);
    }
  }
}
