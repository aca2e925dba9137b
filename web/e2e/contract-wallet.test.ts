/** Wallets that are contracts: the deployed and the not yet deployed sign in, and people see who says that they have signed. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Chain } from './stage/chain.ts';
import { Person } from './stage/person.ts';
import { safeOnChain, walletOnChain } from './stage/safe.ts';
import { Stage } from './stage/stage.ts';
import { InjectedWallet } from './stage/wallet.ts';

const CHAIN = 31_337;

/** Which this server asks nobody about. */
const OTHER_CHAIN_HEX = '0x5';

let chain: Chain;

const stage = Stage.forFileBehind(async () => {
  chain = await Chain.start(CHAIN);
  return ['--rpc', `${CHAIN}=${chain.rpc}`];
});

after(() => chain.stop());

/** Somebody whose account is a contract that the wallet's key owns. */
async function safeAtEntrance(room: string, deployed: boolean) {
  const profile = await stage.profile();
  const { wallet } = await safeOnChain(profile, chain, deployed);
  const safe = await Person.atEntrance(stage, { room, name: 'Safe', profile, wallet: wallet.name });
  return { safe, wallet };
}

async function evaInRoom(room: string): Promise<Person> {
  const profile = await stage.profile();
  const wallet = await walletOnChain(profile, chain);
  return Person.inRoom(stage, { room, name: 'Eva', profile, wallet: wallet.name });
}

const seesVerified = (reader: Person, name: string): Promise<void> =>
  reader.members(name).getByText('verified', { exact: true }).waitFor();

test('a wallet that is a contract talks with an ordinary one, and each sees who says that it signed', async () => {
  const room = stage.nextRoom();
  const eva = await evaInRoom(room);
  const gus = await Person.inRoom(stage, { room, name: 'Gus' });
  const { safe, wallet } = await safeAtEntrance(room, true);
  await safe.enter();
  await Promise.all([eva, gus, safe].map((person) => person.isLinkedWith(2)));
  await seesVerified(eva, 'Safe');
  await seesVerified(safe, 'Eva');
  // Without a wallet on that chain there is the server's word, and no more is made of it.
  const atGus = gus.members('Safe');
  await atGus.getByText('by the server’s word').waitFor();
  assert.equal(await atGus.getByText('verified', { exact: true }).count(), 0);
  await safe.say('from a contract');
  await Promise.all([eva, gus].map((person) => person.reads('from a contract')));
  await eva.say('to a contract');
  await safe.reads('to a contract');

  await safe.page.reload();
  await safe.isInRoom();
  await Promise.all([eva, safe].map((person) => person.isLinkedWith(2)));
  await seesVerified(eva, 'Safe');
  assert.equal(wallet.signed.length, 1, 'the wallet is not asked again');
});

test('a wallet that is not deployed yet signs in', async () => {
  const room = stage.nextRoom();
  const eva = await evaInRoom(room);
  const { safe } = await safeAtEntrance(room, false);
  await safe.enter();
  await Promise.all([eva, safe].map((person) => person.isLinkedWith(1)));
  await seesVerified(eva, 'Safe');
});

test('who does not own the wallet, and whose chain is not asked here, are told so', async () => {
  const mallory = await safeAtEntrance(stage.nextRoom(), true);
  const wrong = await InjectedWallet.into(await stage.profile());
  mallory.wallet.signer = (text) => wrong.account.sign(text);
  await mallory.safe.pressEnterButton();
  await mallory.safe.isTold(/contract does not take the signature for its own/);
  await mallory.safe.isAtEntrance();

  const elsewhere = await safeAtEntrance(stage.nextRoom(), true);
  elsewhere.wallet.chainId = OTHER_CHAIN_HEX;
  await elsewhere.safe.pressEnterButton();
  await elsewhere.safe.isTold(/this server asks no node of its chain.*It asks: 31337/);
  await elsewhere.safe.isAtEntrance();
});
