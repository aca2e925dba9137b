import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readable } from '../src/app/contrast.ts';
import { hexOf, surfaceOf } from './stage/colors.ts';
import { Person } from './stage/person.ts';
import { Stage } from './stage/stage.ts';

const stage = Stage.forFile();

async function pair(): Promise<[Person, Person]> {
  const [ana, bo] = await Person.together(stage, stage.nextRoom(), 'Ana', 'Bo');
  assert.ok(ana && bo);
  return [ana, bo];
}

test('/me tells what somebody does, /shrug shrugs, and two slashes are one', async () => {
  const [ana, bo] = await pair();
  await ana.say('/me dances on the beach');
  await bo.log
    .getByRole('article')
    .filter({ hasText: /Ana.*dances on the beach/ })
    .waitFor();
  await ana.say('/shrug who knows');
  await bo.reads('who knows ¯\\_(ツ)_/¯');
  await ana.say('//help is what you want');
  await bo.reads('/help is what you want');
});

test('/nick changes the name for everybody, and a reload keeps it', async () => {
  const [ana, bo] = await pair();
  await ana.say('/nick Anastasia');
  for (const person of [ana, bo]) {
    await person.seesNotice('Ana is now called Anastasia');
    await person.members('Anastasia').waitFor();
  }
  await ana.say('it is me');
  await bo.log.getByRole('article').getByText('Anastasia', { exact: true }).waitFor();
  await ana.page.reload();
  await bo.isLinkedWith(1);
  await ana.members('Anastasia').waitFor();
});

test('/nick refuses a name that is none, with words, and keeps the draft', async () => {
  const [ana] = await pair();
  await ana.say(`/nick ${'x'.repeat(33)}`);
  await ana.isTold('Not changed: a name has at most 32 characters.');
  assert.equal(await ana.message.inputValue(), `/nick ${'x'.repeat(33)}`);
  await ana.say('/nick');
  await ana.isTold('Say the new name');
});

test('/color changes the colour for everybody', async () => {
  const room = stage.nextRoom();
  const [ana, bo] = await Promise.all([
    // A colour other than the one to come: by chance, a newcomer may already have that.
    Person.inRoom(stage, { room, name: 'Ana', color: '#1c6fd6' }),
    Person.inRoom(stage, { room, name: 'Bo' }),
  ]);
  await Promise.all([ana.isLinkedWith(1), bo.isLinkedWith(1)]);
  await ana.say('/color orchid');
  await ana.log.getByText('Your colour is now #9b5de5.').waitFor();
  await ana.say('look');
  await bo.reads('look');
  const author = bo.log.getByRole('article').getByText('Ana', { exact: true });
  const color = await author.evaluate((element) => getComputedStyle(element).color);
  assert.equal(hexOf(color), readable('#9b5de5', await surfaceOf(bo.page)));
  await ana.say('/color like a parrot');
  await ana.isTold('Choose a colour like #ff6f61, or one of: coral');
});

test('who asks for the colour or the name that they have is told so, and nobody else is', async () => {
  const [ana, bo] = await pair();
  await ana.say('/color orchid');
  await ana.say('/color #9B5DE5');
  await ana.seesNotice('Your colour already is #9b5de5.');
  await ana.say('/nick Ana');
  await ana.seesNotice('You already are called Ana.');
  await ana.say('as before');
  await bo.reads('as before');
  assert.equal(await bo.log.getByText('already').count(), 0);
  assert.equal(await bo.log.getByText('is now called').count(), 0);
});

test('/help and /clear are for oneself alone; what is no command is said so', async () => {
  const [ana, bo] = await pair();
  await bo.say('before');
  await ana.reads('before');
  await ana.say('/help');
  await ana.log.getByRole('region', { name: 'What you can type' }).waitFor();
  await ana.say('/clear');
  await ana.log.getByText('before').waitFor({ state: 'detached' });
  await ana.say('/dance');
  await ana.isTold('There is no command /dance.');
  await ana.say('after');
  await bo.reads('after');
  await bo.reads('before');
  assert.equal(await bo.log.getByRole('article').count(), 2);
});

test('who types is shown until it is sent or given up', async () => {
  const [ana, bo] = await pair();
  const typing = bo.page.getByText('Ana is typing…');
  await ana.message.pressSequentially('hel');
  await typing.waitFor();
  await ana.message.press('Enter');
  await typing.waitFor({ state: 'detached' });
  await ana.message.pressSequentially('x');
  await typing.waitFor();
  await ana.message.fill('');
  await typing.waitFor({ state: 'detached' });
  await ana.message.pressSequentially('/nick');
  await ana.say('/clear');
  assert.equal(await typing.count(), 0, 'commands are nothing that others wait for');
});

test('the title counts what came while nobody looked', async () => {
  const [ana, bo] = await pair();
  const titled = (title: RegExp) =>
    bo.page.waitForFunction((source) => new RegExp(source).test(document.title), title.source);
  await titled(/^#room/);
  await bo.page.evaluate(() => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => true });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await ana.say('one');
  await titled(/^\(1\) #room/);
  await ana.say('two');
  await titled(/^\(2\) #room/);
  await bo.page.evaluate(() => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => false });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await titled(/^#room/);
});
