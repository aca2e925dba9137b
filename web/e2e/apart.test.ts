import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cut, slowDown, speedUp, watchConnections } from './stage/connections.ts';
import { keepsOnly, keptTexts } from './stage/kept.ts';
import { pastOf } from './stage/past.ts';
import { Person } from './stage/person.ts';
import { Stage } from './stage/stage.ts';

const stage = Stage.forFile();

/** Messages that somebody misses. */
const MISSED = 1_000;

/** Of what was missed, this comes at once by each link, and no more until the test wants it: a quarter. */
const SLOW_BYTES = 100_000;

/** How much somebody with little space keeps. */
const LITTLE = 200;

const missed = Array.from({ length: MISSED }, (_, number) => `old ${number}.`);

async function loads(person: Person, car: Buffer): Promise<void> {
  await person.page.getByRole('button', { name: 'Search' }).click();
  await person.page.getByText('Save, load, archive').click();
  const file = { name: 'room.car', mimeType: 'application/vnd.ipld.car', buffer: car };
  await person.page.getByLabel('Load a CAR file').setInputFiles(file);
}

test('who was away for 1,000 messages gets all of them in order, and hears what is said meanwhile', async () => {
  const room = stage.nextRoom();
  const past = pastOf(stage.server.url, room, MISSED);
  const profile = await stage.profile();
  await slowDown(profile, SLOW_BYTES);
  const [ana, cy] = await Person.together(stage, room, 'Ana', 'Cy');
  assert.ok(ana && cy);
  const bo = await Person.inRoom(stage, { room, name: 'Bo', profile });
  await speedUp(bo.page);
  await bo.isLinkedWith(2);
  await ana.say('see you');
  await bo.reads('see you');
  await bo.page.close();
  await keepsOnly(cy, room, LITTLE);

  await loads(ana, await past);
  await ana.hasStatus(`${MISSED} messages taken`);
  // Nothing of it is being said any more: it would take the place of what is caught up with.
  await cy.reads(`old ${MISSED - 1}.`);
  const back = await Person.inRoom(stage, { room, name: 'Bo', profile });
  // Some of it may come as what was just said.
  await back.hasStatus(/Catching up: [\d,]+ of [\d,]+/);
  await ana.say('you missed a lot');
  await back.reads('you missed a lot');
  assert.ok((await keptTexts(back, room, 1)).length < MISSED);
  await speedUp(back.page);
  await back.reads(`old ${MISSED - 1}.`);

  const said = await keptTexts(ana, room, MISSED + 2);
  assert.deepEqual(
    said.filter((text) => text.startsWith('old ')),
    missed,
  );
  assert.deepEqual(await keptTexts(back, room, MISSED + 2), said);
  await back.page.getByText('Catching up').waitFor({ state: 'detached' });

  // Somebody with little space has the newest.
  await cy.reads('you missed a lot');
  const little = await keptTexts(cy, room, LITTLE);
  assert.ok(little.length <= LITTLE + LITTLE / 100);
  assert.deepEqual(little, said.slice(-little.length));
});

test('two halves of a room that were cut off from each other have the same order once they meet again', async () => {
  const room = stage.nextRoom();
  const people = await Promise.all(
    ['Ana', 'Bo', 'Cy', 'Di'].map(async (name) => {
      const profile = await stage.profile();
      await watchConnections(profile);
      return Person.inRoom(stage, { room, name, profile });
    }),
  );
  const [ana, bo, cy, di] = people;
  assert.ok(ana && bo && cy && di);
  await Promise.all(people.map((person) => person.isLinkedWith(3)));
  await ana.say('together');
  await Promise.all(people.map((person) => person.reads('together')));

  await stage.stopServer();
  await Promise.all(people.map((person) => person.hasStatus('server out of reach')));
  await cut([ana.page, bo.page], [cy.page, di.page]);
  await Promise.all(
    people.map((person) => person.page.getByText('Linked directly with 1 of 3 others').waitFor()),
  );
  const halves = [
    [ana, bo],
    [cy, di],
  ] as const;
  await Promise.all(
    halves.map(async ([one, other]) => {
      for (let number = 0; number < 5; number++) {
        await one.say(`${one.name} ${number}`);
        await other.reads(`${one.name} ${number}`);
        await other.say(`${other.name} ${number}`);
        await one.reads(`${other.name} ${number}`);
      }
    }),
  );
  assert.equal(await cy.log.getByText('Ana 0').count(), 0);
  assert.equal(await bo.log.getByText('Di 4').count(), 0);

  // Whoever comes now meets both, before they have found each other again.
  await stage.restartServer();
  people.push(await Person.inRoom(stage, { room, name: 'Eva' }));
  const all = await Promise.all(people.map((person) => keptTexts(person, room, 21)));
  for (const texts of all) assert.deepEqual(texts, all[0]);
  assert.equal(new Set(all[0]).size, 21);
  for (const person of people) {
    await person.reads('Ana 4');
    await person.reads('Di 4');
    assert.deepEqual(await person.log.locator('.text').allTextContents(), all[0]);
  }
});
