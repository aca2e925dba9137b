import assert from 'node:assert/strict';
import { test } from 'node:test';
import { comesInBy, invitesByLink, makesRoom } from './stage/closed-room.ts';
import {
  closes,
  conversation,
  opensFromList,
  opensFromName,
  readsIn,
  sends,
  writes,
} from './stage/letters.ts';
import { Person } from './stage/person.ts';
import { Stage } from './stage/stage.ts';

const stage = Stage.forFile();

async function hasNothingPrivate(person: Person, text: string): Promise<void> {
  // What is said to all comes behind it, by the same ways.
  assert.equal(await person.page.getByRole('list', { name: 'Privately' }).count(), 0);
  assert.equal(await person.page.getByText(text).count(), 0);
}

test('two write privately, with all that can be said, and a third sees nothing', async () => {
  const [ana, ben, cleo] = await Person.together(stage, stage.nextRoom(), 'Ana', 'Ben', 'Cleo');
  assert.ok(ana && ben && cleo);
  await opensFromName(ana, 'Ben');
  await conversation(ana, 'Ben').getByText('Only you and Ben can read this').waitFor();
  await writes(ana, 'Ben', 'between us');
  await ben.seesNotice('Ana wrote to you privately');
  await ben.page.waitForFunction(() => document.title.startsWith('(1)'));
  await opensFromList(ben, 'Ana 1 unread');
  const letter = await readsIn(ben, 'Ana', 'between us');
  await ben.page.waitForFunction(() => !document.title.startsWith('('));
  await letter.getByLabel('What to do with the message').click();
  await letter.getByRole('button', { name: 'React with 🌴' }).click();
  await (await readsIn(ana, 'Ben', 'between us')).getByRole('button', { name: '🌴 1' }).waitFor();
  await letter.getByLabel('What to do with the message').click();
  await letter.getByRole('button', { name: 'Reply' }).click();
  await writes(ben, 'Ana', 'agreed');
  const answer = await readsIn(ana, 'Ben', 'agreed');
  await answer.getByText('Ana: between us').waitFor();
  const own = await readsIn(ana, 'Ben', 'between us');
  await own.getByLabel('What to do with the message').click();
  await own.getByRole('button', { name: 'Edit' }).click();
  await sends(ana, 'Ben', 'among friends');
  await readsIn(ben, 'Ana', 'among friends');
  await sends(ana, 'Ben', '/me waves');
  await readsIn(ben, 'Ana', 'waves');
  await closes(ana, 'Ben');
  await ana.say('to all');
  await cleo.reads('to all');
  await hasNothingPrivate(cleo, 'between us');
  assert.equal(await ana.log.getByText('between us').count(), 0);
});

test('what is written while somebody is away waits for them, and stays after a reload', async () => {
  const room = stage.nextRoom();
  const [ana, cleo] = await Person.together(stage, room, 'Ana', 'Cleo');
  assert.ok(ana && cleo);
  const profile = await stage.profile();
  const ben = await Person.inRoom(stage, { room, name: 'Ben', profile });
  await ben.isLinkedWith(2);
  await ben.say('here I am');
  await ana.reads('here I am');
  await opensFromName(ana, 'Ben');
  await ben.page.close();
  await writes(ana, 'Ben', 'for later');
  await closes(ana, 'Ben');
  await ana.say('after that');
  await cleo.reads('after that');
  await ana.leave();
  const back = await Person.inRoom(stage, { room, name: 'Ben', profile });
  await opensFromList(back, 'Ana 1 unread');
  await readsIn(back, 'Ana', 'for later');
  await closes(back, 'Ana');
  await back.page.reload();
  await back.isInRoom();
  await opensFromList(back, 'Ana');
  await readsIn(back, 'Ana', 'for later');
  await hasNothingPrivate(cleo, 'for later');
});

test('on a phone, the button of the people list tells what is unread, and the letters fit', async () => {
  const room = stage.nextRoom();
  const profile = await stage.profile({ viewport: { width: 390, height: 700 } });
  const [ben, ana] = await Promise.all([
    Person.inRoom(stage, { room, name: 'Ben', profile }),
    Person.inRoom(stage, { room, name: 'Ana' }),
  ]);
  await ana.isLinkedWith(1);
  await opensFromName(ana, 'Ben');
  await writes(ana, 'Ben', 'to your phone');
  await ben.page.getByRole('button', { name: '1 unread privately' }).click();
  await opensFromList(ben, 'Ana 1 unread');
  await readsIn(ben, 'Ana', 'to your phone');
  const box = await conversation(ben, 'Ana').boundingBox();
  assert.ok(box !== null && box.x >= 0 && box.x + box.width <= 390 && box.height <= 700);
  await writes(ben, 'Ana', 'from my phone');
  await readsIn(ana, 'Ben', 'from my phone');
});

test('in a closed room, members write to one another alone', async () => {
  const { person: olga } = await makesRoom(stage, 'Olga');
  const { person: ben } = await comesInBy(stage, 'Ben', await invitesByLink(olga));
  const { person: cleo } = await comesInBy(stage, 'Cleo', await invitesByLink(olga));
  await Promise.all([olga, ben, cleo].map((person) => person.isLinkedWith(2)));
  // Whoever can speak has told the room of the device.
  await ben.say('here I am');
  await olga.reads('here I am');
  await opensFromName(olga, 'Ben');
  await writes(olga, 'Ben', 'between us');
  await opensFromList(ben, 'Olga 1 unread');
  await readsIn(ben, 'Olga', 'between us');
  await writes(ben, 'Olga', 'understood');
  await readsIn(olga, 'Ben', 'understood');
  await hasNothingPrivate(cleo, 'between us');
});
