import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BrowserContext } from 'playwright-core';
import { restoresBackup, savesBackup } from './stage/backup.ts';
import { comesInBy, invitesByLink, makesRoom, rules } from './stage/closed-room.ts';
import { losesHistory } from './stage/kept.ts';
import { Person } from './stage/person.ts';
import { loads, openPanel, saved } from './stage/spoken.ts';
import { Stage } from './stage/stage.ts';
import { TestbedNode } from './stage/testbed.ts';

const stage = Stage.forFile();

const ROOM = 'Secret garden';
const BEFORE = ['the key is under the mat', 'now it is in the boat', 'I have seen where'];
const AFTER = 'among the two of us';

/** All of the messages, and rules, and nothing else. */
const ALL_TAKEN = /^\d+ messages and \d+ rules of the room taken, 0 were here already\.$/;

interface Garden {
  /** `#/r/<id>`. */
  readonly hash: string;
  readonly olga: Person;
  readonly olgas: BrowserContext;
  readonly ben: Person;
  readonly bens: BrowserContext;
  readonly cleos: BrowserContext;
}

/** Olga's room, in which Ben is, and Cleo was. */
async function garden(): Promise<Garden> {
  const { person: olga, profile: olgas, hash } = await makesRoom(stage, 'Olga', { room: ROOM });
  const { person: ben, profile: bens } = await comesInBy(stage, 'Ben', await invitesByLink(olga));
  const third = await comesInBy(stage, 'Cleo', await invitesByLink(olga));
  const { person: cleo, profile: cleos } = third;
  await Promise.all([olga, ben, cleo].map((person) => person.isLinkedWith(2)));
  for (const [at, person] of [olga, ben, cleo].entries()) {
    const text = BEFORE[at] as string;
    await person.say(text);
    await Promise.all([olga, ben, cleo].map((reader) => reader.reads(text)));
  }
  await rules(olga, 'Cleo', 'Remove');
  await cleo.isTold(/no member of this room any more/);
  await cleo.page.close();
  await olga.say(AFTER);
  await ben.reads(AFTER);
  return { hash, olga, olgas, ben, bens, cleos };
}

async function readsAll(person: Person): Promise<void> {
  for (const text of [...BEFORE, AFTER]) await person.reads(text);
}

/** Somebody who opens the room again by its name alone. */
async function returns(name: string, profile: BrowserContext, hash: string): Promise<Person> {
  const person = await Person.atAddress(stage, { name, profile, hash });
  await person.pressEnterButton();
  return person;
}

test('a closed room comes back from its file alone, in a browser that has nothing but a backup', async () => {
  const { hash, olga, ben, cleos } = await garden();
  await openPanel(olga);
  const car = await saved(olga, 'Save as CAR file');
  const { messages } = JSON.parse((await saved(olga, 'Save as JSON')).toString('utf8'));
  const accounts = new Set<string>(messages.map(({ account }: { account: string }) => account));
  assert.equal(accounts.size, 3);
  for (const secret of [...BEFORE, AFTER, ROOM, 'Olga', 'Ben', 'Cleo', ...accounts]) {
    assert.equal(car.includes(secret), false, secret);
    assert.equal(car.includes(secret.toLowerCase()), false, secret);
  }
  for (const account of accounts) {
    assert.equal(car.includes(Buffer.from(account.slice(2), 'hex')), false, account);
  }
  await olga.page.getByRole('button', { name: 'Close' }).click();
  const backup = await savesBackup(olga);
  await Promise.all([olga, ben].map(({ page }) => page.close()));

  const other = await stage.profile();
  await restoresBackup(stage, other, backup);
  const again = await returns('Olga', other, hash);
  await again.isInRoom();
  await openPanel(again);
  await loads(again, car);
  await again.hasStatus(ALL_TAKEN);
  await readsAll(again);
  await again.page.getByRole('button', { name: 'More about Ben' }).first().waitFor();
  await again.page.getByText('This room is yours').first().waitFor();
  await again.say('and on it goes');
  await again.page.reload();
  await again.isInRoom();
  await again.reads('and on it goes');
  await readsAll(again);

  // Who was removed stays so: whoever has the law again lets her in no more.
  const cleo = await returns('Cleo', cleos, hash);
  await cleo.isTold(/only for its members/);
  assert.equal(await cleo.log.getByText('and on it goes').count(), 0);
});

test('who has the keys of a device alone reads it again, and a stranger nothing', async () => {
  const { hash, olga, olgas, ben, bens } = await garden();
  await openPanel(olga);
  const car = await saved(olga, 'Save as CAR file');
  await Promise.all([olga, ben].map(({ page }) => page.close()));
  await olgas.close();

  await losesHistory(bens, stage);
  const again = await returns('Ben', bens, hash);
  await again.isInRoom();
  await openPanel(again);
  await loads(again, car);
  await again.hasStatus(ALL_TAKEN);
  await readsAll(again);
  await again.page.close();

  const eve = await returns('Eve', await stage.profile(), hash);
  await eve.isInRoom();
  await openPanel(eve);
  await loads(eve, car);
  await eve.hasStatus(/^0 messages taken, .* sealed with keys that are not here/);
  assert.equal(await eve.log.getByRole('article').count(), 0);
});

test('a closed room is archived in an IPFS node, and restored from there', async () => {
  const node = await TestbedNode.startIpfs();
  stage.atEnd(() => node.stop());
  const { hash, olga, ben, bens } = await garden();
  await openPanel(olga);
  await olga.page.getByLabel('Address', { exact: true }).fill(node.addresses.rpc);
  const archive = olga.page.getByRole('button', { name: 'Archive the room there' });
  await archive.click();
  await olga.hasStatus(/entries are in the archive\./);
  const named = olga.page.getByLabel('What names the archive');
  const first = await named.inputValue();
  await olga.say('and later');
  await ben.reads('and later');
  await archive.click();
  while ((await named.inputValue()) === first) await olga.page.waitForTimeout(100);
  const head = await named.inputValue();
  await Promise.all([olga, ben].map(({ page }) => page.close()));

  await losesHistory(bens, stage);
  const again = await returns('Ben', bens, hash);
  await again.isInRoom();
  await openPanel(again);
  await again.page.getByLabel('Address', { exact: true }).fill(node.addresses.rpc);
  await again.page.getByLabel('What names the archive').fill(head);
  await again.page.getByRole('button', { name: 'Restore from there' }).click();
  await again.hasStatus(ALL_TAKEN);
  await readsAll(again);
  await again.reads('and later');
});
