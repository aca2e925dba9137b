import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { restoresBackup, savesBackup } from './stage/backup.ts';
import { comesInBy, invitesByLink, makesRoom, rules } from './stage/closed-room.ts';
import { Person } from './stage/person.ts';
import { Stage } from './stage/stage.ts';
import { Account, InjectedWallet } from './stage/wallet.ts';

const stage = Stage.forFile();

/** How a room has its members wait for the longest time that can be chosen. */
const SLOW = 'once an hour';

test('a moderator mutes, pins and takes back; everybody sees it alike', async () => {
  const { person: olga } = await makesRoom(stage, 'Olga');
  const { person: ben } = await comesInBy(stage, 'Ben', await invitesByLink(olga));
  const { person: cleo } = await comesInBy(stage, 'Cleo', await invitesByLink(olga));
  await Promise.all([olga, ben, cleo].map((person) => person.isLinkedWith(2)));
  await rules(olga, 'Ben', 'Make a moderator');
  await ben.page.getByText('You are a moderator').first().waitFor();
  await cleo.say('buy my coconuts');
  await cleo.say('the tide comes at six');
  await ben.reads('the tide comes at six');
  await ben.chooses('the tide comes at six', 'Pin');
  await olga.page.getByRole('button', { name: /Cleo: the tide comes at six/ }).waitFor();
  await ben.chooses('buy my coconuts', 'Take back for everybody');
  await ben.page.getByRole('button', { name: 'Take it back for everybody' }).click();
  for (const reader of [olga, ben, cleo]) {
    await reader.log.getByText('Taken back by').first().waitFor();
    assert.equal(await reader.log.getByText('buy my coconuts', { exact: true }).count(), 0);
  }
  await ben.page.getByRole('button', { name: 'More about Cleo' }).first().click();
  const dialog = ben.page.getByRole('dialog', { name: 'Cleo' });
  await dialog.getByRole('button', { name: 'Mute for 1 hour' }).click();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await cleo.page.getByText('muted', { exact: true }).first().waitFor();
  await cleo.say('am I heard?');
  await cleo.isTold(/You are muted in this room/);
});

test('slow mode is kept to, and what comes too soon all the same is hidden from everybody', async () => {
  const { person: olga } = await makesRoom(stage, 'Olga');
  const { person: ben } = await comesInBy(stage, 'Ben', await invitesByLink(olga));
  const { person: cleo } = await comesInBy(stage, 'Cleo', await invitesByLink(olga));
  await Promise.all([olga, ben, cleo].map((person) => person.isLinkedWith(2)));
  await cleo.say('before there was a pace');
  await cleo.say('so quick');
  await olga.reads('so quick');
  await olga.page.getByRole('button', { name: 'About the room' }).click();
  const about = olga.page.getByRole('dialog', { name: 'Garden' });
  await about.getByRole('combobox', { name: 'Members may write' }).selectOption({ label: SLOW });
  await about.getByRole('button', { name: 'Save', exact: true }).click();
  await about.getByText('Saved, for everybody.').waitFor();
  await about.getByRole('button', { name: 'Close' }).click();
  await ben.page.getByRole('button', { name: 'About the room' }).click();
  const facts = ben.page.getByRole('dialog', { name: 'Garden' });
  await facts.getByText(SLOW).waitFor();
  await facts.getByRole('button', { name: 'Close' }).click();
  await ben.say('the first of the hour');
  await olga.reads('the first of the hour');
  await ben.say('the second');
  await ben.isTold(/has everybody wait between two messages/);
  // A page that was loaded anew does not know when its person wrote last.
  await ben.page.reload();
  await ben.isInRoom();
  await ben.isLinkedWith(2);
  await ben.say('the second after all');
  for (const reader of [olga, ben, cleo]) {
    await reader.log.getByText('sooner than this room’s slow mode allows').waitFor();
    assert.equal(await reader.log.getByText('the second after all').count(), 0);
    await reader.reads('so quick');
  }
  await olga.say('the owner does not wait');
  await olga.say('and goes on');
  await ben.reads('and goes on');
});

test('the owner’s other device is linked, reads all, and is withdrawn', async () => {
  const account = new Account();
  const [first, second] = [await stage.profile(), await stage.profile()];
  const announced = { name: 'Test Wallet', rdns: 'org.example.wallet' };
  for (const profile of [first, second]) await InjectedWallet.into(profile, announced, account);
  const wallet = announced.name;
  const { person: olga } = await makesRoom(stage, 'Olga', { wallet, profile: first });
  await olga.say('from my desk');
  await olga.page.getByRole('button', { name: 'About the room' }).click();
  const about = olga.page.getByRole('dialog', { name: 'Garden' });
  await about.getByRole('button', { name: 'Link another device' }).click();
  const link = await about.getByRole('textbox', { name: 'The link' }).inputValue();
  await about.getByRole('button', { name: 'Close' }).click();
  const phone = await Person.atAddress(stage, {
    ...{ name: 'Olga', profile: second, wallet, hash: new URL(link).hash },
  });
  await phone.enter();
  await phone.reads('from my desk');
  await phone.say('from my pocket');
  await olga.reads('from my pocket');
  await olga.page.getByRole('button', { name: 'About the room' }).click();
  await about.getByText('(this one)').waitFor();
  await about.getByRole('button', { name: /^Withdraw/ }).click();
  await olga.page.getByRole('button', { name: 'Withdraw it' }).click();
  await about.getByRole('button', { name: /^Withdraw / }).waitFor({ state: 'detached' });
  await phone.isTold(/withdrew this one/);
});

test('a backup brings a guest’s room to another browser', async () => {
  const { person: olga } = await makesRoom(stage, 'Olga');
  const { person: ben } = await comesInBy(stage, 'Ben', await invitesByLink(olga));
  await olga.say('remember this');
  await ben.reads('remember this');
  const file = await savesBackup(olga);
  assert.ok((await readFile(file)).length > 0);
  await olga.page.close();

  const other = await stage.profile();
  await restoresBackup(stage, other, file);
  const again = await Person.atEntrance(stage, { room: 'lobby', name: 'Olga', profile: other });
  await again.page.getByRole('button', { name: 'Enter Garden' }).click();
  await again.isInRoom();
  await again.page.getByText('This room is yours').first().waitFor();
  await again.reads('remember this');
  await again.say('I am back');
  await ben.reads('I am back');
});
