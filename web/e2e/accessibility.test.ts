import assert from 'node:assert/strict';
import { test } from 'node:test';
import { faintTexts, focused, motions, namelessRoles } from './stage/accessibility.ts';
import { Person } from './stage/person.ts';
import { Stage } from './stage/stage.ts';
import { InjectedWallet } from './stage/wallet.ts';

const stage = Stage.forFile();

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

test('with the keyboard alone one gets from the entrance to a message', async () => {
  const room = stage.nextRoom();
  const bo = await Person.inRoom(stage, { room, name: 'Bo' });
  const ana = await Person.atEntrance(stage, { room, name: '' });
  const { keyboard } = ana.page;
  await ana.page.reload();
  const stops: string[] = [];
  while (stops.at(-1) !== 'Enter' && stops.length < 20) {
    await keyboard.press('Tab');
    stops.push(await focused(ana.page));
    if (stops.at(-1) === 'Your name') await keyboard.type('Ana');
  }
  const [wallet = '', name, roomField, , other, enter] = stops;
  assert.match(wallet, /^Guest/);
  assert.deepEqual(
    [name, roomField, other, enter],
    ['Your name', 'Room', 'another colour', 'Enter'],
    'between room and other colours is the palette, as one stop',
  );
  await keyboard.press('Enter');
  await ana.isLinkedWith(1);
  assert.equal(await focused(ana.page), 'Message');
  await keyboard.type('no mouse');
  await keyboard.press('Enter');
  await bo.reads('no mouse');

  // Back to the emoji, which are one stop, and on with the arrows.
  await keyboard.press('Shift+Tab');
  assert.equal(await focused(ana.page), 'palm');
  await keyboard.press('ArrowRight');
  await keyboard.press('ArrowRight');
  assert.equal(await focused(ana.page), 'pineapple');
  await keyboard.press('Enter');
  assert.equal(await focused(ana.page), 'Message');
  await keyboard.press('Enter');
  await bo.reads('🍍');
});

test('Enter in the name field enters; Shift and Enter begin a new line', async () => {
  const room = stage.nextRoom();
  const ana = await Person.atEntrance(stage, { room, name: 'Ana' });
  await ana.page.getByRole('textbox', { name: 'Your name' }).press('Enter');
  await ana.isInRoom();
  await ana.message.fill('one');
  await ana.message.press('Shift+Enter');
  await ana.message.pressSequentially('two');
  await ana.message.press('Enter');
  const text = ana.log.getByRole('article').getByRole('paragraph');
  await text.waitFor();
  assert.equal(await text.textContent(), 'one\ntwo');
});

test('without a name it is said what is missing', async () => {
  const ana = await Person.atEntrance(stage, { room: stage.nextRoom(), name: ' ' });
  await ana.pressEnterButton();
  await ana.isTold('Choose a name');
});

for (const theme of ['tropical', 'light', 'dark']) {
  test(`in the ${theme} theme everything has a name and can be read`, async () => {
    const room = stage.nextRoom();
    const profile = await stage.profile();
    await InjectedWallet.into(profile);
    await profile.addInitScript((chosen) => {
      // The empty page that a window begins with has no storage.
      if (origin !== 'null') localStorage.setItem('tropichat', JSON.stringify({ theme: chosen }));
    }, theme);
    const ana = await Person.atEntrance(stage, { room, name: '', profile });
    await ana.pressEnterButton();
    await ana.isTold('Choose a name');
    assert.deepEqual(await namelessRoles(ana.page), []);
    assert.deepEqual(await faintTexts(ana.page), []);

    await ana.page.getByRole('textbox', { name: 'Your name' }).fill('Ana');
    await ana.enter();
    const bo = await Person.inRoom(stage, { room, name: 'Bo', color: '#ffff00' });
    await Promise.all([ana.isLinkedWith(1), bo.isLinkedWith(1)]);
    for (const text of ['see https://example.org/', '/me waves', '/nick Bobo']) await bo.say(text);
    await ana.seesNotice('Bo is now called Bobo');
    await ana.say('/help');
    await ana.say('/nonsense');
    await ana.isTold('There is no command');
    assert.deepEqual(await namelessRoles(ana.page), []);
    assert.deepEqual(await faintTexts(ana.page), []);
    assert.equal(await ana.page.getByRole('heading', { level: 1 }).count(), 1);
    await ana.invites();
    await ana.takesReply('hello');
    await ana.isTold('That is no code');
    assert.deepEqual(await namelessRoles(ana.page), []);
    assert.deepEqual(await faintTexts(ana.page), []);
    await ana.page.keyboard.press('Escape');
    assert.equal(await ana.page.getByRole('main').count(), 1);
  });
}

for (const theme of ['tropical', 'light', 'dark']) {
  test(`in the ${theme} theme the way in by hand has names and can be read`, async () => {
    const room = stage.nextRoom();
    const profile = await stage.profile();
    await profile.addInitScript((chosen) => {
      if (origin !== 'null') localStorage.setItem('tropichat', JSON.stringify({ theme: chosen }));
    }, theme);
    const ana = await Person.inRoom(stage, { room, name: 'Ana' });
    const bo = await Person.atEntrance(stage, { room, name: 'Bo', profile });
    const look = async () => {
      assert.deepEqual(await namelessRoles(bo.page), []);
      assert.deepEqual(await faintTexts(bo.page), []);
    };
    await bo.takesInvitation('hello');
    await bo.isTold('That is no code');
    await look();
    await bo.takesInvitation((await ana.invites()).text);
    await bo.page.getByRole('heading', { name: /^Ana invites you/ }).waitFor();
    assert.equal(await focused(bo.page), `Ana invites you to #${room}`);
    await look();
    await bo.repliesTo('Ana');
    await bo.page.getByRole('img', { name: 'QR code of the link' }).waitFor();
    await look();
  });
}

test('on a phone the people are in a dialog that the keyboard closes', async () => {
  const room = stage.nextRoom();
  const bo = await Person.inRoom(stage, { room, name: 'Bo' });
  const profile = await stage.profile(PHONE);
  const ana = await Person.inRoom(stage, { room, name: 'Ana', profile });
  await bo.isLinkedWith(1);
  const button = ana.page.getByRole('button', { name: '2 people' });
  await button.click();
  await ana.page.getByRole('dialog', { name: '2 people' }).waitFor();
  await ana.isLinkedWith(1);
  assert.deepEqual(await namelessRoles(ana.page), []);
  assert.deepEqual(await faintTexts(ana.page), []);
  await ana.page.keyboard.press('Escape');
  await ana.page.getByRole('dialog').waitFor({ state: 'hidden' });
  assert.equal(await focused(ana.page), '☰ 2 people');
});

test('nothing moves for those who want no motion, nor for those who stop it', async () => {
  const room = stage.nextRoom();
  const calm = await Person.atEntrance(stage, { room, name: 'Ana' });
  assert.deepEqual(await motions(calm.page), []);
  await calm.enter();
  assert.deepEqual(await motions(calm.page), []);

  const profile = await stage.profile({ reducedMotion: 'no-preference' });
  const lively = await Person.atEntrance(stage, { room, name: 'Bo', profile });
  assert.notDeepEqual(await motions(lively.page), []);
  await lively.page.getByRole('button', { name: 'Stop the moving pictures' }).click();
  await lively.page.getByRole('button', { name: 'Let the pictures move' }).waitFor();
  assert.deepEqual(await motions(lively.page), []);
});
