import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { kuboArchive } from '../src/archive/open.ts';
import { assertWhole, batches, read } from './stage/batches.ts';
import { TestbedNode } from './stage/testbed.ts';

type Node = Awaited<ReturnType<typeof TestbedNode.startIpfs>>;
let node: Node;
before(async () => {
  node = await TestbedNode.startIpfs();
});
after(() => node?.stop());

const rpcCall = async (path: string): Promise<Response> =>
  fetch(`${node.addresses.rpc}/api/v0/${path}`, { method: 'POST' });

test('batches are imported, pinned and read back, by the RPC and by the gateway', async () => {
  const stored = await batches(3, 40);
  const { rpc, gateway } = node.addresses;
  const archive = await kuboArchive({ rpc: `${rpc}/`, head: null });
  for (const batch of stored) assert.equal(await archive.append(batch), batch.root);
  const pins = await (await rpcCall(`pin/ls?arg=${stored[2]?.root}`)).text();
  assert.match(pins, /recursive/);

  const head = stored[2]?.root ?? null;
  for (const options of [{ rpc }, { rpc, gateway }, { gateway: `${gateway}/ipfs/` }]) {
    const restored = await kuboArchive({ ...options, head });
    const { given, words } = await read(restored.since(null));
    assert.equal(words, null);
    await assertWhole(given, stored);

    const later = await read(restored.since(stored[0]?.root ?? null));
    assert.equal(later.words, null);
    await assertWhole(later.given, stored.slice(1));
    assert.deepEqual(await read(restored.since(head)), { given: [], words: null });
  }
});

test('the node names blocks as the libraries do', async () => {
  const [batch] = await batches(1, 3, 'reef');
  assert.ok(batch);
  await (await kuboArchive({ rpc: node.addresses.rpc, head: null })).append(batch);
  for (const { cid, bytes } of batch.blocks) {
    const answer = await rpcCall(`block/get?arg=${cid}`);
    assert.deepEqual(new Uint8Array(await answer.arrayBuffer()), bytes);
  }
});

test('a room whose head nobody has is told of', async () => {
  const [batch] = await batches(1, 1, 'nowhere');
  const archive = await kuboArchive({
    gateway: node.addresses.gateway,
    head: batch?.root ?? null,
    patienceMillis: 10_000,
  });
  const { given, words } = await read(archive.since(null));
  assert.deepEqual(given, []);
  assert.match(words ?? '', /^Not everything could be read .* 1 block could not be had/);
});

test('a node that cannot pin the older batches says so', async () => {
  const [, second] = await batches(2, 2, 'torn');
  assert.ok(second);
  const archive = await kuboArchive({
    rpc: node.addresses.rpc,
    head: null,
    patienceMillis: 2_000,
  });
  await assert.rejects(
    archive.append(second),
    /^Error: The IPFS node at http:.*(refused|does not answer)/,
  );
});
