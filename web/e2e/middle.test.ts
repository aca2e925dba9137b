/** What a signaling server comes to that swaps certificates and sits in the middle of a link. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LyingServer, type Mind } from './stage/lying-server.ts';
import { Person } from './stage/person.ts';
import { Stage } from './stage/stage.ts';

const stage = Stage.forFile();

interface Scene {
  readonly liar: LyingServer;
  readonly ana: Person;
  readonly bo: Person;
  /** Somebody whom nobody lies to, linked with both. */
  readonly cleo: Person;
}

/** Ana and Bo with a liar between them and the server, and Cleo without. */
async function play(mind: Mind): Promise<Scene> {
  const room = stage.nextRoom();
  const liar = await LyingServer.of(stage, mind);
  const enter = async (name: string): Promise<Person> => {
    const profile = await stage.profile();
    await liar.between(profile);
    return Person.inRoom(stage, { room, name, profile });
  };
  const cleo = await Person.inRoom(stage, { room, name: 'Cleo' });
  // One after the other, so that Bo offers and Ana answers.
  const ana = await enter('Ana');
  const bo = await enter('Bo');
  await cleo.isLinkedWith(2);
  return { liar, ana, bo, cleo };
}

/** Has both say something, and waits until what each wrote has had every way to come to the other. */
async function talk({ ana, bo, cleo }: Scene): Promise<void> {
  await ana.say('Ana writes this');
  await bo.say('Bo writes this');
  await cleo.reads('Ana writes this');
  await cleo.reads('Bo writes this');
  await cleo.say('I heard you both');
  await Promise.all([ana, bo].map((person) => person.reads('I heard you both')));
}

test('a server that sits in the middle of a link is found out, and both people are told', async () => {
  const scene = await play('sits in the middle');
  const { liar, ana, bo } = scene;
  for (const [person, other] of [
    [ana, bo.name],
    [bo, ana.name],
  ] as const) {
    const shown = person.members(other);
    await shown.getByText('refused', { exact: true }).waitFor();
    await shown.getByText('The connection does not end at this person').waitFor();
    await shown.getByText('unverified').waitFor();
    assert.equal(await shown.getByText('verified', { exact: true }).count(), 0);
    await person.seesNotice(`No link with ${other}. The connection does not end at this person`);
    await person.seesNotice('use another network, or meet at a server that you trust');
    await person.members('Cleo').getByText('linked directly').waitFor();
  }

  // What they write comes by way of Cleo, signed.
  await talk(scene);
  await ana.reads('Bo writes this');
  await bo.reads('Ana writes this');

  // Mallory did get between them, and read what there was: hellos and proofs, nothing that was said.
  const passed = await liar.passed();
  for (const person of [ana, bo]) {
    assert.ok(passed.some(({ text }) => text.includes('hello') && text.includes(person.name)));
  }
  assert.equal(passed.filter(({ text }) => text.includes('proof')).length, 2);
  assert.ok(passed.every(({ text }) => /hello|proof/.test(text) && !text.includes('writes this')));
});

test('where the same server hands signals on as they are, the same people are linked', async () => {
  const scene = await play('forwards');
  const { liar, ana, bo } = scene;
  await Promise.all([ana, bo].map((person) => person.isLinkedWith(2)));
  await ana.members('Bo').getByText('verified', { exact: true }).waitFor();
  await bo.members('Ana').getByText('verified', { exact: true }).waitFor();
  await talk(scene);
  await ana.reads('Bo writes this');
  await bo.reads('Ana writes this');
  assert.ok(liar.signals > 0, 'their signals went through its hands');
  assert.deepEqual(await liar.passed(), []);
});
