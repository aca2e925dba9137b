import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BrowserContext } from 'playwright-core';
import {
  closes,
  conversation,
  opensFromList,
  opensFromName,
  readsIn,
  writes,
} from './stage/letters.ts';
import { Person } from './stage/person.ts';
import { Stage } from './stage/stage.ts';
import { Account, InjectedWallet, ProviderError } from './stage/wallet.ts';

const stage = Stage.forFile();
const WALLET = 'Test Wallet';

/** The same account's wallet on another device, which opens boxes. */
async function walletIn(profile: BrowserContext, account: Account): Promise<InjectedWallet> {
  const wallet = await InjectedWallet.into(profile, undefined, account);
  wallet.opensBoxes = true;
  return wallet;
}

const sealToWallet = ({ page }: Person) =>
  page.getByRole('button', { name: 'Seal to my wallet, too' });

/** Ben shares the wallet's key on one device and goes; Ana writes, and goes too. Cleo keeps what she cannot read. */
async function writtenWhileAway(room: string, account: Account, ...letters: string[]) {
  const [ana, cleo] = await Person.together(stage, room, 'Ana', 'Cleo');
  assert.ok(ana && cleo);
  const profile = await stage.profile();
  const wallet = await walletIn(profile, account);
  const ben = await Person.inRoom(stage, { room, name: 'Ben', profile, wallet: WALLET });
  await ben.isLinkedWith(2);
  await sealToWallet(ben).click();
  await ben.page.getByText('is sealed to your wallet, too').waitFor();
  assert.equal(wallet.asked.filter((method) => method === 'eth_decrypt').length, 0);
  await ben.say('my old phone');
  await ana.reads('my old phone');
  await opensFromName(ana, 'Ben');
  await conversation(ana, 'Ben').getByText('on any device that has their wallet').waitFor();
  await ben.page.close();
  for (const text of letters) await writes(ana, 'Ben', text);
  await closes(ana, 'Ben');
  await ana.say('after that');
  await cleo.reads('after that');
  await ana.leave();
  return cleo;
}

test('a letter to somebody who is away opens on another device, by the wallet alone', async () => {
  const room = stage.nextRoom();
  const account = new Account();
  await writtenWhileAway(room, account, 'for any of you', 'and this too');
  const profile = await stage.profile();
  const wallet = await walletIn(profile, account);
  const asks = () => wallet.asked.filter((method) => method === 'eth_decrypt').length;
  const ben = await Person.inRoom(stage, { room, name: 'Ben', profile, wallet: WALLET });
  await opensFromList(ben, 'Ana');
  const letters = conversation(ben, 'Ana');
  const button = letters.getByRole('button', { name: 'Open with my wallet' });
  await button.first().waitFor();
  assert.equal(await button.count(), 2);
  assert.equal(asks(), 0, 'the wallet is asked only when the person wants it');
  wallet.opener = () => {
    throw new ProviderError(4001, 'User rejected the request.');
  };
  await button.first().click();
  await letters.getByText('You said no in Test Wallet').waitFor();
  wallet.opener = (json) => account.openBox(json);
  await button.first().click();
  await readsIn(ben, 'Ana', 'for any of you');
  await readsIn(ben, 'Ana', 'and this too');
  assert.equal(asks(), 2, 'one box for both');
  await ben.page.reload();
  await ben.isInRoom();
  await opensFromList(ben, 'Ana');
  await readsIn(ben, 'Ana', 'and this too');
  assert.equal(asks(), 2);
});

test('what the wallet cannot open stays closed, and so it does by what is no key to it', async () => {
  const room = stage.nextRoom();
  const account = new Account();
  await writtenWhileAway(room, account, 'for any of you');
  const profile = await stage.profile();
  const wallet = await walletIn(profile, account);
  const ben = await Person.inRoom(stage, { room, name: 'Ben', profile, wallet: WALLET });
  await opensFromList(ben, 'Ana');
  const letters = conversation(ben, 'Ana');
  const button = letters.getByRole('button', { name: 'Open with my wallet' });
  wallet.opener = () => {
    throw new ProviderError(-32603, 'Decryption failed.');
  };
  await button.click();
  await letters.getByText('Decryption failed.').waitFor();
  wallet.opener = () => 'something else';
  await button.click();
  await letters.getByText('no key to a letter').waitFor();
  wallet.opener = () => `tropichat letter 1 ${'A'.repeat(43)}`;
  await button.click();
  await ben.seesNotice('A letter did not open');
  assert.equal(await button.count(), 1);
});

test('where the wallet does not offer it, nothing is said of it, and letters go to devices', async () => {
  const room = stage.nextRoom();
  const profile = await stage.profile();
  const wallet = await InjectedWallet.into(profile);
  const [ana, ben] = await Promise.all([
    Person.inRoom(stage, { room, name: 'Ana' }),
    Person.inRoom(stage, { room, name: 'Ben', profile, wallet: WALLET }),
  ]);
  await ana.isLinkedWith(1);
  await opensFromName(ana, 'Ben');
  await writes(ana, 'Ben', 'between us');
  await opensFromList(ben, 'Ana 1 unread');
  await readsIn(ben, 'Ana', 'between us');
  // It was found out by then.
  assert.equal(wallet.asked.filter((each) => each === 'eth_getEncryptionPublicKey').length, 1);
  for (const person of [ana, ben]) {
    assert.equal(await sealToWallet(person).count(), 0);
    assert.equal(await person.page.getByText('that has their wallet').count(), 0);
  }
});

test('whoever wants it no more is not sealed to', async () => {
  const room = stage.nextRoom();
  const profile = await stage.profile();
  await walletIn(profile, new Account());
  const ben = await Person.inRoom(stage, { room, name: 'Ben', profile, wallet: WALLET });
  const ana = await Person.inRoom(stage, { room, name: 'Ana' });
  await ana.isLinkedWith(1);
  await sealToWallet(ben).click();
  await ben.page.getByRole('button', { name: 'Seal no more to my wallet' }).click();
  await sealToWallet(ben).waitFor();
  await ben.say('no more');
  await ana.reads('no more');
  await opensFromName(ana, 'Ben');
  await conversation(ana, 'Ben').getByText('Only you and Ben can read this').waitFor();
  assert.equal(await ana.page.getByText('that has their wallet').count(), 0);
});
