/** People who have no path to one another, and no TURN server, talk by way of the server, which cannot read it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { letThrough, relayOnly, watchConnections } from './stage/connections.ts';
import { Doctor } from './stage/doctor.ts';
import { Person } from './stage/person.ts';
import { Stage } from './stage/stage.ts';

const stage = Stage.forFile(['--turn=false', '--connections-per-second=0']);

const BY_SERVER = /can only be reached through the server, which cannot read what you say/;

async function apart(room: string, name: string): Promise<Person> {
  const profile = await stage.profile();
  await watchConnections(profile);
  await relayOnly(profile);
  return Person.inRoom(stage, { room, name, profile });
}

const isRelayed = (person: Person): Promise<void> => person.page.getByText(BY_SERVER).waitFor();

/** Everything that a page tells the server, and hears from it. */
function overhear(page: Page): string[] {
  const heard: string[] = [];
  page.on('websocket', (socket) => {
    const note = ({ payload }: { payload: string | Buffer }) =>
      heard.push(Buffer.from(payload).toString('latin1'));
    socket.on('framesent', note);
    socket.on('framereceived', note);
  });
  return heard;
}

async function relayed(): Promise<number> {
  const metrics = await stage.server.metrics();
  return Number(/^tropichat_relayed_total (.*)$/m.exec(metrics)?.[1]);
}

test('two people whom nothing connects talk through the server, sealed, and are told so', async () => {
  const room = stage.nextRoom();
  const profile = await stage.profile();
  await relayOnly(profile);
  const ana = await Person.atEntrance(stage, { room, name: 'Ana', profile });
  const overheard = overhear(ana.page);
  await ana.enter();
  const before = Date.now();
  const bo = await apart(room, 'Bo');
  await Promise.all([ana, bo].map(isRelayed));
  console.log(`linked through the server after ${Date.now() - before} ms`);
  await ana.say('Can you hear me, Bo?');
  await bo.reads('Can you hear me, Bo?');
  await bo.say('Through the wall');
  await ana.reads('Through the wall');
  assert.match(await ana.members('Bo').innerText(), /through the server/);
  const doctor = await Doctor.calledBy(ana);
  await doctor.finds('Bo', /sealed, through the server.* ms; .* sent, .* received/);
  assert.ok((await relayed()) > 10);
  assert.ok(overheard.length > 10);
  const words = overheard.filter((each) => /Can you hear|Through the wall/.test(each));
  assert.deepEqual(words, [], 'the server saw none of the words');
});

test('who comes late gets the history', async () => {
  const room = stage.nextRoom();
  const ana = await apart(room, 'Ana');
  for (let at = 0; at < 30; at++) await ana.say(`number ${at} ${'.'.repeat(2_000)}`);
  const bo = await apart(room, 'Bo');
  await bo.reads(`number 29 ${'.'.repeat(2_000)}`);
  await bo.reads(`number 0 ${'.'.repeat(2_000)}`);
});

test('a direct link takes the place as soon as there is a path', async () => {
  const room = stage.nextRoom();
  const [ana, bo] = [await apart(room, 'Ana'), await apart(room, 'Bo')];
  await isRelayed(ana);
  await Promise.all([letThrough(ana.page), letThrough(bo.page)]);
  await ana.say('before');
  await Promise.all([ana.isLinkedWith(1), bo.isLinkedWith(1)]);
  const carried = await relayed();
  await ana.say('after');
  await bo.reads('before');
  await bo.reads('after');
  assert.equal(await relayed(), carried, 'the server carries nothing any more');
});

test('after the server was away it carries again, and nothing is lost', async () => {
  const room = stage.nextRoom();
  const [ana, bo] = [await apart(room, 'Ana'), await apart(room, 'Bo')];
  await Promise.all([ana, bo].map(isRelayed));
  await stage.stopServer();
  await ana.hasStatus(/server out of reach/);
  await ana.say('into the void');
  await stage.restartServer();
  await bo.reads('into the void');
});
