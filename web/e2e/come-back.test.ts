import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { Person } from './stage/person.ts';
import { Stage } from './stage/stage.ts';
import { InjectedWallet } from './stage/wallet.ts';

const stage = Stage.forFile();

/** From now on nothing that the page asks of signaling gets to the server, until the door is opened. */
async function shutDoor(page: Page): Promise<() => void> {
  let open: () => void = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  await page.routeWebSocket(/socket\.io/, async (socket) => {
    await opened;
    socket.connectToServer();
  });
  await page.route(/socket\.io/, async (route) => {
    await opened;
    await route.continue();
  });
  return open;
}

async function saysForGood(person: Person, text: string): Promise<void> {
  await person.say(text);
  await person.log.getByText('Kept here').waitFor();
}

test('who comes back reads what is kept before the server answers, and writes once it has', async () => {
  const ana = await Person.inRoom(stage, { room: stage.nextRoom(), name: 'Ana' });
  await saysForGood(ana, 'said before');
  const open = await shutDoor(ana.page);
  await ana.page.reload();
  await ana.reads('said before');
  await ana.hasStatus('looking for the server');
  assert.equal(await ana.message.isEditable(), false);
  assert.equal(await ana.page.getByRole('button', { name: 'Send' }).isEnabled(), false);
  const message = ana.log.getByRole('article');
  await message.getByLabel('What to do with the message').click();
  await message.getByRole('button', { name: 'React with 🌴' }).click();
  await ana.seesNotice('You are still on your way into the room.');
  open();
  await ana.isInRoom();
  await ana.say('said after');
  await ana.reads('said after');
  assert.equal(await ana.log.getByText('said before', { exact: true }).count(), 1);
});

/** From now on nothing happens in the page a little later: what would be done within half a second waits for good. */
function stopTimers(page: Page): Promise<void> {
  return page.evaluate(() => {
    const { setTimeout } = window;
    const isSoon = (millis = 0) => millis > 0 && millis <= 500;
    Object.assign(window, {
      setTimeout: (run: () => void, millis?: number) =>
        isSoon(millis) ? 0 : setTimeout(run, millis),
    });
  });
}

test('what has come and waits to be kept is not lost by a reload', async () => {
  const room = stage.nextRoom();
  const ana = await Person.inRoom(stage, { room, name: 'Ana' });
  const ben = await Person.inRoom(stage, { room, name: 'Ben' });
  await ben.say('are you there?');
  await ana.reads('are you there?');
  await stopTimers(ana.page);
  const words = ['one', 'two', 'three', 'four', 'five', 'six'];
  for (const word of words) await ben.say(word);
  await ben.leave();
  await ana.seesNotice('Ben left');
  // Those that come close together are shown and kept together, once the page's clock says so.
  assert.equal(await ana.log.getByText('six', { exact: true }).count(), 0);
  await ana.page.reload();
  for (const word of words) await ana.reads(word);
});

test('who comes back in vain is told so at the entrance', async () => {
  const ana = await Person.inRoom(stage, { room: stage.nextRoom(), name: 'Ana' });
  await saysForGood(ana, 'said before');
  const open = await shutDoor(ana.page);
  await ana.page.reload();
  await ana.reads('said before');
  await stage.stopServer();
  open();
  await ana.isTold('The server that introduces people cannot be reached.');
  await ana.isAtEntrance();
  assert.equal(await ana.log.count(), 0);
  await stage.restartServer();
});

test('while the wallet is locked nothing of what is kept is shown', async () => {
  const profile = await stage.profile();
  const wallet = await InjectedWallet.into(profile);
  const wish = { room: stage.nextRoom(), name: 'Bo', profile, wallet: wallet.name };
  const bo = await Person.inRoom(stage, wish);
  await saysForGood(bo, 'said before');
  await profile.addInitScript(() => {
    new MutationObserver(() => {
      if (document.body?.innerText.includes('said before')) document.title = 'shown';
    }).observe(document, { subtree: true, childList: true });
  });
  wallet.accounts = [];
  await bo.page.reload();
  await bo.isTold('Test Wallet is locked or no longer connected.');
  await bo.isAtEntrance();
  assert.notEqual(await bo.page.title(), 'shown');
});
