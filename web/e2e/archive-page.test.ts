import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { ArchiveSite, readIn, scriptBytes, toText } from './stage/archive-page.ts';
import { assertWhole, batches, type TestBatch } from './stage/batches.ts';
import { Stage } from './stage/stage.ts';
import { TestbedNode } from './stage/testbed.ts';

const stage = Stage.withoutServer();
let site: ArchiveSite;
let node: Awaited<ReturnType<typeof TestbedNode.startOrbitdb>>;

before(async () => {
  site = await ArchiveSite.open();
  node = await TestbedNode.startOrbitdb();
});
after(async () => {
  await node?.stop();
  site?.close();
});

async function newPage(): Promise<Page> {
  const page = await (await stage.profile()).newPage();
  await page.goto(site.url);
  return page;
}

const ask = <Answer>(path: string, body?: Uint8Array<ArrayBuffer>): Promise<Answer> =>
  TestbedNode.ask(node, path, body);

interface Held {
  readonly hash: string;
  readonly size: number;
}

/** What the node holds of a database, once it is so many entries. */
const held = (address: string, count: number) =>
  ask<Held[]>(`hashes?address=${address}&count=${count}`);

const peers = () => [node.addresses.peer];

test('nothing of an archive is loaded before one is opened', async () => {
  const page = await newPage();
  assert.ok((await scriptBytes(page)) < 4_000);
});

test('a node in the page fetches batches from a real one, and gives it others', async () => {
  const stored = await batches(3, 50, 'helia');
  const page = await newPage();
  for (const { car } of stored.slice(0, 2)) await ask('import', car);

  const [, second, third] = stored;
  assert.ok(second && third);
  await page.evaluate((options) => window.archives.helia(options), {
    peers: peers(),
    head: second.root,
  });
  await assertRestored(page, stored.slice(0, 2));

  await page.evaluate((batch) => window.archives.append(batch), toText(third));
  for (const { cid, bytes } of third.blocks) {
    const answer = await fetch(`${node.addresses.control}/ipfs/${cid}?format=raw`);
    assert.deepEqual(new Uint8Array(await answer.arrayBuffer()), bytes);
  }
  await page.evaluate(() => window.archives.close());
});

test('a page stores batches in an IPFS node and reads them by RPC and gateway', async () => {
  const ipfs = await TestbedNode.startIpfs();
  stage.atEnd(() => ipfs.stop());
  const stored = await batches(2, 50, 'kubo');
  const page = await newPage();
  const { rpc, gateway } = ipfs.addresses;
  await page.evaluate((options) => window.archives.kubo(options), { rpc, head: null });
  for (const batch of stored) {
    await page.evaluate((each) => window.archives.append(each), toText(batch));
  }
  await assertRestored(page, stored);
  const head = stored[1]?.root ?? null;
  await page.evaluate((options) => window.archives.kubo(options), { gateway, head });
  await assertRestored(page, stored);
});

test('a peer that nobody answers at is told of', async () => {
  const [batch] = await batches(1, 1);
  assert.ok(batch);
  const page = await newPage();
  stage.excuse(/WebSocket connection to/);
  await page.evaluate((options) => window.archives.helia(options), {
    peers: ['/ip4/127.0.0.1/tcp/1/ws'],
    head: batch.root,
  });
  const { given, words } = await readIn(page);
  assert.deepEqual(given, []);
  assert.match(words ?? '', /^None of the peers of the archive can be reached: .* Check/);
});

/** A page that has made a database with a batch in it, which the node keeps. */
async function written(
  room: string,
  batch: TestBatch,
): Promise<{ page: Page; address: string; writer: string }> {
  const page = await newPage();
  const options = { room, peers: peers(), writers: [] };
  const made = await page.evaluate((each) => window.archives.orbitdb(each), options);
  // The node fetches what the database begins with from the page, once that has called.
  const appended = page.evaluate((each) => window.archives.append(each), toText(batch));
  await ask(`open?address=${made.address}`);
  await appended;
  await held(made.address, 1);
  return { page, ...made };
}

test('an OrbitDB database of the page reaches a second node, and a fresh page restores it', async () => {
  const stored = await batches(4, 50, 'orbit');
  const { page, address, writer } = await written('orbit', first(stored));
  for (const batch of stored.slice(1)) {
    await page.evaluate((each) => window.archives.append(each), toText(batch));
  }
  await held(address, stored.length);
  await page.context().close();

  const fresh = await newPage();
  await fresh.evaluate((options) => window.archives.orbitdb(options), {
    room: 'orbit',
    address,
    peers: peers(),
    writers: [writer],
  });
  await assertRestored(fresh, stored);

  await assert.rejects(
    fresh.evaluate((batch) => window.archives.append(batch), toText(first(stored))),
    /was not stored in OrbitDB: .*not allowed to write/s,
  );
  await fresh.evaluate(async () => {
    await window.archives.close();
    await window.archives.forget();
  });
  const left = await fresh.evaluate(async () => (await indexedDB.databases()).length);
  assert.equal(left, 0);
});

test('entries of foreign writers and malformed ones are refused, the valid ones kept', async () => {
  const stored = await batches(3, 20, 'guests');
  const [one, two, three] = stored;
  assert.ok(one && two && three);
  const { page, address, writer } = await written('guests', one);

  // An honest node keeps to the rules by itself; a dishonest one hears no.
  await assert.rejects(ask(`add?address=${address}`, two.car), /not allowed to write/);
  stage.excuse(/not allowed to write/);
  const refused = page.waitForEvent('console', (message) => /not allowed/.test(message.text()));
  await ask(`add?address=${address}&force`, two.car);
  await refused;
  const after = await readIn(page);
  await assertWhole(after.given, [one]);
  assert.match(after.words ?? '', /1 problem, .* refused, who is not among the room's writers/);

  // Rules wider than the room's: everybody may write.
  const open = await ask<{ address: string; writer: string }>('create?writers=*');
  await ask(`add?address=${open.address}`, one.car);
  await ask(`add?address=${open.address}`, new Uint8Array([1, 2, 3]));
  await ask(`add?address=${open.address}`, two.car.slice(0, -40));
  await ask(`add?address=${open.address}`, three.car);
  const outsider = await newPage();
  await outsider.evaluate((options) => window.archives.orbitdb(options), {
    room: 'guests',
    address: open.address,
    peers: peers(),
    writers: [writer],
  });
  const none = await readIn(outsider);
  assert.deepEqual(none.given, []);
  assert.match(none.words ?? '', /4 problems, the first: an entry of .* was refused/);
  await outsider.evaluate(() => window.archives.close());
  await outsider.evaluate((options) => window.archives.orbitdb(options), {
    room: 'guests',
    address: open.address,
    peers: peers(),
    writers: [open.writer],
  });
  const some = await readIn(outsider);
  assert.deepEqual(
    some.given.map(({ root }) => root),
    stored.map(({ root }) => root),
  );
  await assertWhole(
    [some.given[0], some.given[2]].filter((batch) => batch !== undefined),
    [one, three],
  );
  assert.match(some.words ?? '', /3 problems, the first: .*What is valid was kept/);
});

test('what lies behind entries of a foreign writer is restored, and they are refused', async () => {
  const stored = await batches(5, 20, 'behind');
  const [one, foreign, three, last, late] = stored;
  assert.ok(one && foreign && three && last && late);
  const { page, address, writer } = await written('behind', one);
  // Between entries of the room's writer, and on top of all of them, as the only head that the node tells of.
  stage.excuse(/not allowed to write/);
  await ask(`add?address=${address}&force`, foreign.car);
  await page.evaluate((batch) => window.archives.append(batch), toText(three));
  await held(address, 3);
  await ask(`add?address=${address}&force`, last.car);
  await ask(`add?address=${address}&force`, late.car);
  await page.context().close();

  const fresh = await newPage();
  await fresh.evaluate((options) => window.archives.orbitdb(options), {
    room: 'behind',
    address,
    peers: peers(),
    writers: [writer],
  });
  const { given, words } = await readIn(fresh);
  await assertWhole(given, [one, three]);
  assert.match(words ?? '', /1 problem, the first: an entry of \w+ was refused, who is not among/);
});

async function assertRestored(page: Page, stored: readonly TestBatch[]): Promise<void> {
  const { given, words } = await readIn(page);
  assert.equal(words, null);
  await assertWhole(given, stored);
}

function first(stored: readonly TestBatch[]): TestBatch {
  const [batch] = stored;
  assert.ok(batch);
  return batch;
}
