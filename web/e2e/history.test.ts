import assert from 'node:assert/strict';
import { test } from 'node:test';
import { limitQuota, profileOnDisk } from './stage/history-page.ts';
import { Person } from './stage/person.ts';
import { Stage } from './stage/stage.ts';

const stage = Stage.forFile();

/** More than a page of history, and said within a few seconds: 50 at once and 10 a second. */
const MANY = 110;

/** Enough for a database and a message, and too little for one of the longest texts. */
const QUOTA_BYTES = 16_500;
const TEXT_CHARS = 8_000;

async function saysMany(person: Person, from: number, to: number): Promise<void> {
  for (let number = from; number < to; number++) {
    await person.say(`number ${number}.`);
    // Refused while it is too fast: the field keeps what was not said.
    while ((await person.message.inputValue()) !== '') await person.message.press('Enter');
  }
}

async function deletesHistory(person: Person): Promise<void> {
  await person.page.getByRole('button', { name: 'Search' }).click();
  await person.page.getByText('Delete history').click();
  await person.page.getByRole('button', { name: 'Delete what this browser keeps' }).click();
}

test('what somebody says alone is kept, and reaches who comes later', async () => {
  const room = stage.nextRoom();
  const ana = await Person.inRoom(stage, { room, name: 'Ana' });
  await ana.say('anybody here?');
  await ana.messageOf('anybody here?').getByText('Kept here').waitFor();
  await ana.page.reload();
  await ana.isInRoom();
  await ana.reads('anybody here?');

  const bo = await Person.inRoom(stage, { room, name: 'Bo' });
  await bo.reads('anybody here?');
  await ana.messageOf('anybody here?').getByText('Reached 1 of 1').waitFor();
  assert.equal(await ana.messageOf('anybody here?').count(), 1);
});

test('a message is answered, edited, marked and taken back, and a reload shows the same', async () => {
  const [ana, bo] = await Person.together(stage, stage.nextRoom(), 'Ana', 'Bo');
  assert.ok(ana && bo);
  await ana.say('first thoughts');
  await bo.reads('first thoughts');
  await bo.chooses('first thoughts', 'Reply');
  await bo.say('I think so too');
  await bo.chooses('first thoughts', 'React with 🌴');
  await ana.reads('I think so too');
  await ana.chooses('first thoughts', 'Edit');
  await ana.say('second thoughts');
  await bo.say('a slip');
  await ana.reads('a slip');
  await bo.chooses('a slip', 'Delete');

  for (const person of [ana, bo]) {
    for (const again of [false, true]) {
      if (again) {
        await person.page.reload();
        await person.isInRoom();
      }
      const edited = person.messageOf('second thoughts').first();
      await edited.getByText('edited', { exact: true }).waitFor();
      await edited.getByRole('button', { name: '🌴 1' }).waitFor();
      const answer = person.messageOf('I think so too');
      await answer.getByRole('button', { name: 'Ana: second thoughts' }).waitFor();
      await person.log.getByText('took a message back').waitFor();
      assert.equal(await person.log.getByText('a slip').count(), 0);
    }
  }
});

test('who was away gets what was missed, in the same order, and sees where it begins', async () => {
  const [ana, bo] = await Person.together(stage, stage.nextRoom(), 'Ana', 'Bo');
  assert.ok(ana && bo);
  await ana.say('before');
  await bo.reads('before');
  await bo.leave();
  await saysMany(ana, 0, MANY);
  await bo.enter();
  await bo.reads(`number ${MANY - 1}.`);
  await bo.page.getByRole('button', { name: 'To the first unread message' }).click();
  await bo.log.getByText('New since you left').waitFor();
  await bo.reads('number 0.');
  await bo.page.getByRole('button', { name: /Latest messages|new messages/ }).click();
  await bo.reads(`number ${MANY - 1}.`);
  const texts = await bo.log.getByText(/^number \d+\.$/).allTextContents();
  const numbers = texts.map((text) => Number(text.replace(/\D/g, '')));
  assert.deepEqual(
    numbers,
    [...numbers].sort((one, other) => one - other),
  );
});

test('older messages come as one scrolls, and a search finds what is not on the screen', async () => {
  const room = stage.nextRoom();
  const ana = await Person.inRoom(stage, { room, name: 'Ana' });
  await ana.say('Crème brûlée for everybody');
  await saysMany(ana, 0, MANY);
  await ana.page.reload();
  await ana.isInRoom();
  await ana.reads(`number ${MANY - 1}.`);
  assert.equal(await ana.log.getByText('number 0.', { exact: true }).count(), 0);

  await ana.page.getByRole('button', { name: 'Search' }).click();
  await ana.page.getByRole('searchbox', { name: 'Words' }).fill('BRULEE creme');
  const found = ana.page.getByRole('search').getByRole('listitem');
  await found.getByText('brûlée', { exact: true }).waitFor();
  assert.equal(await found.count(), 1);
  assert.deepEqual(await found.locator('mark').allInnerTexts(), ['Crème', 'brûlée']);
  await found.getByRole('button').click();
  await ana.reads('Crème brûlée for everybody');
  await ana.reads('number 0.');
});

test('two tabs of one browser show the same', async () => {
  const room = stage.nextRoom();
  const profile = await stage.profile();
  const one = await Person.inRoom(stage, { room, name: 'Ana', profile });
  const other = await Person.inRoom(stage, { room, name: 'Ana again', profile });
  await one.say('from one tab');
  await other.reads('from one tab');
  await other.say('from the other');
  await one.reads('from the other');
  await one.page.close();
  await other.say('alone again');
  await other.page.reload();
  await other.isInRoom();
  for (const text of ['from one tab', 'from the other', 'alone again']) {
    await other.reads(text);
    assert.equal(await other.messageOf(text).count(), 1);
  }
});

test('history that is deleted in one tab is gone in the other, which is told', async () => {
  const room = stage.nextRoom();
  const profile = await stage.profile();
  const one = await Person.inRoom(stage, { room, name: 'Ana', profile });
  const other = await Person.inRoom(stage, { room, name: 'Ana again', profile });
  await one.say('to be forgotten');
  await other.reads('to be forgotten');
  await deletesHistory(one);
  await other.seesNotice('The history of this room was deleted in another tab');
  for (const tab of [one, other]) {
    assert.equal(await tab.log.getByText('to be forgotten').count(), 0);
  }
  await other.say('and then');
  await one.reads('and then');
  await other.page.reload();
  await other.isInRoom();
  await other.reads('and then');
  assert.equal(await other.log.getByText('to be forgotten').count(), 0);
});

test('a full disk is told of, and the chat goes on; once it has space, all is kept', async () => {
  const room = stage.nextRoom();
  const profile = await profileOnDisk(stage);
  const ana = await Person.atEntrance(stage, { room, name: 'Ana', profile });
  // From the beginning: what is left is looked at only now and then.
  await limitQuota(ana.page, QUOTA_BYTES);
  await ana.enter();
  await ana.say('while there is space');
  await ana.messageOf('while there is space').getByText('Kept here').waitFor();
  const full = ana.page.getByText('The disk space that this browser gives the page is used up.');
  await ana.say('x'.repeat(TEXT_CHARS));
  await full.waitFor();
  await ana.say('while there is none');
  await ana.messageOf('while there is none').getByText('Not kept yet').waitFor();
  const bo = await Person.inRoom(stage, { room, name: 'Bo' });
  await bo.reads('while there is none');
  await bo.say('I can hear you');
  await ana.reads('I can hear you');
  await bo.leave();

  await limitQuota(ana.page);
  await full.waitFor({ state: 'detached' });
  await ana.page.reload();
  await ana.isInRoom();
  await ana.reads('I can hear you');
  assert.deepEqual(await ana.log.locator('.text').allTextContents(), [
    'while there is space',
    'x'.repeat(TEXT_CHARS),
    'while there is none',
    'I can hear you',
  ]);
});

test('a browser that keeps nothing says so, and the chat goes on', async () => {
  const room = stage.nextRoom();
  const profile = await stage.profile();
  await profile.addInitScript(() => {
    Object.defineProperty(window, 'indexedDB', { value: undefined });
  });
  const ana = await Person.inRoom(stage, { room, name: 'Ana', profile });
  await ana.isTold('This browser keeps nothing');
  await ana.say('still here');
  await ana.reads('still here');
  const bo = await Person.inRoom(stage, { room, name: 'Bo' });
  await bo.reads('still here');
});

test('history is deleted by one button, and does not come back', async () => {
  const [ana, bo] = await Person.together(stage, stage.nextRoom(), 'Ana', 'Bo');
  assert.ok(ana && bo);
  await ana.say('to be forgotten');
  await bo.reads('to be forgotten');
  await deletesHistory(bo);
  await bo.log.getByText('to be forgotten').waitFor({ state: 'detached' });
  await bo.page.reload();
  await bo.isInRoom();
  await Promise.all([ana.isLinkedWith(1), bo.isLinkedWith(1)]);
  await ana.say('and then');
  await bo.reads('and then');
  assert.equal(await bo.log.getByText('to be forgotten').count(), 0);
});

test('what somebody says after deleting the history and a reload reaches who comes later', async () => {
  const room = stage.nextRoom();
  const ana = await Person.inRoom(stage, { room, name: 'Ana' });
  await ana.say('to be forgotten');
  await ana.messageOf('to be forgotten').getByText('Kept here').waitFor();
  await deletesHistory(ana);
  await ana.log.getByText('to be forgotten').waitFor({ state: 'detached' });
  await ana.page.reload();
  await ana.isInRoom();
  await ana.say('a new beginning');
  await ana.messageOf('a new beginning').getByText('Kept here').waitFor();

  const bo = await Person.inRoom(stage, { room, name: 'Bo' });
  await bo.reads('a new beginning');
  assert.equal(await bo.log.getByText('to be forgotten').count(), 0);
});
