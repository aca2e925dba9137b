import assert from 'node:assert/strict';
import { test } from 'node:test';
import { comesInBy, follows, invitesByLink, makesRoom, rules } from './stage/closed-room.ts';
import { Stage } from './stage/stage.ts';

const stage = Stage.forFile();

test('whoever was invited by link talks with the owner, and reads what was said before', async () => {
  const { person: olga } = await makesRoom(stage, 'Olga');
  await olga.say('before anybody came');
  const link = await invitesByLink(olga);
  const { person: ben } = await comesInBy(stage, 'Ben', link);
  await ben.reads('before anybody came');
  await ben.say('hello, Olga');
  await olga.reads('hello, Olga');
  await olga.say('welcome');
  await ben.reads('welcome');
  await ben.page.getByText('only members can read').first().waitFor();
});

test('an invitation that was used up lets nobody in, and says so', async () => {
  const { person: olga } = await makesRoom(stage, 'Olga');
  const link = await invitesByLink(olga);
  const { person: ben } = await comesInBy(stage, 'Ben', link);
  await ben.isLinkedWith(1);
  const { person: eve } = await follows(stage, 'Eve', link);
  await eve.isTold(/used as often as it could be/);
  await olga.say('among us');
  await ben.reads('among us');
  assert.equal(await eve.page.getByText('among us').count(), 0);
});

test('who was removed reads nothing that follows; who was away reads all', async () => {
  const { person: olga } = await makesRoom(stage, 'Olga');
  const { person: ben } = await comesInBy(stage, 'Ben', await invitesByLink(olga));
  const cleo = await comesInBy(stage, 'Cleo', await invitesByLink(olga));
  await Promise.all([olga, ben, cleo.person].map((person) => person.isLinkedWith(2)));
  await cleo.person.page.close();
  await ben.say('while Cleo is away');
  await olga.reads('while Cleo is away');
  await rules(olga, 'Ben', 'Remove');
  await ben.isTold(/no member of this room any more/);
  await olga.say('without Ben');
  await olga.reads('without Ben');
  const { person: again } = await comesInBy(stage, 'Cleo', olga.page.url(), cleo.profile);
  await again.reads('while Cleo is away');
  await again.reads('without Ben');
  assert.equal(await ben.page.getByText('without Ben').count(), 0);
});

test('in a room that keeps nothing for newcomers, they read from then on', async () => {
  const { person: olga } = await makesRoom(stage, 'Olga', { forwardSecret: true });
  await olga.say('for myself');
  const { person: ben } = await comesInBy(stage, 'Ben', await invitesByLink(olga));
  await ben.isLinkedWith(1);
  await olga.say('for both');
  await ben.reads('for both');
  await ben.say('and back');
  await olga.reads('and back');
  assert.equal(await ben.page.getByText('for myself').count(), 0);
  await ben.page.reload();
  await ben.isInRoom();
  await ben.reads('for both');
  await ben.say('still here');
  await olga.reads('still here');
});
