import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { builtPage } from './stage/built-page.ts';
import { held as heldBy } from './stage/heap.ts';
import { OtherSite } from './stage/other-site.ts';
import { Stage } from './stage/stage.ts';

const stage = Stage.withoutServer();
let site: OtherSite;

before(async () => {
  site = await OtherSite.open({ '/': await builtPage('link.ts') });
});
after(() => site?.close());

async function newPage(): Promise<Page> {
  const page = await (await stage.profile()).newPage();
  await page.goto(site.url);
  await page.waitForFunction(() => 'links' in window);
  return page;
}

const held = (page: Page, linksMax: number) => heldBy(page, 'links.RtcLink.prototype', linksMax);

test('both ends offer at once a hundred times, and each time one connection comes of it', async () => {
  const page = await newPage();
  assert.equal(await page.evaluate(() => window.links.glare(100)), 100);
});

test('both ends renew the paths of a connection at once, and nothing said is lost', async () => {
  const page = await newPage();
  const heard = await page.evaluate(() => window.links.restarts(20));
  assert.deepEqual(
    heard,
    Array.from({ length: 20 }, (_, time) => `after ${time}`),
  );
});

test('five hundred links that were closed leave nothing behind', async () => {
  /** Above what a page's heap differs by from one collection to the next; a link that stays has 20 kB. */
  const NOISE_BYTES = 1_000_000;
  /** The last may still be closing. */
  const LINKS_MAX = 2;
  const page = await newPage();
  await page.evaluate(() => window.links.rounds(50));
  const before = await held(page, LINKS_MAX);
  // In parts: Chromium makes no more than 500 before it has collected those that were closed.
  for (let part = 0; part < 10; part++) {
    await page.evaluate(() => window.links.rounds(50));
    const { objects: links, heapBytes } = await held(page, LINKS_MAX);
    assert.ok(links <= LINKS_MAX, `${links} links stay`);
    assert.ok(heapBytes < before.heapBytes + NOISE_BYTES, `${heapBytes} bytes`);
  }
});
