/** Names of ENS on a real chain, and names that look like others. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { fromHex, toHex } from '../src/wallet/hex.ts';
import { faintTexts, namelessRoles } from './stage/accessibility.ts';
import { Chain, words } from './stage/chain.ts';
import { Person, type Place } from './stage/person.ts';
import { TestServer } from './stage/server.ts';
import { Stage } from './stage/stage.ts';
import { InjectedWallet } from './stage/wallet.ts';

const CHAIN = 31_337;
const WORD_BYTES = 32;

const stage = Stage.forFile();

const hash = (bytes: Uint8Array): Uint8Array => keccak_256(bytes);
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const hex = (bytes: Uint8Array): string => toHex(bytes).slice(2);

/** ERC-137. */
function node(name: string): string {
  let above = '00'.repeat(WORD_BYTES);
  for (const label of name.split('.').reverse()) {
    const both = fromHex(`0x${above}${hex(hash(utf8(label)))}`);
    assert.ok(both);
    above = hex(hash(both));
  }
  return above;
}

/** Gives a wallet a short name that points back to it. */
async function name(chain: Chain, account: string, text: string): Promise<void> {
  const written = hex(utf8(text)).padEnd(2 * WORD_BYTES, '0');
  const asText = words(2 * WORD_BYTES, text.length) + written;
  await chain.send('Names', 'setName(address,string)', words(account) + asText);
  const resolver = words(chain.contract('Addresses'));
  await chain.send('Names', 'setResolver(bytes32,address)', node(text) + resolver);
  await chain.send('Addresses', 'setAddr(bytes32,address)', node(text) + words(account));
}

test('a wallet’s name in ENS stands beside its address, and whoever imitates it is marked', async () => {
  const chain = await Chain.start(CHAIN);
  stage.atEnd(() => chain.stop());
  const resolver = chain.contract('Names');
  const server = await TestServer.start([
    ...['--rpc', `${CHAIN}=${chain.rpc}`, '--ens-chain', `${CHAIN}`, '--ens-resolver', resolver],
  ]);
  stage.atEnd(() => server.stop());
  const place: Place = { server, profile: () => stage.profile() };
  const room = stage.nextRoom();
  const profile = await stage.profile();
  const wallet = await InjectedWallet.into(profile);
  await name(chain, wallet.account.address, 'ana.eth');
  const ana = await Person.inRoom(place, { room, name: 'Captain', profile, wallet: wallet.name });
  // A Cyrillic letter at each end.
  const liar = await Person.inRoom(place, { room, name: '\u0430n\u0430.eth' });
  await Promise.all([ana.isLinkedWith(1), liar.isLinkedWith(1)]);
  for (const reader of [ana, liar]) {
    const item = reader.members('Captain');
    await item.getByText('ana.eth', { exact: true }).waitFor();
    await item.getByText('ENS, by this server').waitFor();
    await reader.page.getByText('name like another’s').first().waitFor();
  }
  assert.deepEqual(await namelessRoles(ana.page), []);
  assert.deepEqual(await faintTexts(ana.page), []);
  await liar.page
    .getByRole('button', { name: /Captain/ })
    .first()
    .click();
  const dialog = liar.page.getByRole('dialog', { name: 'Captain' });
  await dialog.getByText('ENS, by this server').waitFor();
});
