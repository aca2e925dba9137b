/** Joining a room with no server at all. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { localDescriptions, openConnections, watchConnections } from './stage/connections.ts';
import { Person } from './stage/person.ts';
import { Stage } from './stage/stage.ts';

const stage = Stage.forFile();

/** What codes are good for, and a little more. */
const TOO_LATE_MILLIS = 10 * 60_000 + 1_000;

/** Ana and Bo in a room whose server has died; Cleo and Dora at the entrance. */
async function afterTheDeath(): Promise<readonly [Person, Person, Person, Person]> {
  const room = stage.nextRoom();
  const profile = async () => {
    const watched = await stage.profile();
    await watchConnections(watched);
    return watched;
  };
  const inRoom = async (name: string) =>
    Person.inRoom(stage, { room, name, profile: await profile() });
  const atEntrance = async (name: string) =>
    Person.atEntrance(stage, { room, name, profile: await profile() });
  const [ana, bo] = await Promise.all([inRoom('Ana'), inRoom('Bo')]);
  await Promise.all([ana, bo].map((person) => person.isLinkedWith(1)));
  const [cleo, dora] = [await atEntrance('Cleo'), await atEntrance('Dora')];
  // What comes after the first load has come, too: nothing can be fetched once the server is gone.
  await Promise.all([cleo, dora].map(({ page }) => page.waitForLoadState('networkidle')));
  stage.atEnd(() => stage.restartServer());
  await stage.killServer();
  await Promise.all([ana, bo].map((person) => person.hasStatus('server out of reach')));
  return [ana, bo, cleo, dora];
}

test('somebody joins a room without any server, and meets everybody there', async () => {
  const [ana, bo, cleo] = await afterTheDeath();
  await ana.say('still here?');
  await bo.reads('still here?');

  await cleo.takesInvitation((await ana.invites()).text);
  await cleo.page.getByRole('heading', { name: /^Ana invites you to #room/ }).waitFor();
  const reply = await cleo.repliesTo('Ana');
  await ana.takesReply(reply.text);
  await ana.page.getByRole('status').filter({ hasText: 'Cleo is in.' }).waitFor();
  await ana.closesDialog();

  await cleo.isInRoom();
  await cleo.hasStatus('joined by hand');
  // Ana introduces Bo: nobody else could.
  await Promise.all([ana, bo, cleo].map((person) => person.isLinkedWith(2)));
  await bo.seesNotice('Cleo came in');
  for (const person of [ana, bo, cleo]) await person.say(`${person.name} speaks`);
  for (const person of [ana, bo, cleo]) {
    for (const { name } of [ana, bo, cleo]) await person.reads(`${name} speaks`);
  }
  await bo.members('Cleo').getByText('verified', { exact: true }).waitFor();
  await cleo.members('Bo').getByText('verified', { exact: true }).waitFor();
  for (const { page } of [ana, bo, cleo]) assert.equal(await openConnections(page), 2);
  // Or else browsers give up the handshake before people have carried the reply.
  const [answer] = await localDescriptions(cleo.page);
  assert.match(answer ?? '', /^a=setup:passive/m, 'who replies waits for the other to begin');
});

test('an invitation may come as a link, and whoever came by hand can invite too', async () => {
  const [ana, bo, cleo, dora] = await afterTheDeath();
  await cleo.opens((await bo.invites()).link);
  await bo.takesReply((await cleo.repliesTo('Bo')).link);
  await bo.closesDialog();
  await Promise.all([ana, bo, cleo].map((person) => person.isLinkedWith(2)));
  await dora.opens((await cleo.invites()).link);
  await cleo.takesReply((await dora.repliesTo('Cleo')).link);
  await cleo.closesDialog();
  await Promise.all([ana, bo, cleo, dora].map((person) => person.isLinkedWith(3)));
  await dora.say('hello from afar');
  await ana.reads('hello from afar');
});

test('a reply that is opened as a link finds the window that waits for it', async () => {
  const room = stage.nextRoom();
  const ana = await Person.inRoom(stage, { room, name: 'Ana' });
  const cleo = await Person.atEntrance(stage, { room, name: 'Cleo' });
  await cleo.opens((await ana.invites()).link);
  const window = await ana.page.context().newPage();
  await window.goto((await cleo.repliesTo('Ana')).link);
  await window.getByText('The reply of Cleo went to your other window').waitFor();
  await ana.closesDialog();
  await Promise.all([ana, cleo].map((person) => person.isLinkedWith(1)));
});

test('a code that does not help is refused in words', async () => {
  const [ana, bo, cleo] = await afterTheDeath();
  const { text } = await ana.invites();

  await cleo.takesInvitation('hello');
  await cleo.isTold('That is no code for joining');
  await cleo.takesInvitation(text.slice(0, -20));
  await cleo.isTold('That code is damaged');

  await cleo.takesInvitation(text);
  const reply = await cleo.repliesTo('Ana');
  await ana.takesReply(text);
  await ana.isTold('That is an invitation, not the reply to yours.');
  const middle = reply.text.length / 2;
  await ana.takesReply(reply.text.slice(0, middle) + reply.text.slice(middle + 1));
  await ana.isTold(/That code (?:is damaged|was changed)/);
  await ana.takesReply(reply.text);
  await cleo.isInRoom();

  // Each is for one person, once.
  await ana.page.getByRole('button', { name: 'Invite somebody else' }).click();
  await ana.takesReply(reply.text);
  await ana.isTold('That code was used before');
  await bo.invites();
  await bo.takesReply(reply.text);
  await bo.isTold('or answers an invitation that this page did not make');
});

test('a code is good for ten minutes', async () => {
  const [ana, , cleo] = await afterTheDeath();
  const { text } = await ana.invites();
  await cleo.takesInvitation(text);
  await cleo.page.getByRole('button', { name: 'Make the reply' }).waitFor();
  await cleo.page.clock.setSystemTime(Date.now() + TOO_LATE_MILLIS);
  await cleo.page.getByRole('button', { name: 'Make the reply' }).click();
  await cleo.isTold('That code is too old');
  await cleo.page.getByRole('button', { name: 'Back' }).click();
  await cleo.takesInvitation(text);
  await cleo.isTold('That code is too old');
});
