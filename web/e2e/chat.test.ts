import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readable } from '../src/app/contrast.ts';
import { hexOf, surfaceOf } from './stage/colors.ts';
import { Person } from './stage/person.ts';
import { Stage } from './stage/stage.ts';
import { InjectedWallet } from './stage/wallet.ts';

const stage = Stage.forFile();

test('three people, by injected wallets and as a guest, talk with each other', async () => {
  const room = stage.nextRoom();
  const [anasProfile, cleosProfile] = [await stage.profile(), await stage.profile()];
  const anasWallet = await InjectedWallet.into(anasProfile);
  await InjectedWallet.into(cleosProfile, { name: 'Old', rdns: null });
  const people = await Promise.all([
    Person.inRoom(stage, {
      ...{ room, name: 'Ana', profile: anasProfile },
      ...{ wallet: anasWallet.name, color: '#c2185b' },
    }),
    Person.inRoom(stage, { room, name: 'Bo', color: '#1c6fd6' }),
    Person.inRoom(stage, { room, name: 'Cleo', profile: cleosProfile, wallet: 'Browser wallet' }),
  ]);
  const [ana, bo] = people;
  await Promise.all(people.map((person) => person.isLinkedWith(2)));

  for (const person of people) await person.say(`Hello from ${person.name}`);
  for (const reader of people) {
    for (const { name } of people) {
      await reader.reads(`Hello from ${name}`);
      await reader.members(name).getByText('verified', { exact: true }).waitFor();
    }
    assert.equal(await reader.members().getByText('linked directly').count(), 2);
  }

  const author = bo.log.getByRole('article').getByText('Ana', { exact: true });
  const color = await author.evaluate((element) => getComputedStyle(element).color);
  assert.equal(hexOf(color), readable('#c2185b', await surfaceOf(bo.page)));

  assert.equal(anasWallet.signed.length, 1, 'the wallet is asked to sign once');
  assert.match(
    anasWallet.signed[0] ?? '',
    /^localhost:\d+ wants you to sign in with your Ethereum/,
  );
  assert.ok(!anasWallet.asked.includes('eth_sendTransaction'));
  await ana.members('Bo').getByText('verified', { exact: true }).waitFor();
});

test('what people write passes no server, and goes on without one', async () => {
  const room = stage.nextRoom();
  const profile = await stage.profile();
  const frames: string[] = [];
  profile.on('page', (page) =>
    page.on('websocket', (socket) => {
      const keep = ({ payload }: { payload: string | Buffer }) => void frames.push(`${payload}`);
      socket.on('framesent', keep);
      socket.on('framereceived', keep);
    }),
  );
  const [ana, bo] = await Promise.all([
    Person.inRoom(stage, { room, name: 'Ana', profile }),
    Person.inRoom(stage, { room, name: 'Bo' }),
  ]);
  await Promise.all([ana.isLinkedWith(1), bo.isLinkedWith(1)]);
  await ana.say('between us alone');
  await bo.reads('between us alone');
  await bo.say('as it should be');
  await ana.reads('as it should be');

  assert.ok(frames.length > 0, 'signaling goes through the server');
  for (const secret of ['between us alone', 'as it should be']) {
    const base64 = Buffer.from(secret).toString('base64').slice(0, 16);
    assert.ok(!frames.some((frame) => frame.includes(secret) || frame.includes(base64)));
    assert.ok(!(await stage.server.metrics()).includes(secret));
  }

  await stage.stopServer();
  await Promise.all([ana, bo].map((person) => person.hasStatus('server out of reach')));
  await ana.say('still here?');
  await bo.reads('still here?');
  await bo.say('still here!');
  await ana.reads('still here!');
  assert.equal(await ana.members().count(), 2);
  await stage.restartServer();
});

test('two windows of one profile are two people who can talk', async () => {
  const room = stage.nextRoom();
  const profile = await stage.profile();
  const one = await Person.inRoom(stage, { room, name: 'Left', profile });
  const other = await Person.inRoom(stage, { room, name: 'Right', profile });
  await Promise.all([one.isLinkedWith(1), other.isLinkedWith(1)]);
  await one.say('from the left');
  await other.reads('from the left');
  await other.say('from the right');
  await one.reads('from the right');
  const accounts = await one.members().getByRole('button', { name: 'Copy 0x' }).allInnerTexts();
  assert.equal(accounts.length, 2);
  assert.equal(accounts[0], accounts[1], 'both are the same guest');
});

test('two people of one name can be told apart', async () => {
  const room = stage.nextRoom();
  const [one, other] = await Person.together(stage, room, 'Ana', 'Ana');
  assert.ok(one && other);
  await one.say('I am the first');
  await other.reads('I am the first');
  const accounts = await other
    .members('Ana')
    .getByRole('button', { name: 'Copy 0x' })
    .allInnerTexts();
  assert.equal(new Set(accounts).size, 2, 'the list shows two addresses');
  const author = other.log.getByRole('article').getByText('Ana', { exact: true }).first();
  const address = await author.getAttribute('title');
  const shown = await one
    .members()
    .first()
    .getByRole('button', { name: 'Copy 0x' })
    .getAttribute('title');
  assert.equal(shown, `Copy ${address}`, 'a message shows whose it is');
});

test('six people who come at once are all linked with each other', async () => {
  const room = stage.nextRoom();
  const profile = await stage.profile();
  const names = ['Ana', 'Bo', 'Coco', 'Dan', 'Eve', 'Fay'];
  // Windows of one profile: as many people, with less to load.
  const people: Person[] = [];
  for (const name of names) people.push(await Person.atEntrance(stage, { room, name, profile }));
  await Promise.all(people.map((person) => person.enter()));
  await Promise.all(people.map((person) => person.isLinkedWith(names.length - 1)));
  for (const person of people) await person.say(`${person.name} is here`);
  for (const reader of people) {
    for (const name of names) await reader.reads(`${name} is here`);
  }
});
