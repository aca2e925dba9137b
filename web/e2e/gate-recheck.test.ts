import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Chain } from './stage/chain.ts';
import { Person } from './stage/person.ts';
import { Stage } from './stage/stage.ts';
import { InjectedWallet } from './stage/wallet.ts';

const CHAIN = 31_337;
const ROOM = 'badge holders';

/** Methods for which a wallet opens its window; each is called once by whoever comes in. */
const WINDOWS = ['eth_requestAccounts', 'personal_sign'];

/** Where people's wallets are, and another one of the same id that the gatekeeper asks instead. */
let chain: Chain;
let made: Chain;
let badges = 0;
const folder = mkdtemp(join(tmpdir(), 'tropichat-gates-'));

const stage = Stage.forFileBehind(async () => {
  [chain, made] = await Promise.all([Chain.start(CHAIN), Chain.start(CHAIN)]);
  assert.equal(chain.contract('Badge'), made.contract('Badge'));
  const gates = join(await folder, 'gates.json');
  const rule = { erc721: { chain: CHAIN, contract: chain.contract('Badge') } };
  await writeFile(gates, JSON.stringify({ [ROOM]: rule }));
  return ['--rpc', `${CHAIN}=${made.rpc}`, '--gates', gates];
});

after(async () => {
  await Promise.all([chain.stop(), made.stop()]);
  await rm(await folder, { recursive: true });
});

/**
 * Somebody who comes in, since the gatekeeper sees a badge.
 *
 * @param holds whether it is there
 * @param asks whether the wallet asks a node
 */
async function comes(name: string, holds: boolean, asks: boolean) {
  const profile = await stage.profile();
  const wallet = await InjectedWallet.into(profile);
  if (asks) {
    wallet.chainId = `0x${CHAIN.toString(16)}`;
    wallet.node = (method, params) => chain.ask(method, params);
  }
  const badge = ++badges;
  for (const each of holds ? [chain, made] : [made]) {
    await each.giveBadge(wallet.account.address, badge);
  }
  const person = await Person.inRoom(stage, { room: ROOM, name, profile, wallet: wallet.name });
  return { person, wallet };
}

test('whose wallet asks a chain itself does not talk to somebody for whom the gatekeeper lies', async () => {
  const ana = await comes('Ana', true, true);
  const ben = await comes('Ben', true, false);
  await Promise.all([ana, ben].map(({ person }) => person.isLinkedWith(1)));
  const eve = await comes('Eve', false, true);
  await ana.person.log
    .getByText(/Your own wallet’s chain says that their wallet does not hold what this room asks/)
    .waitFor();
  await eve.person.say('from nowhere');
  await ben.person.reads('from nowhere');
  await ben.person.say('from Ben');
  await ana.person.reads('from Ben');
  await eve.person.reads('from Ben');
  await ana.person.say('from Ana');
  await ben.person.reads('from Ana');
  assert.equal(await ana.person.page.getByText('from nowhere').count(), 0);
  assert.ok(ana.wallet.asked.includes('eth_call'));
  for (const method of WINDOWS) {
    assert.ok(ana.wallet.asked.filter((each) => each === method).length <= 1, method);
  }
});
