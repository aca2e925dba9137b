import { checked, readCar } from './blocks.ts';
import type { Archive, SealedBatch } from './contract.ts';
import { PageNode } from './page-node.ts';
import { walk } from './walk.ts';
import { trouble, wordsOf } from './words.ts';

/** Bitswap asks for many blocks in one message; a peer remembers 1,024 wishes at most. */
const WANTED_MAX = 256;

export interface HeliaOptions {
  /** Multiaddresses of nodes with the room's batches: /dns4/…/tcp/443/wss/p2p/…. No others are asked. */
  readonly peers: readonly string[];
  /** The newest batch, from the room's signed head record. */
  readonly head: string | null;
  readonly patienceMillis?: number;
}

/**
 * An IPFS node in this page: it gets batches from peers, and gives them those that are appended. It is open no longer
 * than the page: what is appended lasts only where a peer fetches and pins it.
 */
export async function heliaArchive({
  peers,
  head: first,
  patienceMillis,
}: HeliaOptions): Promise<Archive> {
  const node = await PageNode.start(peers, patienceMillis);
  let head = first;
  const source = { name: 'The peers', block: node.block.bind(node), parallelMax: WANTED_MAX };
  return {
    kind: 'helia',
    address: null,
    writer: null,
    append: async (batch) => {
      await keep(node, batch);
      // Peers can fetch it only over connections that this page made.
      await node.connect();
      head = batch.root;
      return head;
    },
    async *since(cursor) {
      if (head === null) return;
      await node.connect();
      yield* walk(source, head, cursor);
    },
    close: () => node.stop(),
  };
}

async function keep(node: PageNode, { car }: SealedBatch): Promise<void> {
  try {
    for await (const { cid, bytes } of readCar(car)) {
      await checked(cid, bytes);
      await node.helia.blockstore.put(cid, bytes);
    }
  } catch (error) {
    throw trouble(
      'The batch was not stored in this browser',
      wordsOf(error),
      'If there is no space left, delete what is not needed.',
    );
  }
}
