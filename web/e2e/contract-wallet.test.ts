/** Wallets that are contracts: the deployed and the not yet deployed sign in, and people see who says that they have signed. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Chain, callData, words } from './stage/chain.ts';
import { Person } from './stage/person.ts';
import { Stage } from './stage/stage.ts';
import { InjectedWallet } from './stage/wallet.ts';

const CHAIN = 31_337;
const CHAIN_HEX = `0x${CHAIN.toString(16)}`;

/** Which this server asks nobody about. */
const OTHER_CHAIN_HEX = '0x5';

let chain: Chain;

const stage = Stage.forFileBehind(async () => {
  chain = await Chain.start(CHAIN);
  return ['--rpc', `${CHAIN}=${chain.rpc}`];
});

after(() => chain.stop());

async function walletOnChain(profile: Awaited<ReturnType<Stage['profile']>>) {
  const wallet = await InjectedWallet.into(profile);
  wallet.chainId = CHAIN_HEX;
  wallet.node = (method, params) => chain.ask(method, params);
  return wallet;
}

/** Somebody whose account is a contract that the wallet's key owns. */
async function safeAtEntrance(room: string, deployed: boolean) {
  const profile = await stage.profile();
  const wallet = await walletOnChain(profile);
  const owner = words(wallet.account.address);
  const word = await chain.read('WalletFactory', 'addressOf(address)', owner);
  const address = `0x${word.slice(-40)}`;
  wallet.accounts = [address];
  if (deployed) await chain.send('WalletFactory', 'make(address)', owner);
  else wallet.signer = (text) => beforeDeployment(owner, wallet.account.sign(text));
  const safe = await Person.atEntrance(stage, { room, name: 'Safe', profile, wallet: wallet.name });
  return { safe, wallet, address };
}

/** ERC-6492: `abi.encode(factory, call, signature)` and a mark. */
function beforeDeployment(owner: string, signature: string): string {
  const padded = (digits: string): string => digits.padEnd(Math.ceil(digits.length / 64) * 64, '0');
  const call = callData('make(address)', owner).slice(2);
  const signed = signature.slice(2);
  const callAt = 3 * 32;
  const signedAt = callAt + 32 + padded(call).length / 2;
  return [
    `0x${words(chain.contract('WalletFactory'), callAt, signedAt)}`,
    words(call.length / 2) + padded(call),
    words(signed.length / 2) + padded(signed),
    '6492'.repeat(16),
  ].join('');
}

async function evaInRoom(room: string): Promise<Person> {
  const profile = await stage.profile();
  const wallet = await walletOnChain(profile);
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
