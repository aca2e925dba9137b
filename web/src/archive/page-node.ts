import { noise } from '@chainsafe/libp2p-noise';
import { yamux } from '@chainsafe/libp2p-yamux';
import { type BitswapComponents, createBitswap } from '@helia/bitswap';
import { Helia } from '@helia/utils';
import { identify } from '@libp2p/identify';
import { webSockets } from '@libp2p/websockets';
import { type Multiaddr, multiaddr } from '@multiformats/multiaddr';
import { IDBBlockstore } from 'blockstore-idb';
import { MemoryDatastore } from 'datastore-core';
import { createLibp2p, type Libp2p, type Libp2pOptions } from 'libp2p';
import type { CID } from 'multiformats/cid';
import { BLOCK_BYTES_MAX } from './blocks.ts';
import { joined } from './bytes.ts';
import { BLOCKS_DATABASE } from './databases.ts';
import { quote, trouble, wordsOf } from './words.ts';

/** How long a peer may take to answer a call, and to give a block. */
export const PEER_PATIENCE_MILLIS = 15_000;

/** Peers of one archive: a few machines that the room knows. */
const PEERS_MAX = 16;

/** What a node does besides bitswap: OrbitDB gossips. */
export type Services = NonNullable<Libp2pOptions['services']>;

/** An IPFS node in this page. It calls the peers that it was given, and nobody else; nobody can call it. */
export class PageNode {
  readonly helia: Helia<Libp2p>;
  readonly #blocks: IDBBlockstore;
  readonly #peers: readonly Multiaddr[];
  readonly #patienceMillis: number;

  private constructor(
    helia: Helia<Libp2p>,
    blocks: IDBBlockstore,
    peers: readonly Multiaddr[],
    patienceMillis: number,
  ) {
    this.helia = helia;
    this.#blocks = blocks;
    this.#peers = peers;
    this.#patienceMillis = patienceMillis;
  }

  static async start(
    peers: readonly string[],
    patienceMillis = PEER_PATIENCE_MILLIS,
    services: Services = {},
  ): Promise<PageNode> {
    const addresses = peers.slice(0, PEERS_MAX).map(readAddress);
    const blockstore = await openBlocks();
    const libp2p = await createLibp2p({
      addresses: { listen: [] },
      transports: [webSockets()],
      connectionEncrypters: [noise()],
      streamMuxers: [yamux()],
      services: { identify: identify(), ...services },
      // By default a page calls no address of its own network; these are ones that people chose.
      connectionGater: { denyDialMultiaddr: () => false },
    });
    const helia = new Helia({
      libp2p,
      blockstore,
      datastore: new MemoryDatastore(),
      blockBrokers: [bitswap],
      // No delegated routing and no gateways: they would learn what is read here.
      routers: [],
    });
    await helia.start();
    return new PageNode(helia, blockstore, addresses, patienceMillis);
  }

  /** Has a connection with one of the peers at least. Fails in words for people if none can be reached. */
  async connect(): Promise<void> {
    if (this.#peers.length === 0) {
      throw trouble('No peer can be reached', 'none is named', 'Name one that keeps the archive.');
    }
    const signal = AbortSignal.timeout(this.#patienceMillis);
    // Those with whom there is a connection are not called again.
    const calls = this.#peers.map((peer) => this.helia.libp2p.dial(peer, { signal }));
    try {
      await Promise.any(calls);
    } catch (error) {
      const [first] = error instanceof AggregateError ? error.errors : [error];
      throw trouble(
        'None of the peers of the archive can be reached',
        `the first says "${quote(wordsOf(first))}"`,
        'Check their addresses and the network, or try again later.',
      );
    }
  }

  /** A block, by bitswap where it is not kept here. */
  async block(cid: CID): Promise<Uint8Array> {
    const signal = AbortSignal.timeout(this.#patienceMillis);
    const parts: Uint8Array[] = [];
    let bytes = 0;
    try {
      for await (const part of this.helia.blockstore.get(cid, { signal })) {
        bytes += part.length;
        if (bytes > BLOCK_BYTES_MAX) throw new Error('it is too large');
        parts.push(part);
      }
    } catch (error) {
      const why = signal.aborted ? 'no peer gave it in time' : wordsOf(error);
      throw new Error(`block ${cid} could not be had: ${quote(why)}`);
    }
    return joined(parts);
  }

  async stop(): Promise<void> {
    await this.helia.stop();
    await this.#blocks.close();
  }
}

/** Bitswap in the form in which Helia takes those who give it blocks. */
function bitswap(components: BitswapComponents) {
  const swap = createBitswap(components);
  return {
    name: 'bitswap',
    start: () => swap.start(),
    stop: () => swap.stop(),
    announce: (cid: CID) => swap.notify(cid),
    retrieve: (cid: CID, options?: { signal?: AbortSignal }) => swap.want(cid, options),
  };
}

function readAddress(text: string): Multiaddr {
  try {
    return multiaddr(text);
  } catch {
    throw trouble(
      'The archive was not opened',
      `"${quote(text)}" is not the address of a peer`,
      'It looks like /dns4/ipfs.example.org/tcp/443/wss/p2p/12D3….',
    );
  }
}

async function openBlocks(): Promise<IDBBlockstore> {
  const blocks = new IDBBlockstore(BLOCKS_DATABASE);
  try {
    await blocks.open();
  } catch (error) {
    throw trouble(
      'The archive was not opened',
      `this browser keeps nothing for this page: ${quote(wordsOf(error))}`,
      'Private windows may forbid it; use another window, or a gateway.',
    );
  }
  return blocks;
}
