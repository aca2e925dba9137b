import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { OtherSite } from './stage/other-site.ts';
import { guideClaim } from './stage/raw-client.ts';
import { TestServer } from './stage/server.ts';
import { Stage } from './stage/stage.ts';
import { Account } from './stage/wallet.ts';

const stage = Stage.forFile();

interface GuidePage {
  enter(server: string, user: object): void;
  say(content: string): void;
}

async function enter(server: string, user: object): Promise<Page> {
  const site = await OtherSite.open();
  stage.atEnd(() => site.close());
  const page = await (await stage.profile()).newPage();
  await page.goto(`${site.url}/guide.html`);
  await page.evaluate((entry) => (window as unknown as GuidePage).enter(entry.server, entry.user), {
    server,
    user,
  });
  return page;
}

async function talk(one: Page, other: Page): Promise<void> {
  for (const [speaker, reader, words] of [
    [one, other, 'ahoy'],
    [other, one, 'ahoy to you'],
  ] as const) {
    await speaker.getByRole('list', { name: 'People' }).getByRole('listitem').first().waitFor();
    await speaker.evaluate((text) => (window as unknown as GuidePage).say(text), words);
    await reader.getByRole('log').getByText(words).waitFor();
  }
}

test("pages by the guide talk with each other, signed in by the guide's form", async () => {
  const room = stage.nextRoom();
  const users = ['Ana', 'Bo'].map((username) => ({
    ...guideClaim(new Account(), room),
    username,
  }));
  const [ana, bo] = [
    await enter(stage.server.url, users[0] ?? {}),
    await enter(stage.server.url, users[1] ?? {}),
  ];
  await talk(ana, bo);
  await ana.getByRole('log').getByText('Bo: ahoy to you').waitFor();
  await bo.close();
  await ana.getByRole('listitem').filter({ hasText: /^Bo$/ }).waitFor({ state: 'detached' });
});

test('pages by the guide talk with each other without a signature where that is allowed', async () => {
  const lenient = await TestServer.start(['--allow-unsigned']);
  stage.atEnd(() => lenient.stop());
  const user = (username: string) => ({
    username,
    walletAddress: new Account().address,
    color: '#123456',
  });
  const [ana, bo] = [await enter(lenient.url, user('Ana')), await enter(lenient.url, user('Bo'))];
  await talk(ana, bo);
});

test('a page by the guide is told in words that it has to sign', async () => {
  const page = await enter(stage.server.url, {
    username: 'Ana',
    walletAddress: new Account().address,
    color: '#123456',
  });
  await page.getByRole('alert').filter({ hasText: 'This server lets only signed-in' }).waitFor();
  assert.equal(await page.getByRole('listitem').count(), 0);
});
