import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Person } from './stage/person.ts';
import { Stage } from './stage/stage.ts';
import { Account, InjectedWallet, ProviderError } from './stage/wallet.ts';

const stage = Stage.forFile();

async function atEntrance(): Promise<{ bo: Person; wallet: InjectedWallet }> {
  const profile = await stage.profile();
  const wallet = await InjectedWallet.into(profile);
  const wish = { room: stage.nextRoom(), name: 'Bo', profile, wallet: wallet.name };
  return { bo: await Person.atEntrance(stage, wish), wallet };
}

test('a no in the wallet is told in words, and may be thought over', async () => {
  const { bo, wallet } = await atEntrance();
  const { signer } = wallet;
  wallet.signer = () => {
    throw new ProviderError(4001, 'User rejected the request.');
  };
  await bo.pressEnterButton();
  await bo.isTold('You said no in Test Wallet. Nothing was signed');
  wallet.signer = signer;
  await bo.enter();
});

test('a wallet that signs something else is not let in, and it is said why', async () => {
  const { bo, wallet } = await atEntrance();
  wallet.signer = (text) => wallet.account.sign(`${text} and all my coins`);
  await bo.pressEnterButton();
  await bo.isTold("The signature is not this wallet's signature of that message.");
  await bo.isAtEntrance();
});

test("another account's signature is not taken", async () => {
  const { bo, wallet } = await atEntrance();
  const stranger = new Account();
  wallet.signer = (text) => stranger.sign(text);
  await bo.pressEnterButton();
  await bo.isTold("The signature is not this wallet's signature of that message.");
});

test('a wrong signature is not kept: the wallet is asked anew', async () => {
  const { bo, wallet } = await atEntrance();
  const { signer } = wallet;
  wallet.signer = () => new Account().sign('x');
  await bo.pressEnterButton();
  await bo.isTold('The signature is not');
  wallet.signer = signer;
  await bo.enter();
  assert.equal(wallet.signed.length, 2);
});

test('a locked wallet, and one with an open question, are told in words', async () => {
  const { bo, wallet } = await atEntrance();
  const { accounts } = wallet;
  wallet.accounts = [];
  await bo.pressEnterButton();
  await bo.isTold('Test Wallet offers no account. Unlock it');
  wallet.accounts = accounts;
  wallet.signer = () => {
    throw new ProviderError(-32002, 'Request already pending.');
  };
  await bo.pressEnterButton();
  await bo.isTold('Test Wallet still has an open question for you.');
});

test('a change of account is noticed in the room', async () => {
  const { bo, wallet } = await atEntrance();
  await bo.enter();
  const other = new Account();
  await wallet.switchTo(bo.page, [other.address]);
  await bo.isTold(`Test Wallet switched to ${other.address.slice(0, 6)}`);
  await wallet.switchTo(bo.page, []);
  await bo.isTold('Test Wallet was locked or disconnected.');
  await wallet.switchTo(bo.page, [wallet.account.address]);
  await bo.page.getByText('Test Wallet was locked').waitFor({ state: 'detached' });
});

test('giving up while the wallet is asked leads back to the entrance', async () => {
  const { bo, wallet } = await atEntrance();
  // The wallet's window stays open.
  wallet.signer = () => new Promise(() => {});
  await bo.pressEnterButton();
  await bo.hasStatus('Waiting for you to sign in Test Wallet');
  await bo.page.getByRole('button', { name: 'Cancel' }).click();
  await bo.isAtEntrance();
});
