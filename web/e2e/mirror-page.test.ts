import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Locator } from 'playwright-core';
import { mirrorOf } from '../src/mirror/stream.ts';
import { CeramicNode, forged, type Log, lyingNode, multikey, signerOf } from './stage/ceramic.ts';
import { Person } from './stage/person.ts';
import { Stage } from './stage/stage.ts';
import { Account, InjectedWallet, ProviderError } from './stage/wallet.ts';

const stage = Stage.forFile();
const WALLET = 'Test Wallet';

let node: CeramicNode;
before(async () => {
  node = await CeramicNode.start();
});
after(() => node?.stop());

/** Runs in the page: what it has loaded of what mirrors are made with. */
const loaded = (): string[] =>
  performance
    .getEntriesByType('resource')
    .map(({ name }) => name)
    .filter((name) => /\/(?:ceramic|mirroring|stream|three-id)-[^/]*\.js$/.test(name));

/** Opens somebody's card. */
async function card({ page }: Person, name: string): Promise<Locator> {
  await page
    .getByRole('button', { name: `More about ${name}` })
    .first()
    .click();
  return page.getByRole('dialog', { name });
}

async function closeCard({ page }: Person): Promise<void> {
  await page.getByRole('button', { name: 'Close' }).click();
}

interface Choice {
  readonly url: string;
  readonly on?: boolean;
  readonly links?: string;
}

/** Chooses a node in the own card, and what goes there. */
async function mirrors(person: Person, { url, on = false, links = '' }: Choice): Promise<void> {
  const own = await card(person, person.name);
  await own.getByLabel('Ceramic node').fill(url);
  await own.getByLabel('Links, one a line').fill(links);
  await own.getByLabel('Mirror my profile there').setChecked(on);
  await own.getByRole('button', { name: 'Save' }).click();
}

/** Somebody with a wallet, in a room with Ana, who has a node to ask. */
async function withAna(chainId = '0x1') {
  const room = stage.nextRoom();
  const profile = await stage.profile();
  const injected = await InjectedWallet.into(profile);
  injected.chainId = chainId;
  const [ben, ana] = await Promise.all([
    Person.inRoom(stage, { room, name: 'Ben', profile, wallet: WALLET }),
    Person.inRoom(stage, { room, name: 'Ana' }),
  ]);
  await ana.isLinkedWith(1);
  return { ben, ana, wallet: injected, room };
}

test('a profile is mirrored, follows its owner, and is read in another page', async () => {
  const { ben, ana, wallet } = await withAna();
  const keys = {
    signing: multikey([0xe7, 0x01], new Uint8Array(33).fill(2)),
    encryption: multikey([0xec, 0x01], new Uint8Array(32).fill(3)),
  };
  const did = await node.makeThreeId(keys);
  assert.equal(wallet.signed.length, 1);
  assert.ok(!wallet.signed[0]?.includes('Resources'), 'nothing is allowed that was not chosen');
  const isLoaded = () => ben.page.evaluate(loaded);
  assert.deepEqual(await isLoaded(), [], 'whoever mirrors nothing loads nothing');
  await mirrors(ben, { url: node.url, on: true, links: `https://example.org/ben\n${did}` });
  const { stream } = mirrorOf(wallet.account.address);
  await ben.page.getByText(`Your profile is there, as ${stream}`).waitFor();
  assert.notDeepEqual(await isLoaded(), []);
  assert.equal(wallet.signed.length, 2, 'the wallet is asked once more');
  assert.ok(wallet.signed[1]?.endsWith(`Resources:\n- ceramic://${stream}`));
  await closeCard(ben);

  await mirrors(ana, { url: node.url });
  await ana.page.getByText('Kept.').waitFor();
  await closeCard(ana);
  const seen = await card(ana, 'Ben');
  await seen.getByRole('heading', { name: 'Also on Ceramic' }).waitFor();
  await seen.getByText('Called the same there: Ben').waitFor();
  await seen.getByRole('link', { name: 'https://example.org/ben' }).waitFor();
  await seen.getByRole('button', { name: 'Show its keys' }).click();
  for (const [name, key] of Object.entries(keys)) {
    await seen.getByRole('listitem').filter({ hasText: name }).getByText(key).waitFor();
  }
  await closeCard(ana);

  // What changes in the room changes there, and the wallet is not asked again.
  const written = ben.page.waitForResponse(`${node.url}/api/v0/commits`);
  await ben.say('/nick Benjamin');
  await ana.members('Benjamin').waitFor();
  await written;
  await ben.page.reload();
  await ben.isInRoom();
  assert.equal(wallet.signed.length, 2, 'the same word of the wallet serves room and mirror');
  await ana.isLinkedWith(1);
  const later = await card(ana, 'Benjamin');
  await later.getByText('Called the same there: Benjamin').waitFor();
});

test('whichever chain a wallet is on, there is one mirror of its account', async () => {
  const { ben, wallet } = await withAna('0x89');
  await mirrors(ben, { url: node.url, on: true });
  const { stream } = mirrorOf(wallet.account.address);
  await ben.page.getByText(`Your profile is there, as ${stream}`).waitFor();
  assert.deepEqual(
    wallet.signed.map((text) => /Chain ID: \d+/.exec(text)?.[0]),
    ['Chain ID: 137', 'Chain ID: 1'],
  );
  await closeCard(ben);
  const written = ben.page.waitForResponse(`${node.url}/api/v0/commits`);
  await ben.say('/color #aa3366');
  await written;
  await ben.page.reload();
  await ben.isInRoom();
  assert.equal(wallet.signed.length, 2, 'the room goes on with what was signed for it');
});

test('a mirror of another name is shown as such, and what its owner has not signed is refused', async () => {
  const { ben, ana, wallet } = await withAna();
  const signer = await signerOf(wallet.account);
  const { stream, genesis } = mirrorOf(wallet.account.address);
  await node.post('streams', { type: 0, genesis, opts: {} });
  const { status } = await node.forge(stream, { name: 'Benoit', color: '#00aa88' }, signer);
  assert.equal(status, 200);
  const stranger = await signerOf(new Account());
  const eve = { name: 'Eve', color: '#000000' };
  assert.equal((await node.forge(stream, eve, stranger)).status, 500);

  const liar = await lyingNode(node.url, async (text) => {
    const log: Log = JSON.parse(text);
    const value = await forged(log, eve, stranger);
    return JSON.stringify({ ...log, commits: [...log.commits, { cid: 'x', value }] });
  });
  await mirrors(ana, { url: liar.url });
  await ana.page.getByText('Kept.').waitFor();
  await closeCard(ana);
  const seen = await card(ana, 'Ben');
  await seen.getByText('Called otherwise there: Benoit').waitFor();
  await ana.isTold('signed by a key that is not its owner’s');
  assert.equal(await seen.getByText('Eve').count(), 0);
  await liar.stop();
  await ben.leave();
});

test('whoever says no in the wallet, or names no node, is told so, and nothing changes', async () => {
  const { ben, wallet } = await withAna();
  await mirrors(ben, { url: 'ceramic.example.org', on: true });
  await ben.isTold('"ceramic.example.org" is not the address of one');
  await closeCard(ben);
  const gone = await lyingNode(node.url, (log) => log);
  await gone.stop();
  stage.excuse(/net::ERR_CONNECTION_REFUSED/);
  await mirrors(ben, { url: gone.url, on: true });
  await ben.isTold(`The Ceramic node at ${gone.url} cannot be reached`);
  assert.equal(
    wallet.signed.length,
    1,
    'a node that is away is found out before the wallet is asked',
  );
  await closeCard(ben);
  wallet.signer = () => {
    throw new ProviderError(4001, 'User rejected the request.');
  };
  await mirrors(ben, { url: node.url, on: true });
  await ben.isTold('You said no in Test Wallet');
  await closeCard(ben);
  const own = await card(ben, 'Ben');
  assert.equal(await own.getByLabel('Ceramic node').inputValue(), '');
});
