/** Signals that are lost, or come late and in another order: people are linked all the same. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hasConnections, watchConnections } from './stage/connections.ts';
import { isEvent, Line } from './stage/line.ts';
import { Person } from './stage/person.ts';
import { Stage } from './stage/stage.ts';

const stage = Stage.forFile();

/** An offer without an answer is given up after 15 s, then comes another one. */
const PATIENCE_MILLIS = 40_000;

/** How late a signal may be: several times what a connection takes on the whole. */
const LATE_MILLIS_MAX = 800;

const SEEDS = [1, 2, 3];

type Bend = (message: string) => string | null | Promise<string>;

const isSignal = (message: string, kind: string): boolean =>
  isEvent(message, 'signal') && message.includes(`"type":"${kind}"`);

/** Bo comes by this line to Ana, who has an undisturbed one; answers both once they have talked. */
async function talkBy(up: Bend): Promise<readonly Person[]> {
  const room = stage.nextRoom();
  const people: Person[] = [];
  for (const name of ['Ana', 'Bo']) {
    const profile = await stage.profile();
    profile.setDefaultTimeout(PATIENCE_MILLIS);
    await watchConnections(profile);
    if (name === 'Bo') await Line.lay(profile, { up });
    people.push(await Person.inRoom(stage, { room, name, profile }));
  }
  await Promise.all(people.map((person) => person.isLinkedWith(1)));
  for (const person of people) await person.say(`${person.name} was here`);
  for (const person of people) {
    for (const { name } of people) await person.reads(`${name} was here`);
    await hasConnections(person.page, 1);
  }
  return people;
}

test("where one's candidates are all lost, the other's are enough", async () => {
  let lost = 0;
  await talkBy((message) => {
    if (!isSignal(message, 'candidate')) return message;
    lost++;
    return null;
  });
  assert.ok(lost > 0);
});

test('where an offer is lost, another one is made', async () => {
  let offers = 0;
  await talkBy((message) => (isSignal(message, 'offer') && ++offers === 1 ? null : message));
  assert.ok(offers >= 1);
});

for (const seed of SEEDS) {
  test(`signals that come late and in another order do no harm (seed ${seed})`, async () => {
    const random = randomOf(seed);
    let signals = 0;
    await talkBy((message) => {
      if (!isEvent(message, 'signal')) return message;
      signals++;
      const millis = random() * LATE_MILLIS_MAX;
      return new Promise((late) => setTimeout(late, millis, message));
    });
    assert.ok(signals > 1);
  });
}

/** Numbers from 0 to below 1 (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
