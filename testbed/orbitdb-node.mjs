/**
 * A real Helia and OrbitDB node on free ports of the loopback, for Node 22 and later: bitswap, gossipsub and a circuit
 * relay behind a websocket listener that browsers reach. It knows no other node and keeps everything in memory but
 * OrbitDB's heads. Prints one line of JSON, {"peer": MULTIADDRESS, "control": URL}, once it listens; runs until its
 * standard input ends or it is told to stop.
 *
 * What tests ask of it, at `control`:
 *   GET  /ipfs/CID?format=raw             a block, asked for by bitswap where the node lacks it
 *   POST /import                          keeps the blocks of the CAR that is the body
 *   POST /create?writers=A,B              a database for these writers, and the node itself where none is named
 *   POST /open?address=…                  replicates a database from now on
 *   POST /add?address=…[&force]           appends the body; `force`: though the node's own rules forbid it
 *   POST /hashes?address=…&count=N        what the database holds once it is so much, oldest first: {hash, size} each
 */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { noise } from '@chainsafe/libp2p-noise';
import { yamux } from '@chainsafe/libp2p-yamux';
import { createBitswap } from '@helia/bitswap';
import { Helia } from '@helia/utils';
import { CarReader } from '@ipld/car';
import { circuitRelayServer } from '@libp2p/circuit-relay-v2';
import { gossipsub } from '@libp2p/gossipsub';
import { identify } from '@libp2p/identify';
import { webSockets } from '@libp2p/websockets';
import { createOrbitDB, IPFSAccessController } from '@orbitdb/core';
import { MemoryBlockstore } from 'blockstore-core';
import { MemoryDatastore } from 'datastore-core';
import { createLibp2p } from 'libp2p';
import { startGateway } from './gateway.mjs';
import { stopWhenTold } from './stopping.mjs';

const directory = await mkdtemp(join(tmpdir(), 'tropichat-orbitdb-'));
const libp2p = await createLibp2p({
  addresses: { listen: ['/ip4/127.0.0.1/tcp/0/ws'] },
  transports: [webSockets()],
  connectionEncrypters: [noise()],
  streamMuxers: [yamux()],
  services: {
    identify: identify(),
    pubsub: gossipsub({ allowPublishToZeroTopicPeers: true }),
    relay: circuitRelayServer(),
  },
});

/** Bitswap as Helia wants what it gets blocks from. */
const bitswap = (components) => {
  const swap = createBitswap(components);
  return {
    name: 'bitswap',
    start: () => swap.start(),
    stop: () => swap.stop(),
    announce: (cid, options) => swap.notify(cid, options),
    retrieve: (cid, options) => swap.want(cid, options),
  };
};
const helia = new Helia({
  libp2p,
  blockstore: new MemoryBlockstore(),
  datastore: new MemoryDatastore(),
  blockBrokers: [bitswap],
  routers: [],
});
await helia.start();
const orbitdb = await createOrbitDB({ ipfs: helia, directory });

const databases = new Map();
async function opened(address) {
  const known = databases.get(address);
  if (known) return known;
  const database = await orbitdb.open(address);
  databases.set(database.address, database);
  // Peers that go away in mid-talk; without a listener they end the process.
  database.events.on('error', () => {});
  return database;
}

async function block(cid) {
  const parts = [];
  for await (const part of helia.blockstore.get(cid, { signal: AbortSignal.timeout(10_000) })) parts.push(part);
  return Buffer.concat(parts);
}

async function add(address, value, force) {
  const database = await opened(address);
  if (!force) return database.add(value);
  // What a dishonest node would do.
  const { canAppend } = database.access;
  database.access.canAppend = async () => true;
  try {
    return await database.add(value);
  } finally {
    database.access.canAppend = canAppend;
  }
}

const commands = {
  async import(_, body) {
    for await (const { cid, bytes } of (await CarReader.fromBytes(body)).blocks()) {
      await helia.blockstore.put(cid, bytes);
    }
    return {};
  },
  async create(query) {
    const writers = query.get('writers')?.split(',') ?? [orbitdb.identity.id];
    const AccessController = IPFSAccessController({ write: writers });
    const { address } = await orbitdb.open(`room ${databases.size}`, { AccessController });
    await opened(address);
    return { address, writer: orbitdb.identity.id };
  },
  async open(query) {
    return { address: (await opened(query.get('address'))).address };
  },
  async add(query, body) {
    return { hash: await add(query.get('address'), new Uint8Array(body), query.has('force')) };
  },
  async hashes(query) {
    const database = await opened(query.get('address'));
    let all = await database.all();
    while (all.length < Number(query.get('count'))) {
      await once(database.events, 'update');
      all = await database.all();
    }
    return all.map(({ hash, value }) => ({ hash, size: value.length }));
  },
};

const control = await startGateway({ block, commands });

stopWhenTold(async () => {
  control.close();
  await orbitdb.stop();
  await helia.stop();
  await rm(directory, { recursive: true, force: true });
});
console.log(JSON.stringify({ peer: String(libp2p.getMultiaddrs()[0]), control: control.url }));
