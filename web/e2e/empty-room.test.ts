/** What a room says in which nobody can be reached. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chromium } from 'playwright-core';
import { CHROMIUM, FLAGS, PROFILE } from './stage/browser.ts';
import { Person } from './stage/person.ts';
import { Stage } from './stage/stage.ts';

const stage = Stage.forFile(['--relay=false']);

test('a browser that uses no UDP says so in the room where nobody can be reached', async () => {
  const room = stage.nextRoom();
  const bo = await Person.inRoom(stage, { room, name: 'Bo' });
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: [...FLAGS, '--webrtc-ip-handling-policy=disable_non_proxied_udp'],
  });
  stage.atEnd(() => browser.close());
  const place = { server: stage.server, profile: () => browser.newContext(PROFILE) };
  const ana = await Person.inRoom(place, { room, name: 'Ana' });
  await ana.hasStatus(/One other person is here.*This browser.*no UDP.*TURN\) over TLS.*Ask/s);
  await bo.hasStatus(/One other person is here.*Nothing is wrong on your side/s);
  await ana.page.getByRole('button', { name: 'See what the doctor found' }).click();
  const dialog = ana.page.getByRole('dialog', { name: 'Connection doctor' });
  await dialog.getByText('the browser lets pages use no UDP').waitFor();
  await dialog.getByRole('listitem').filter({ hasText: 'Bo' }).waitFor();
});

test('who is alone is shown the link, and whose server is gone is told since when', async () => {
  const room = stage.nextRoom();
  const ana = await Person.inRoom(stage, { room, name: 'Ana' });
  await ana.hasStatus(/You are alone here\. Send this link/);
  const link = await ana.page.locator('.room-link').textContent();
  const bo = await Person.inRoom(stage, { room, name: 'Bo' });
  await ana.isLinkedWith(1);
  assert.equal(link, bo.page.url());
  await ana.page.getByText('You are alone here').waitFor({ state: 'hidden' });
  await bo.leave();
  await stage.stopServer();
  await ana.hasStatus(/out of reach since \d.*“Invite by hand” brings/s);
  await stage.restartServer();
  await ana.hasStatus(/You are alone here/);
});
