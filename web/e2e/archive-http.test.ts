import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, test } from 'node:test';
import { kuboArchive, pinningArchive } from '../src/archive/open.ts';
import { assertWhole, batches, blockOf, blocksIn, carOf, read } from './stage/batches.ts';
import { type PinningService, pinningService } from './stage/pinning.ts';

const servers: { close(): void }[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function serve(
  answer: (request: IncomingMessage, response: ServerResponse) => unknown,
): Promise<string> {
  const server = createServer((request, response) => void answer(request, response));
  servers.push({
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const IMPATIENT_MILLIS = 300;

/** A room in a gateway, of which each answer may be spoiled. */
async function gatewayOf(
  spoil: (answer: { kind: 'raw' | 'car'; cid: string; bytes: Uint8Array }) => Uint8Array | number,
) {
  const stored = await batches(3, 20);
  const blocks = new Map(
    stored.flatMap((batch) => batch.blocks.map((block) => [block.cid.toString(), block])),
  );
  const root = blocks.get(stored[2]?.root ?? '')?.cid;
  assert.ok(root);
  const car = await carOf(root, [...blocks.values()]);
  const asked: string[] = [];
  const url = await serve(({ url = '' }, response) => {
    asked.push(url);
    const cid = /\/ipfs\/(\w+)/.exec(url)?.[1] ?? '';
    const kind = url.includes('format=car') ? 'car' : 'raw';
    const bytes = kind === 'car' ? car : blocks.get(cid)?.bytes;
    const spoiled = bytes ? spoil({ kind, cid, bytes }) : 404;
    if (typeof spoiled === 'number') response.writeHead(spoiled).end('out of order');
    else response.end(spoiled);
  });
  const archive = await kuboArchive({
    gateway: url,
    head: root.toString(),
    patienceMillis: IMPATIENT_MILLIS,
  });
  return { archive, stored, asked, url };
}

/** An entry of the second batch. */
const victimOf = (stored: Awaited<ReturnType<typeof batches>>) => {
  const cid = stored[1]?.blocks[5]?.cid.toString();
  assert.ok(cid);
  return cid;
};

const changed = (bytes: Uint8Array) => bytes.with(bytes.length - 1, (bytes.at(-1) ?? 0) ^ 1);

test('all batches come in one CAR besides their own blocks', async () => {
  const { archive, stored, asked } = await gatewayOf(({ bytes }) => bytes);
  const { given, words } = await read(archive.since(null));
  assert.equal(words, null);
  await assertWhole(given, stored);
  assert.equal(asked.length, stored.length + 1);
});

test('what a truncated CAR lacks is asked for alone', async () => {
  const { archive, stored } = await gatewayOf(({ kind, bytes }) =>
    kind === 'car' ? bytes.slice(0, bytes.length / 2) : bytes,
  );
  const { given, words } = await read(archive.since(null));
  assert.equal(words, null);
  await assertWhole(given, stored);
});

test('a truncated CAR that nothing makes good is told of, and what came is kept', async () => {
  const roots = new Set((await batches(3, 20)).map(({ root }) => root));
  const { archive, stored } = await gatewayOf(({ kind, cid, bytes }) => {
    if (kind === 'car') return bytes.slice(0, bytes.length / 2);
    return roots.has(cid) ? bytes : 500;
  });
  const { given, words } = await read(archive.since(null));
  assert.match(words ?? '', /\d+ blocks could not be had, .* broke off, .*What is valid was kept/);
  await assertWhole(given.slice(0, 1), stored.slice(0, 1));
  assert.equal(given.length, 2);
});

test('a block with a wrong hash is refused, and everything else is kept', async () => {
  let victim = '';
  const { archive, stored } = await gatewayOf(({ kind, cid, bytes }) => {
    if (kind === 'car') return 500;
    return cid === victim ? changed(bytes) : bytes;
  });
  victim = victimOf(stored);
  const { given, words } = await read(archive.since(null));
  assert.match(words ?? '', /1 block could not be had/);
  assert.equal(given.length, 3);
  const second = given[1];
  assert.ok(second);
  const kept = await blocksIn(second);
  assert.equal(kept.size, (stored[1]?.blocks.length ?? 0) - 1);
  assert.ok(!kept.has(victim));
});

test('many blocks that are missing keep nobody from the others', async () => {
  let missing = new Set<string>();
  const { archive, stored } = await gatewayOf(({ kind, cid, bytes }) =>
    kind === 'car' || missing.has(cid) ? 404 : bytes,
  );
  missing = new Set(stored[0]?.blocks.slice(4, 16).map(({ cid }) => cid.toString()));
  const { given, words } = await read(archive.since(null));
  assert.match(words ?? '', /12 blocks could not be had/);
  assert.equal(given.length, 3);
  await assertWhole(given.slice(1), stored.slice(1));
});

test('a wrong hash in a CAR is made good by the block alone', async () => {
  const { archive, stored } = await gatewayOf(({ kind, bytes }) =>
    // The last byte belongs to the last block.
    kind === 'car' ? changed(bytes) : bytes,
  );
  const { given, words } = await read(archive.since(null));
  assert.equal(words, null);
  await assertWhole(given, stored);
});

test('a batch whose own block has a wrong hash hides only what is older', async () => {
  let victim = '';
  const { archive, stored } = await gatewayOf(({ cid, bytes }) =>
    cid === victim ? changed(bytes) : bytes,
  );
  victim = stored[0]?.root ?? '';
  const { given, words } = await read(archive.since(null));
  assert.match(words ?? '', /1 block could not be had, .* has a wrong hash: it was changed/);
  await assertWhole(given, stored.slice(1));
});

test('a gateway that answers 500 is given up in words', async () => {
  const { archive, url } = await gatewayOf(() => 500);
  const { given, words } = await read(archive.since(null));
  assert.deepEqual(given, []);
  assert.ok(
    words?.includes(`The gateway at ${url} refused: it answers 500 and says "out of order"`),
  );
});

test('a gateway that never answers is given up in words', async () => {
  const [batch] = await batches(1, 1);
  const gateway = await serve(() => {});
  const archive = await kuboArchive({
    gateway,
    head: batch?.root ?? null,
    patienceMillis: IMPATIENT_MILLIS,
  });
  const { words } = await read(archive.since(null));
  assert.match(words ?? '', /does not answer: nothing came for/);
});

test('a gateway that stops in the middle is given up in words', async () => {
  const [batch] = await batches(1, 1);
  const gateway = await serve((_, response) => response.write('x'));
  const archive = await kuboArchive({
    gateway,
    head: batch?.root ?? null,
    patienceMillis: IMPATIENT_MILLIS,
  });
  const { words } = await read(archive.since(null));
  assert.match(words ?? '', /does not answer: nothing came for/);
});

test('an answer without end is cut off', async () => {
  const [batch] = await batches(1, 1);
  const gateway = await serve((_, response) => {
    const part = Buffer.alloc(65_536);
    const more = () => {
      while (response.write(part));
    };
    response.on('drain', more);
    more();
  });
  const archive = await kuboArchive({ gateway, head: batch?.root ?? null });
  const { words } = await read(archive.since(null));
  assert.match(words ?? '', /was not listened to any longer: its answer is larger than/);
});

test('a block that is no batch is told of', async () => {
  const block = await blockOf({ v: 2, room: 'lagoon' });
  const gateway = await serve((_, response) => response.end(block.bytes));
  const archive = await kuboArchive({ gateway, head: block.cid.toString() });
  const { words } = await read(archive.since(null));
  assert.match(words ?? '', /is not a batch of a room's entries that this version reads/);
});

test('nodes that refuse, lie, or are not there leave words', async () => {
  const [batch] = await batches(1, 1);
  assert.ok(batch);
  const append = async (rpc: string) =>
    (await kuboArchive({ rpc, head: null, patienceMillis: IMPATIENT_MILLIS })).append(batch);
  const forbidding = await serve((_, response) => response.writeHead(403).end('403 - Forbidden'));
  await assert.rejects(append(forbidding), /refused: it answers 403 .* has to allow pages/);
  const silent = await serve(() => {});
  await assert.rejects(append(silent), /does not answer: nothing came for/);
  const lying = await serve((_, response) => response.end('{"Root":{"Cid":{"/":"bafkqaaa"}}}\n'));
  await assert.rejects(append(lying), /did not store the batch: it reports another content/);
  await assert.rejects(append('http://127.0.0.1:1'), /cannot be reached: the browser says/);
  await assert.rejects(append('ipfs.example'), /"ipfs.example" is not the address of one/);
});

async function servicePinning(statuses: readonly string[]): Promise<PinningService> {
  const service = await pinningService(statuses);
  servers.push(service);
  return service;
}

const pinning = (endpoint: string) =>
  pinningArchive({
    endpoint,
    token: 'secret',
    name: 'lagoon',
    origins: ['/dns4/node.example/tcp/4001'],
    head: null,
    pollMillis: 1,
  });

test('a pinning service is asked until it has pinned', async () => {
  const [batch] = await batches(1, 1);
  assert.ok(batch);
  const { asked, endpoint } = await servicePinning(['queued', 'pinning', 'pinned']);
  assert.equal(await (await pinning(`${endpoint}/`)).append(batch), batch.root);
  assert.deepEqual(
    asked.map(({ method, url, authorization }) => ({ method, url, authorization })),
    [
      { method: 'POST', url: '/pins', authorization: 'Bearer secret' },
      { method: 'GET', url: '/pins/UniqueIdOfPinRequest', authorization: 'Bearer secret' },
      { method: 'GET', url: '/pins/UniqueIdOfPinRequest', authorization: 'Bearer secret' },
    ],
  );
  assert.deepEqual(JSON.parse(asked[0]?.body ?? ''), {
    cid: batch.root,
    name: 'lagoon',
    origins: ['/dns4/node.example/tcp/4001'],
  });
});

test('a pinning service that fails, refuses or says nonsense leaves words', async () => {
  const [batch] = await batches(1, 1);
  assert.ok(batch);
  const append = async (endpoint: string) => (await pinning(endpoint)).append(batch);
  const { endpoint } = await servicePinning(['queued', 'failed']);
  await assert.rejects(append(endpoint), /could not pin the batch: it says "no provider found"/);
  const refusing = await serve((_, response) =>
    response.writeHead(401).end('{"error":{"reason":"UNAUTHORIZED"}}'),
  );
  await assert.rejects(append(refusing), /refused: it answers 401 .*UNAUTHORIZED.* valid token/);
  const babbling = await serve((_, response) => response.end('<html>'));
  await assert.rejects(append(babbling), /cannot be understood: it says "<html>"/);
});

test('what a pinning service keeps is read from its gateway', async () => {
  const { stored, url } = await gatewayOf(({ bytes }) => bytes);
  const head = stored[2]?.root ?? null;
  const options = { endpoint: url, token: '', name: 'lagoon', head };
  const { given, words } = await read(
    (await pinningArchive({ ...options, gateway: url })).since(null),
  );
  assert.equal(words, null);
  await assertWhole(given, stored);
  const alone = await pinningArchive(options);
  const nothing = await read(alone.since(null));
  assert.match(nothing.words ?? '', /Nothing can be read from a pinning service/);
});
