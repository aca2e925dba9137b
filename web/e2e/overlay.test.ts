/** A room as a net of links, which holds without a server and does not grow with the room. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BrowserContext } from 'playwright-core';
import {
  closeConnection,
  forgetMost,
  hasConnections,
  mostConnections,
  watchConnections,
} from './stage/connections.ts';
import { Person } from './stage/person.ts';
import { appClaim, NodeSession, RawClient } from './stage/raw-client.ts';
import { Stage } from './stage/stage.ts';
import { Account } from './stage/wallet.ts';

const stage = Stage.forFile();

/** Where a room of more than three is large. */
const crowded = Stage.forFile(['--mesh-members', '3']);

/** Links of a page in a large room at most: core's `PartialView`, `ACTIVE` and one. */
const LINKS_MAX = 6;

/** More than the server tells one of. */
const STRANGERS = 40;

const CROWD = ['Ana', 'Bo', 'Cleo', 'Dora', 'Emil', 'Fay', 'Gus', 'Hana'];

async function watchedProfile(of: Stage): Promise<BrowserContext> {
  const profile = await of.profile();
  await watchConnections(profile);
  return profile;
}

/** Everybody says something, and everybody reads all of it. */
async function allHearAll(people: readonly Person[]): Promise<void> {
  for (const person of people) await person.say(`${person.name} was here`);
  await Promise.all(
    people.flatMap((reader) => people.map(({ name }) => reader.reads(`${name} was here`))),
  );
}

test('without a server, who lost a link gets it back through whoever is left', async () => {
  const room = stage.nextRoom();
  const profile = await watchedProfile(stage);
  const ana = await Person.inRoom(stage, { room, name: 'Ana', profile });
  const bo = await Person.inRoom(stage, { room, name: 'Bo' });
  await Promise.all([ana, bo].map((person) => person.isLinkedWith(1)));
  const cleo = await Person.inRoom(stage, { room, name: 'Cleo' });
  const people = [ana, bo, cleo];
  await Promise.all(people.map((person) => person.isLinkedWith(2)));

  await stage.killServer();
  await Promise.all(people.map((person) => person.hasStatus('server out of reach')));
  await allHearAll(people);

  // The first that Ana's page made goes to Bo; only Cleo's is left.
  await closeConnection(ana.page, 0);
  await bo.members('Ana').getByText('reached through others').waitFor();
  await bo.say('can you hear me?');
  await ana.reads('can you hear me?');
  await Promise.all(people.map((person) => person.isLinkedWith(2)));
  assert.equal(await bo.log.getByText('left').count(), 0, 'nobody seemed to leave');
});

test('in a large room it is said how many there are, and some of them are shown', async (test) => {
  const room = crowded.nextRoom();
  const clients: RawClient[] = [];
  crowded.atEnd(() => {
    for (const client of clients) client.close();
  });
  for (let count = 0; count < STRANGERS; count++) {
    const client = await RawClient.connect(crowded.server.url);
    clients.push(client);
    const challenge = await client.challenge();
    const claim = await appClaim(new Account(), await NodeSession.make(), challenge, room);
    assert.ok((await client.authenticate({ ...claim, username: `Stranger ${count}` })).id);
  }
  const ana = await Person.inRoom(crowded, { room, name: 'Ana' });
  const title = ana.page.getByRole('heading', { name: /^41 people; you see \d+ of them$/ });
  await title.waitFor();
  await ana.members('Stranger').getByText('reached through others').first().waitFor();
  const seen = await ana.members().count();
  test.diagnostic(`${seen} shown`);
  assert.ok(seen > 1 && seen < STRANGERS);
  for (const client of clients.splice(0, STRANGERS / 2)) client.close();
  const bo = await Person.inRoom(crowded, { room, name: 'Bo' });
  await bo.page.getByRole('heading', { name: '22 people' }).waitFor();
  const lines = await ana.log.getByText(/Stranger|Bo/).count();
  assert.equal(lines, 0, 'who comes and goes in a crowd is not told line by line');
});

test('in a large room each has a handful of links, and all hear all', async (test) => {
  const room = crowded.nextRoom();
  const people = await Promise.all(
    CROWD.map(async (name) =>
      Person.inRoom(crowded, { room, name, profile: await watchedProfile(crowded) }),
    ),
  );
  for (const { page } of people) {
    await page.getByText('linked directly', { exact: true }).first().waitFor();
  }
  // They came to a small room; what that had too many of is on its way out.
  await Promise.all(people.map(({ page }) => hasConnections(page, LINKS_MAX)));
  await Promise.all(people.map(({ page }) => forgetMost(page)));
  await allHearAll(people);
  const most = await Promise.all(people.map(({ page }) => mostConnections(page)));
  test.diagnostic(`connections at most: ${most.join(', ')}`);
  assert.ok(Math.max(...most) <= LINKS_MAX, `connections at most: ${most.join(', ')}`);
});
