import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { builtPage } from './stage/built-page.ts';
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

interface Held {
  readonly links: number;
  readonly heapBytes: number;
}

/** Collections after which what a page still holds stays: a link is let go some tasks after it was closed. */
const COLLECTIONS_MAX = 100;

/** The links that a page holds, closed ones among them, once there are no more than so many of them, or for good. */
async function held(page: Page, linksMax: number): Promise<Held> {
  const devtools = await page.context().newCDPSession(page);
  const { result } = await devtools.send('Runtime.evaluate', {
    expression: 'links.RtcLink.prototype',
  });
  let found: Held = { links: 0, heapBytes: 0 };
  for (let collection = 0; collection < COLLECTIONS_MAX; collection++) {
    await devtools.send('HeapProfiler.collectGarbage');
    const { objects } = await devtools.send('Runtime.queryObjects', {
      prototypeObjectId: result.objectId ?? '',
    });
    const { result: count } = await devtools.send('Runtime.callFunctionOn', {
      objectId: objects.objectId ?? '',
      functionDeclaration: 'function () { return this.length; }',
      returnByValue: true,
    });
    // The list itself holds on to them.
    await devtools.send('Runtime.releaseObject', { objectId: objects.objectId ?? '' });
    const { usedSize } = await devtools.send('Runtime.getHeapUsage');
    found = { links: Number(count.value), heapBytes: usedSize };
    if (found.links <= linksMax) break;
  }
  await devtools.detach();
  return found;
}

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
    const { links, heapBytes } = await held(page, LINKS_MAX);
    assert.ok(links <= LINKS_MAX, `${links} links stay`);
    assert.ok(heapBytes < before.heapBytes + NOISE_BYTES, `${heapBytes} bytes`);
  }
});
