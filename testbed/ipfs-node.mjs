/**
 * A real IPFS node on free ports of the loopback: the RPC of Kubo (/api/v0/…) and a trustless gateway over the same
 * blocks. It knows no other node and reaches for none. Prints one line of JSON, {"rpc": URL, "gateway": URL}, once both
 * answer; runs until its standard input ends or it is told to stop, and leaves nothing on disk.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startGateway } from './gateway.mjs';
import { stopWhenTold } from './stopping.mjs';

// Its libraries came after Node 20.
Promise.withResolvers ??= () => {
  const made = {};
  made.promise = new Promise((resolve, reject) => Object.assign(made, { resolve, reject }));
  return made;
};

const { create } = await import('ipfs-core');
const { HttpApi } = await import('ipfs-http-server');

const repo = await mkdtemp(join(tmpdir(), 'tropichat-ipfs-'));
const ipfs = await create({
  repo,
  silent: true,
  preload: { enabled: false },
  offline: true,
  config: {
    Addresses: { Swarm: [], API: '/ip4/127.0.0.1/tcp/0', Gateway: '', Delegates: [] },
    API: { HTTPHeaders: { 'Access-Control-Allow-Origin': ['*'] } },
    Bootstrap: [],
    Discovery: { MDNS: { Enabled: false }, webRTCStar: { Enabled: false } },
    Pubsub: { Enabled: false },
    Routing: { Type: 'none' },
  },
});
const api = new HttpApi(ipfs);
await api.start();

const gateway = await startGateway({
  block: (cid) => ipfs.block.get(cid, { timeout: 1_000 }),
  car: (cid) => ipfs.dag.export(cid, { timeout: 30_000 }),
});

stopWhenTold(async () => {
  gateway.close();
  // Its own stop waits for connections that are kept open.
  await Promise.all(api._apiServers.map((server) => server.stop({ timeout: 0 })));
  await ipfs.stop();
  await rm(repo, { recursive: true, force: true });
});
console.log(JSON.stringify({ rpc: api._apiServers[0].info.uri, gateway: gateway.url }));
