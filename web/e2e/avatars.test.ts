/** Pictures that are tokens on a real chain, and links, on people's cards. */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { test } from 'node:test';
import type { Locator } from 'playwright-core';
import { toHex } from '../src/wallet/hex.ts';
import { faintTexts, namelessRoles } from './stage/accessibility.ts';
import { Chain, words } from './stage/chain.ts';
import { Person, type Place } from './stage/person.ts';
import { ROOT, TestServer } from './stage/server.ts';
import { Stage } from './stage/stage.ts';
import { InjectedWallet } from './stage/wallet.ts';

const CHAIN = 31_337;
const WORD_BYTES = 32;
const TOKEN = 7;

/** A sun over the sea, drawn. */
const SVG = `<svg xmlns='http://www.w3.org/2000/svg' width='64' height='64'><rect width='64' height='64' fill='teal'/><circle cx='32' cy='28' r='16' fill='gold'/></svg>`;

const FOLDER = `${ROOT}/build/screenshots`;

const stage = Stage.forFile();

/** What a token says of itself: a description with the picture inside. */
async function describe(chain: Chain, id: number): Promise<void> {
  const image = `data:image/svg+xml;base64,${btoa(SVG)}`;
  const uri = `data:application/json;base64,${btoa(JSON.stringify({ name: 'Sun', image }))}`;
  const text = toHex(new TextEncoder().encode(uri)).slice(2);
  const padded = text.padEnd(Math.ceil(text.length / (2 * WORD_BYTES)) * 2 * WORD_BYTES, '0');
  const encoded = words(id, 2 * WORD_BYTES, uri.length) + padded;
  await chain.send('Badge', 'setTokenURI(uint256,string)', encoded);
}

async function cardOf(person: Person, name: string): Promise<Locator> {
  await person
    .members(name)
    .getByRole('button', { name: `More about ${name}` })
    .click();
  return person.page.getByRole('dialog', { name });
}

async function choose(card: Locator, contract: string): Promise<void> {
  await card.getByRole('combobox', { name: 'Picture' }).selectOption('token');
  await card.getByLabel('Contract').fill(contract);
  await card.getByLabel('Token id').fill(`${TOKEN}`);
  await card.getByLabel('Chain').fill(`${CHAIN}`);
}

/** Shows a link, after one that is refused. */
async function findBy(card: Locator): Promise<void> {
  const links = card.getByLabel(/Where else to find you/);
  const show = card.getByRole('button', { name: 'Show this' });
  await links.fill('https://sun.example/a\nhttp://unsafe.example');
  await show.click();
  await card.getByText('a link begins with https://').waitFor();
  await links.fill('https://s\u00FCn.example/a');
  await show.click();
  await card.getByText('Others see it now.').waitFor();
}

const widthOf = (image: Locator): Promise<number> =>
  image.evaluate((element) => (element as HTMLImageElement).naturalWidth);

test('a token is a picture for who holds it, and for nobody else; links are shown', async () => {
  const chain = await Chain.start(CHAIN);
  stage.atEnd(() => chain.stop());
  const server = await TestServer.start(['--rpc', `${CHAIN}=${chain.rpc}`]);
  stage.atEnd(() => server.stop());
  const place: Place = { server, profile: () => stage.profile() };
  const room = stage.nextRoom();
  const profile = await stage.profile();
  const wallet = await InjectedWallet.into(profile);
  await chain.giveBadge(wallet.account.address, TOKEN);
  await describe(chain, TOKEN);
  const captain = await Person.inRoom(place, {
    room,
    name: 'Captain',
    profile,
    wallet: wallet.name,
  });
  const liar = await Person.inRoom(place, { room, name: 'Liar' });
  const reader = await Person.inRoom(place, { room, name: 'Reader' });
  await Promise.all([captain.isLinkedWith(2), liar.isLinkedWith(2), reader.isLinkedWith(2)]);

  const own = await cardOf(captain, 'Captain');
  await choose(own, chain.contract('Badge'));
  await own.getByRole('img', { name: 'What others will see' }).waitFor();
  await own
    .getByLabel(/Where else to find you/)
    .fill('https://sun.example/a\nhttp://unsafe.example');
  await own.getByRole('button', { name: 'Show this' }).click();
  await own.getByText('a link begins with https://').waitFor();
  await findBy(own);
  mkdirSync(FOLDER, { recursive: true });
  await captain.page.screenshot({ path: `${FOLDER}/own-card.png` });
  assert.deepEqual(await faintTexts(captain.page), []);
  assert.deepEqual(await namelessRoles(captain.page), []);

  const claimed = await cardOf(liar, 'Liar');
  await choose(claimed, chain.contract('Badge'));
  await claimed.getByText('which the wallet does not hold').waitFor();
  await claimed.getByRole('button', { name: 'Show this' }).click();
  await claimed.getByText('Others see it now.').waitFor();

  const face = reader.members('Captain').getByRole('img', { name: 'Captain' });
  await face.waitFor();
  assert.ok((await widthOf(face)) > 0);
  await captain.page.keyboard.press('Escape');
  await captain.say('Land ahoy');
  const said = reader.messageOf('Land ahoy');
  await said.getByRole('img', { name: 'Captain' }).waitFor();
  assert.equal(await reader.members('Liar').getByRole('img', { name: 'Liar' }).count(), 0);

  const shown = await cardOf(reader, 'Captain');
  await shown.getByRole('img', { name: 'Captain' }).waitFor();
  const link = shown.getByRole('link', { name: 'xn--sn-xka.example/a' });
  assert.equal(await link.getAttribute('href'), 'https://xn--sn-xka.example/a');
  assert.match((await link.getAttribute('rel')) ?? '', /noopener noreferrer nofollow/);
  await reader.page.screenshot({ path: `${FOLDER}/avatar.png` });
  await reader.page.keyboard.press('Escape');
  const doubted = await cardOf(reader, 'Liar');
  await doubted
    .getByText(/says to be shown as token 7 of 0x.*, which the wallet does not hold/)
    .waitFor();
  await reader.page.screenshot({ path: `${FOLDER}/avatar-doubted.png` });
});
