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

/** One block, and then: what issue and operators promise. */
const OUT_WITHIN_MILLIS = 5_000;

let chain: Chain;
let badges = 0;
const folder = mkdtemp(join(tmpdir(), 'tropichat-gates-'));

const stage = Stage.forFileBehind(async () => {
  chain = await Chain.start(CHAIN);
  const gates = join(await folder, 'gates.json');
  const rule = { erc721: { chain: CHAIN, contract: chain.contract('Badge') } };
  await writeFile(gates, JSON.stringify({ [ROOM]: rule }));
  return ['--rpc', `${CHAIN}=${chain.rpc}`, '--gates', gates];
});

after(async () => {
  await chain.stop();
  await rm(await folder, { recursive: true });
});

/** Somebody at the entrance with a wallet, and a badge in it where one is wanted. */
async function comes(name: string, holds: boolean) {
  const profile = await stage.profile();
  const wallet = await InjectedWallet.into(profile);
  const badge = holds ? ++badges : 0;
  if (holds) await chain.giveBadge(wallet.account.address, badge);
  const person = await Person.atEntrance(stage, { room: ROOM, name, profile, wallet: wallet.name });
  return { person, address: wallet.account.address, badge };
}

test('who holds a badge comes in; a stranger is told why not', async () => {
  const ana = await comes('Ana', true);
  const ben = await comes('Ben', true);
  await ana.person.enter();
  await ben.person.enter();
  await Promise.all([ana, ben].map(({ person }) => person.isLinkedWith(1)));
  await ana.person.page.getByText('Only for whoever has a wallet that holds 1').waitFor();
  await ana.person.say('among holders');
  await ben.person.reads('among holders');
  const eve = await comes('Eve', false);
  await eve.person.pressEnterButton();
  await eve.person.isTold(/NFT ownership required for this room.*it does not/);
  await eve.person.isAtEntrance();
});

test('who gives the badge away is out at once, and reads nothing that follows', async () => {
  const ana = await comes('Ana', true);
  const ben = await comes('Ben', true);
  const cem = await comes('Cem', true);
  for (const { person } of [ana, ben, cem]) await person.enter();
  await Promise.all([ana, ben, cem].map(({ person }) => person.isLinkedWith(2)));
  const eve = await comes('Eve', false);
  await chain.moveBadge(cem.address, eve.address, cem.badge);
  const given = Date.now();
  await Promise.all([ana, ben].map(({ person }) => person.isLinkedWith(1)));
  await cem.person.isTold(/no longer holds what this room asks for/);
  const millis = Date.now() - given;
  console.log(`out at every peer ${millis} ms after the transfer (${OUT_WITHIN_MILLIS})`);
  await ana.person.say('without Cem');
  await ben.person.reads('without Cem');
  assert.equal(await cem.person.page.getByText('without Cem').count(), 0);
});

test('where the chain dies, members stay and talk, and newcomers are told that it cannot be checked', async () => {
  const ana = await comes('Ana', true);
  const ben = await comes('Ben', true);
  const late = await comes('Cleo', true);
  await ana.person.enter();
  await ben.person.enter();
  await Promise.all([ana, ben].map(({ person }) => person.isLinkedWith(1)));
  await chain.stop();
  await late.person.pressEnterButton();
  await late.person.isTold(/cannot be checked now/);
  await ana.person.say('still here');
  await ben.person.reads('still here');
});
