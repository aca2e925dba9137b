import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { test } from 'node:test';
import { decode } from '@ipld/dag-cbor';
import { Person } from './stage/person.ts';
import { pinningService } from './stage/pinning.ts';
import { MESSAGES, openPanel, spoken } from './stage/spoken.ts';
import { Stage } from './stage/stage.ts';
import { TestbedNode } from './stage/testbed.ts';

const stage = Stage.forFile();

/** A port on which nobody listens any more. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  await once(server.close(), 'close');
  return port;
}

async function fills(person: Person, fields: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, value] of Object.entries(fields)) {
    await person.page.getByLabel(name, { exact: true }).fill(value);
  }
}

async function presses(person: Person, button: string): Promise<void> {
  await person.page.getByRole('button', { name: button }).click();
}

async function chooses(person: Person, title: string): Promise<void> {
  await person.page.getByLabel('Archive in').selectOption({ label: title });
}

function nameOf(person: Person): Promise<string> {
  return person.page.getByLabel('What names the archive').inputValue();
}

/** Somebody who meets nobody and has nothing of the room. */
async function newcomer(room: string): Promise<Person> {
  const person = await Person.inRoom(stage, { room, name: 'Bo' });
  await openPanel(person);
  return person;
}

async function readsAll(person: Person): Promise<void> {
  for (const text of MESSAGES) await person.reads(text);
}

test('a room is archived in an IPFS node, pinned elsewhere, and restored from nothing but that', async () => {
  const node = await TestbedNode.startIpfs();
  stage.atEnd(() => node.stop());
  const service = await pinningService(['pinned', 'pinned']);
  stage.atEnd(() => service.close());
  const room = stage.nextRoom();
  const ana = await spoken(stage, room);
  await fills(ana, {
    Address: node.addresses.rpc,
    'Pinning service': service.endpoint,
    'Its token': 'secret',
  });
  await presses(ana, 'Archive the room there');
  await ana.hasStatus('3 entries are in the archive.');
  await ana.log.getByTitle('Archived: ipfs').first().waitFor();
  const [first] = service.asked;
  assert.equal(first?.authorization, 'Bearer secret');
  const pin = JSON.parse(first?.body ?? '');
  assert.equal(pin.cid, await nameOf(ana));
  const id = await fetch(`${node.addresses.rpc}/api/v0/id`, { method: 'POST' });
  assert.deepEqual(pin.origins, ((await id.json()) as { Addresses: unknown }).Addresses);

  await ana.say('fourth words');
  await ana.reads('fourth words');
  await presses(ana, 'Archive the room there');
  // The new message, and the word that told the room of the archive.
  await ana.hasStatus('5 entries are in the archive.');
  const head = await nameOf(ana);
  assert.notEqual(head, pin.cid);
  await ana.leave();

  const bo = await newcomer(room);
  await fills(bo, {
    Address: '',
    'Gateway to read from': node.addresses.gateway,
    'What names the archive': head,
  });
  await presses(bo, 'Restore from there');
  await bo.hasStatus('5 messages taken, 0 were here already.');
  await readsAll(bo);
  await bo.reads('fourth words');
});

test('what could not be pinned is not archived twice, and is pinned the next time', async () => {
  const node = await TestbedNode.startIpfs();
  stage.atEnd(() => node.stop());
  const service = await pinningService(['failed', 'pinned']);
  stage.atEnd(() => service.close());
  const ana = await spoken(stage, stage.nextRoom());
  await fills(ana, { Address: node.addresses.rpc, 'Pinning service': service.endpoint });
  await presses(ana, 'Archive the room there');
  await ana.hasStatus('could not pin the batch: it says "no provider found"');
  await presses(ana, 'Archive the room there');
  await ana.hasStatus('3 entries are in the archive.');
  const pins = service.asked.map(({ body }) => JSON.parse(body).cid);
  assert.deepEqual(pins, [await nameOf(ana), await nameOf(ana)]);
});

test('members are told of an archive, and what names it', async () => {
  const node = await TestbedNode.startIpfs();
  stage.atEnd(() => node.stop());
  const room = stage.nextRoom();
  const ana = await spoken(stage, room);
  const bo = await newcomer(room);
  await readsAll(bo);
  await fills(ana, { Address: node.addresses.rpc });
  await presses(ana, 'Archive the room there');
  await ana.hasStatus('3 entries are in the archive.');
  const head = await nameOf(ana);
  // The panel reads what is known when it is opened.
  await presses(bo, 'Close');
  await openPanel(bo);
  await presses(bo, 'IPFS node: 3 entries, Ana');
  assert.equal(await nameOf(bo), head);
  await fills(bo, { Address: node.addresses.rpc });
  await presses(bo, 'Restore from there');
  await bo.hasStatus('0 messages taken, 3 were here already.');
});

test('what is said goes on into the archive by itself', async () => {
  const node = await TestbedNode.startIpfs();
  stage.atEnd(() => node.stop());
  const room = stage.nextRoom();
  const ana = await spoken(stage, room);
  await fills(ana, { Address: node.addresses.rpc });
  await ana.page.getByLabel('Go on by itself while I am here').check();
  await presses(ana, 'Archive the room there');
  await ana.hasStatus('3 entries are in the archive.');
  for (let number = 1; number <= 50; number++) await ana.say(`more words ${number}`);
  const last = ana.log.getByRole('article').filter({ hasText: 'more words 40' });
  await last.getByTitle('Archived: ipfs').waitFor();
});

test('a node of the page gives the room to one that somebody runs', async () => {
  const node = await TestbedNode.startOrbitdb();
  stage.atEnd(() => node.stop());
  const room = stage.nextRoom();
  const ana = await spoken(stage, room);
  await chooses(ana, 'IPFS from this page');
  await fills(ana, { Nodes: node.addresses.peer });
  await presses(ana, 'Archive the room there');
  await ana.hasStatus('3 entries are in the archive.');
  const head = await nameOf(ana);
  // The node fetches what it is asked for, as one does that pins.
  for (const cid of await linksBelow(node.addresses.control, head)) {
    await blockOf(node.addresses.control, cid);
  }
  await ana.leave();

  const bo = await newcomer(room);
  await chooses(bo, 'IPFS from this page');
  await fills(bo, { Nodes: node.addresses.peer, 'What names the archive': head });
  await presses(bo, 'Restore from there');
  await bo.hasStatus('3 messages taken, 0 were here already.');
  await readsAll(bo);
});

test('a room is replicated to a second OrbitDB node, and restored from it', async () => {
  const node = await TestbedNode.startOrbitdb();
  stage.atEnd(() => node.stop());
  const room = stage.nextRoom();
  const ana = await spoken(stage, room);
  await chooses(ana, 'OrbitDB');
  await fills(ana, { Nodes: node.addresses.peer });
  await presses(ana, 'Archive the room there');
  const waiting = ana.page.getByRole('status').filter({ hasText: 'Waiting for one of the nodes' });
  const address = /\/orbitdb\/\w+/.exec((await waiting.textContent()) ?? '')?.[0] ?? '';
  await TestbedNode.ask(node, `open?address=${address}`);
  await ana.hasStatus('3 entries are in the archive.');
  await TestbedNode.ask(node, `hashes?address=${address}&count=1`);
  await ana.leave();

  const bo = await newcomer(room);
  await chooses(bo, 'OrbitDB');
  await fills(bo, { Nodes: node.addresses.peer, 'What names the archive': address });
  await presses(bo, 'Restore from there');
  await bo.hasStatus('3 messages taken, 0 were here already.');
  await readsAll(bo);
});

test('of a database that everybody may write to, only what named writers put in is taken', async () => {
  const node = await TestbedNode.startOrbitdb();
  stage.atEnd(() => node.stop());
  const { address } = await TestbedNode.ask<{ address: string }>(node, 'create?writers=*');
  const room = stage.nextRoom();
  const ana = await spoken(stage, room);
  await chooses(ana, 'OrbitDB');
  await fills(ana, { Nodes: node.addresses.peer, Database: address });
  await presses(ana, 'Archive the room there');
  await ana.hasStatus('3 entries are in the archive.');
  const writer = await ana.page
    .getByText('This browser writes there as')
    .getByRole('code')
    .textContent();
  await TestbedNode.ask(node, `hashes?address=${address}&count=1`);
  await TestbedNode.ask(node, `add?address=${address}`, new Uint8Array([1, 2, 3]));
  await ana.leave();

  const bo = await newcomer(room);
  await chooses(bo, 'OrbitDB');
  await fills(bo, {
    Nodes: node.addresses.peer,
    Writers: writer ?? '',
    'What names the archive': address,
  });
  await presses(bo, 'Restore from there');
  await bo.hasStatus(
    /3 messages taken, 0 were here already\. Refused: .*not among the room's writers/,
  );
  await readsAll(bo);
});

test('an archive that does not answer is told of, and nothing is lost', async () => {
  stage.excuse(/net::ERR_CONNECTION_REFUSED/);
  const port = await closedPort();
  const ana = await spoken(stage, stage.nextRoom());
  await fills(ana, { Address: `http://127.0.0.1:${port}` });
  await presses(ana, 'Archive the room there');
  await ana.hasStatus(`127.0.0.1:${port}`);
  await readsAll(ana);
});

test('what is older than the person wants is deleted', async () => {
  const ana = await spoken(stage, stage.nextRoom());
  await ana.page.getByRole('combobox', { name: 'Each' }).selectOption({ label: 'for a day' });
  await ana.hasStatus('This browser keeps so much from now on');
  await readsAll(ana);
  await ana.page.reload();
  await ana.isInRoom();
  await openPanel(ana);
  const chosen = ana.page.getByRole('combobox', { name: 'Each' }).locator('option:checked');
  assert.equal(await chosen.textContent(), 'for a day');
  await readsAll(ana);
});

/** How often the node is asked: it has to have learnt first that the page speaks bitswap. */
const ATTEMPTS_MAX = 20;

async function blockOf(control: string, cid: string): Promise<Uint8Array> {
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
    const answer = await fetch(`${control}/ipfs/${cid}?format=raw`);
    if (answer.status === 200) return new Uint8Array(await answer.arrayBuffer());
  }
  return assert.fail(`block ${cid} could not be fetched`);
}

/** What a batch links. */
async function linksBelow(control: string, head: string): Promise<string[]> {
  const batch = decode<{ profiles: unknown[]; entries: unknown[] }>(await blockOf(control, head));
  return [...batch.profiles, ...batch.entries].map(String);
}
