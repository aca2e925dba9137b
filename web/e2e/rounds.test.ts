/** Somebody comes and goes, again and again: nothing of it stays. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { held } from './stage/heap.ts';
import { Person } from './stage/person.ts';
import { Stage } from './stage/stage.ts';
import { InjectedWallet } from './stage/wallet.ts';

const stage = Stage.forFile();

/** How often somebody leaves and comes back; `ROUNDS=500` in the environment for more. */
const ROUNDS = Number(process.env['ROUNDS'] ?? 60);

/** After which what a page makes once and keeps is made. */
const FIRST_ROUNDS = 20;

/** Rounds until garbage is collected: Chromium makes no more than 500 connections before. */
const PART = 20;

/** The one that is open, and one that may still be closing. */
const CONNECTIONS_MAX = 2;

/** Above what a connection that is still closing has (34), and below one listener or 20 kB for each round. */
const NOISE_LISTENERS = 40;
const NOISE_BYTES = 1_000_000;

const heldBy = (page: Page) => held(page, 'RTCPeerConnection.prototype', CONNECTIONS_MAX);

/** Leaves and enters by the page's buttons, and waits each time for the link to whoever is there. */
async function comeAndGo(page: Page, times: number): Promise<void> {
  await page.evaluate(async (rounds) => {
    const button = (words: string) =>
      [...document.querySelectorAll('button')].find(({ textContent }) => textContent === words);
    const until = async (holds: () => unknown): Promise<void> => {
      while (!holds()) await new Promise(requestAnimationFrame);
    };
    for (let round = 0; round < rounds; round++) {
      button('Leave')?.click();
      await until(() => button('Enter'));
      button('Enter')?.click();
      await until(() =>
        document
          .querySelector('.link-summary')
          ?.textContent?.includes('Linked directly with the other person.'),
      );
    }
  }, times);
}

test('who leaves and comes back again and again leaves nothing behind', async (test) => {
  const room = stage.nextRoom();
  const ana = await Person.inRoom(stage, { room, name: 'Ana' });
  const profile = await stage.profile();
  const wallet = await InjectedWallet.into(profile);
  const bo = await Person.inRoom(stage, { room, name: 'Bo', profile, wallet: wallet.name });
  await bo.isLinkedWith(1);
  await comeAndGo(bo.page, FIRST_ROUNDS);
  const before = await heldBy(bo.page);
  for (let round = 0; round < ROUNDS; round += PART) {
    await comeAndGo(bo.page, PART);
    const now = await heldBy(bo.page);
    test.diagnostic(`${round + PART}: ${JSON.stringify(now)}`);
    assert.ok(now.objects <= CONNECTIONS_MAX, `${now.objects} connections stay`);
    assert.ok(now.listeners <= before.listeners + NOISE_LISTENERS, `${now.listeners} listeners`);
    assert.ok(now.heapBytes < before.heapBytes + NOISE_BYTES, `${now.heapBytes} bytes`);
  }
  assert.ok((await heldBy(ana.page)).objects <= CONNECTIONS_MAX, "at Ana's");
  assert.equal(wallet.signed.length, 1, 'the wallet signed once');
});
