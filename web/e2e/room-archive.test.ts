import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { test } from 'node:test';
import { Person } from './stage/person.ts';
import { Stage } from './stage/stage.ts';
import { TestbedNode } from './stage/testbed.ts';

const stage = Stage.forFile();

const MESSAGES = ['first words', 'second words', 'third words'];

/** Somebody who has said something, edited it, and has the panel for saving open. */
async function spoken(room: string): Promise<Person> {
  const ana = await Person.inRoom(stage, { room, name: 'Ana' });
  for (const text of MESSAGES) {
    await ana.say(text);
    await ana.log.getByRole('article').filter({ hasText: text }).getByText('Kept here').waitFor();
  }
  await openPanel(ana);
  return ana;
}

async function openPanel(person: Person): Promise<void> {
  await person.page.getByRole('button', { name: 'Search' }).click();
  await person.page.getByText('Save, load, archive').click();
}

async function saved(person: Person, button: string): Promise<Buffer> {
  const download = person.page.waitForEvent('download');
  await person.page.getByRole('button', { name: button }).click();
  return readFile(await (await download).path());
}

async function loads(person: Person, car: Buffer): Promise<void> {
  const file = { name: 'room.car', mimeType: 'application/vnd.ipld.car', buffer: car };
  await person.page.getByLabel('Load a CAR file').setInputFiles(file);
}

/** A port on which nobody listens any more. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  await once(server.close(), 'close');
  return port;
}

test('a room is saved as a file, and restored from it by somebody who meets nobody', async () => {
  const room = stage.nextRoom();
  const ana = await spoken(room);
  const car = await saved(ana, 'Save as CAR file');
  const json = JSON.parse((await saved(ana, 'Save as JSON')).toString('utf8'));
  assert.deepEqual(
    json.messages.map(({ text }: { text: string }) => text),
    MESSAGES,
  );
  await ana.leave();

  const bo = await Person.inRoom(stage, { room, name: 'Bo' });
  await openPanel(bo);
  await loads(bo, car);
  await bo.hasStatus('3 messages taken, 0 were here already.');
  for (const text of MESSAGES) await bo.reads(text);
  await bo.page.reload();
  await bo.isInRoom();
  for (const text of MESSAGES) await bo.reads(text);
});

test('of a damaged file everything sound is taken, and it is said what was not and why', async () => {
  const room = stage.nextRoom();
  const ana = await spoken(room);
  const car = await saved(ana, 'Save as CAR file');
  await ana.leave();
  const changed = Buffer.from(car);
  changed.set(Buffer.from('SECOND'), changed.indexOf('second words'));

  const bo = await Person.inRoom(stage, { room, name: 'Bo' });
  await openPanel(bo);
  await loads(bo, changed);
  await bo.hasStatus(
    /2 messages taken, 0 were here already\. Refused: block bafy\S+ has a wrong hash/,
  );
  await bo.reads('first words');
  await bo.reads('third words');
  assert.equal(await bo.log.getByText('SECOND words').count(), 0);

  await loads(bo, car.subarray(0, car.length - 10));
  await bo.hasStatus(/1 message taken, 1 were here already\. Refused: /);
  await loads(bo, Buffer.from('no CAR at all'));
  await bo.hasStatus(/0 messages taken, 0 were here already\. Refused: /);
});

test('a room of another name takes nothing from the file', async () => {
  const ana = await spoken(stage.nextRoom());
  const car = await saved(ana, 'Save as CAR file');
  await ana.leave();
  const bo = await Person.inRoom(stage, { room: stage.nextRoom(), name: 'Bo' });
  await openPanel(bo);
  await loads(bo, car);
  await bo.hasStatus('Refused: 3 are no entries of this room.');
});

test('a room is archived in an IPFS node, and restored from nothing but that', async () => {
  const node = await TestbedNode.startIpfs();
  stage.atEnd(() => node.stop());
  const room = stage.nextRoom();
  const ana = await spoken(room);
  await ana.page.getByRole('textbox', { name: 'Address' }).fill(node.addresses.rpc);
  await ana.page.getByRole('button', { name: 'Archive the room there' }).click();
  await ana.hasStatus('3 entries are in the IPFS node.');
  const head = await ana.page.getByRole('textbox', { name: 'What names the archive' }).inputValue();
  await ana.leave();

  const bo = await Person.inRoom(stage, { room, name: 'Bo' });
  await openPanel(bo);
  await bo.page.getByRole('textbox', { name: 'Address' }).fill(node.addresses.rpc);
  await bo.page.getByRole('textbox', { name: 'What names the archive' }).fill(head);
  await bo.page.getByRole('button', { name: 'Restore from there' }).click();
  await bo.hasStatus('3 messages taken, 0 were here already.');
  for (const text of MESSAGES) await bo.reads(text);
});

test('an IPFS node that does not answer is told of, and nothing is lost', async () => {
  stage.excuse(/net::ERR_CONNECTION_REFUSED/);
  const port = await closedPort();
  const ana = await spoken(stage.nextRoom());
  await ana.page.getByRole('textbox', { name: 'Address' }).fill(`http://127.0.0.1:${port}`);
  await ana.page.getByRole('button', { name: 'Archive the room there' }).click();
  await ana.hasStatus(`127.0.0.1:${port}`);
  for (const text of MESSAGES) await ana.reads(text);
});
