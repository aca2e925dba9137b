/**
 * A real Ceramic node with a network of its own (`inmemory`) on a free port of the loopback, for Node 22 and later:
 * `node ceramic-node.mjs RPC`, where RPC is that of an IPFS node (ipfs-node.mjs), which keeps its blocks. Prints one line
 * of JSON, {"api": URL}, once it answers; runs until its standard input ends or it is told to stop, and leaves nothing on
 * disk.
 */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stopWhenTold } from './stopping.mjs';

// The node that keeps the blocks is one of the old kind; those that are written in Rust know no tiles.
process.env.IPFS_FLAVOR = 'go';

// Its packages have a folder of their own: they ask for other versions of what the other nodes are made of.
const { CeramicDaemon, DaemonConfig } = await import('./ceramic/node_modules/@ceramicnetwork/cli/lib/index.js');

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}

// It tells of all that it does and refuses where only one line is to be.
const say = console.log;
for (const level of ['log', 'warn', 'error']) console[level] = () => {};

const directory = await mkdtemp(join(tmpdir(), 'tropichat-ceramic-'));
const port = await freePort();
const daemon = await CeramicDaemon.create(
  DaemonConfig.fromObject({
    anchor: {},
    'http-api': { hostname: '127.0.0.1', port, 'cors-allowed-origins': ['.*'] },
    // It has no peers, and asks nobody for what it lacks.
    ipfs: { mode: 'remote', host: process.argv[2], 'disable-peer-data-sync': true },
    logger: { 'log-level': 3, 'log-to-files': false },
    metrics: { 'metrics-exporter-enabled': false, 'metrics-publisher-enabled': false },
    network: { name: 'inmemory' },
    node: {},
    'state-store': { mode: 'fs', 'local-directory': join(directory, 'state') },
    indexing: { db: `sqlite://${join(directory, 'index.sqlite')}` },
  }),
);

stopWhenTold(async () => {
  await daemon.close();
  await rm(directory, { recursive: true, force: true });
});
say(JSON.stringify({ api: `http://127.0.0.1:${port}` }));
