import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Locator } from 'playwright-core';
import { comesInBy, invitesByLink, makesRoom } from './stage/closed-room.ts';
import { Person } from './stage/person.ts';
import { SolanaAccount, SolanaWallet, StandardError } from './stage/solana-wallet.ts';
import { Stage } from './stage/stage.ts';
import { InjectedWallet } from './stage/wallet.ts';

const stage = Stage.forFile();

const shortened = ({ address }: SolanaAccount): string =>
  `${address.slice(0, 4)}…${address.slice(-4)}`;

const inHex = (address: string): string => `${address.slice(0, 6)}…${address.slice(-4)}`;

async function atEntrance(room = stage.nextRoom()): Promise<{ sol: Person; wallet: SolanaWallet }> {
  const profile = await stage.profile();
  const wallet = await SolanaWallet.into(profile);
  const sol = await Person.atEntrance(stage, { room, name: 'Sol', profile, wallet: wallet.name });
  return { sol, wallet };
}

async function seesVerified(reader: Person, name: string, shown: string): Promise<void> {
  const item = reader.members(name);
  await item.getByText('verified', { exact: true }).waitFor();
  await item.getByText(shown).waitFor();
}

test('a person with a wallet of Solana talks with one of Ethereum, and a reload keeps it', async () => {
  const room = stage.nextRoom();
  const profile = await stage.profile();
  const ethereum = await InjectedWallet.into(profile);
  const eva = await Person.inRoom(stage, { room, name: 'Eva', profile, wallet: ethereum.name });
  const { sol, wallet } = await atEntrance(room);
  await sol.enter();
  await Promise.all([eva.isLinkedWith(1), sol.isLinkedWith(1)]);
  await seesVerified(eva, 'Sol', shortened(wallet.account));
  await seesVerified(sol, 'Eva', inHex(ethereum.account.address));
  await eva.say('from one chain');
  await sol.reads('from one chain');
  await sol.say('to the other');
  await eva.reads('to the other');

  const [text = ''] = wallet.signed;
  assert.match(text, /^\S+ wants you to sign in with your Solana account:\n/);
  assert.ok(text.includes(`\n${wallet.account.address}\n`));
  assert.match(text, /\nURI: did:key:z6Mk\w+\n/);
  assert.ok(text.includes('\nChain ID: 5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp\n'));

  await sol.page.reload();
  await sol.isInRoom();
  await sol.reads('from one chain');
  await seesVerified(eva, 'Sol', shortened(wallet.account));
  await Promise.all([eva.isLinkedWith(1), sol.isLinkedWith(1)]);
  await sol.say('here again');
  await eva.reads('here again');
  assert.deepEqual([wallet.signed.length, wallet.asked], [1, 1], 'the wallet is not asked again');
});

test('a no in the wallet is told in words, and may be thought over', async () => {
  const { sol, wallet } = await atEntrance();
  const { signer } = wallet;
  wallet.signer = () => {
    throw new StandardError(4001, 'User rejected the request.');
  };
  await sol.pressEnterButton();
  await sol.isTold('You said no in Sun Wallet. Nothing was signed');
  wallet.signer = signer;
  await sol.enter();
});

test("another key's signature, and one of another text, are not taken", async () => {
  const { sol, wallet } = await atEntrance();
  const stranger = new SolanaAccount();
  for (const signer of [
    (text: string) => stranger.sign(text),
    (text: string) => wallet.account.sign(`${text} and all my coins`),
  ]) {
    wallet.signer = signer;
    await sol.pressEnterButton();
    await sol.isTold("The signature is not this wallet's signature of that message.");
    await sol.isAtEntrance();
  }
});

test('a change of account is noticed in the room', async () => {
  const { sol, wallet } = await atEntrance();
  await sol.enter();
  const other = new SolanaAccount();
  await wallet.switchTo(sol.page, [other]);
  await sol.isTold(`Sun Wallet switched to ${shortened(other)}`);
  await wallet.switchTo(sol.page, []);
  await sol.isTold('Sun Wallet was locked or disconnected.');
  await wallet.switchTo(sol.page, [wallet.account]);
  await sol.page.getByText('Sun Wallet was locked').waitFor({ state: 'detached' });
});

test('a wallet that cannot sign texts is not offered', async () => {
  const profile = await stage.profile();
  await SolanaWallet.into(profile, { name: 'Mute Wallet', signs: false });
  const sol = await Person.atEntrance(stage, { room: stage.nextRoom(), name: 'Sol', profile });
  await sol.page.getByText('No other wallet found in this browser').waitFor();
  assert.equal(await sol.page.getByText('Mute Wallet').count(), 0);
});

test('a wallet that is there for both chains is offered for both', async () => {
  const profile = await stage.profile();
  const ethereum = await InjectedWallet.into(profile, { name: 'Both', rdns: 'org.example.both' });
  const solana = await SolanaWallet.into(profile, { name: 'Both', signs: true });
  const wish = { room: stage.nextRoom(), name: 'Sol', profile, wallet: 'Both Solana' };
  const sol = await Person.atEntrance(stage, wish);
  await sol.page.getByRole('radio', { name: 'Both Ethereum' }).waitFor();
  await sol.enter();
  await seesVerified(sol, 'Sol', shortened(solana.account));
  assert.deepEqual([solana.signed.length, ethereum.signed.length], [1, 0]);
});

/** Opens what is to be known of somebody. */
async function looksAt({ page }: Person, name: string): Promise<Locator> {
  await page
    .getByRole('button', { name: `More about ${name}` })
    .first()
    .click();
  return page.getByRole('dialog', { name });
}

test('both write to one another privately, and see the same safety number', async () => {
  const room = stage.nextRoom();
  const { sol, wallet } = await atEntrance(room);
  await sol.enter();
  const gil = await Person.inRoom(stage, { room, name: 'Gil' });
  await Promise.all([sol.isLinkedWith(1), gil.isLinkedWith(1)]);
  const [ofSol, ofGil] = [await looksAt(gil, 'Sol'), await looksAt(sol, 'Gil')];
  await ofSol.getByText(wallet.account.address, { exact: true }).waitFor();
  const numbers = [ofSol, ofGil].map((dialog) => dialog.locator('.safety-number'));
  for (const number of numbers) await number.filter({ hasText: /\d{5}/ }).waitFor();
  assert.equal(await numbers[0]?.textContent(), await numbers[1]?.textContent());

  for (const [reader, name, text, answer] of [
    [gil, 'Sol', 'between chains', 'and back'],
    [sol, 'Gil', 'and back', 'between chains'],
  ] as const) {
    await reader.page.getByRole('button', { name: 'Write privately' }).click();
    const conversation = reader.page.getByRole('dialog', { name: `Privately with ${name}` });
    await conversation.getByRole('textbox').fill(text);
    await conversation.getByRole('textbox').press('Enter');
    await conversation.getByRole('article').filter({ hasText: text }).waitFor();
    if (reader === sol)
      await conversation.getByRole('article').filter({ hasText: answer }).waitFor();
  }
});

test('a closed room of a Solana account takes a guest in, and keeps him', async () => {
  const profile = await stage.profile();
  const wallet = await SolanaWallet.into(profile);
  const { person: sol } = await makesRoom(stage, 'Sol', { profile, wallet: wallet.name });
  const { person: gil } = await comesInBy(stage, 'Gil', await invitesByLink(sol));
  await Promise.all([sol.isLinkedWith(1), gil.isLinkedWith(1)]);
  await seesVerified(gil, 'Sol', shortened(wallet.account));
  await sol.say('among us');
  await gil.reads('among us');
  await gil.page.reload();
  await gil.isInRoom();
  await gil.reads('among us');
  await gil.say('still here');
  await sol.reads('still here');
  await sol.page.reload();
  await sol.isInRoom();
  await sol.members('Gil').getByText('verified', { exact: true }).waitFor();
  assert.equal(wallet.signed.length, 1, 'what made the room lets in as well');
});
