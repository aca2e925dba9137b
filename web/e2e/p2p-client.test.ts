import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import type { PageClient, UserData } from '../src/session/page-client.ts';
import { OtherSite } from './stage/other-site.ts';
import { Person } from './stage/person.ts';
import { guideClaim } from './stage/raw-client.ts';
import { Stage } from './stage/stage.ts';
import { Account, InjectedWallet } from './stage/wallet.ts';

const stage = Stage.forFile();

/** A page that loads p2pClient by a script tag, on a site of its own. */
async function openSite(): Promise<OtherSite> {
  const script = `<script src="${stage.server.url}/p2p-client.js"></script>`;
  const head = `<!doctype html><title>Theirs</title><link rel="icon" href="data:,">${script}`;
  const site = await OtherSite.open({ '/theirs.html': head });
  stage.atEnd(() => site.close());
  return site;
}

/** What the test has a page keep beside its client. */
interface TheirPage {
  readonly p2pClient: PageClient;
  readonly heard: unknown[][];
}

/** A page of another site with one script tag that notes all it is told. */
async function openTheirs(user: UserData | object): Promise<Page> {
  const site = await openSite();
  const page = await (await stage.profile()).newPage();
  await page.goto(`${site.url}/theirs.html`);
  await page.evaluate(
    ({ server, user }) => {
      const { p2pClient } = window as unknown as TheirPage;
      const heard: unknown[][] = [];
      Object.assign(window, { heard });
      p2pClient.onConnected((self) => heard.push(['connected', self.username]));
      p2pClient.onPeerJoined((peer) => heard.push(['joined', peer.username]));
      p2pClient.onPeerLeft((peer) => heard.push(['left', peer.username]));
      p2pClient.onMessage((message) => heard.push(['message', message]));
      p2pClient.onError((error) => heard.push(['error', error.message]));
      p2pClient.init(server);
      p2pClient.authenticate(user as UserData);
    },
    { server: stage.server.url, user },
  );
  return page;
}

/** Waits until the page has heard this. */
async function hears(page: Page, what: string, whom?: string): Promise<void> {
  await page.waitForFunction(
    ([kind, name]) =>
      (window as unknown as TheirPage).heard.some(
        ([heard, about]) => heard === kind && (name === undefined || about === name),
      ),
    [what, whom] as const,
  );
}

const say = (page: Page, content: string): Promise<boolean> =>
  page.evaluate((text) => (window as unknown as TheirPage).p2pClient.sendMessage(text), content);

const messages = (page: Page) =>
  page.evaluate(() =>
    (window as unknown as TheirPage).heard.filter(([kind]) => kind === 'message').map(([, m]) => m),
  ) as Promise<Record<string, unknown>[]>;

const user = (username: string, room: string) => ({
  ...guideClaim(new Account(), room),
  username,
});

test('p2pClient has exactly the functions of the guide', async () => {
  const page = await openTheirs(user('Ana', stage.nextRoom()));
  const names = await page.evaluate(() =>
    Object.keys((window as unknown as TheirPage).p2pClient).sort(),
  );
  assert.deepEqual(names, [
    ...['authenticate', 'getCurrentUser', 'getPeers', 'init', 'isConnected', 'onConnected'],
    ...['onError', 'onMessage', 'onPeerJoined', 'onPeerLeft', 'sendMessage'],
  ]);
});

test("pages of another site talk by the guide's functions", async () => {
  const room = stage.nextRoom();
  const anas = user('Ana', room);
  const ana = await openTheirs(anas);
  await hears(ana, 'connected', 'Ana');
  const bo = await openTheirs(user('Bo', room));
  await Promise.all([hears(bo, 'joined', 'Ana'), hears(ana, 'joined', 'Bo')]);
  await linked(ana, bo);

  const [first] = (await messages(ana)).filter(({ content }) => content === 'over the links');
  assert.deepEqual(Object.keys(first ?? {}).sort(), [
    ...['color', 'content', 'id', 'timestamp', 'username', 'walletAddress'],
  ]);
  const state = await ana.evaluate(() => {
    const { p2pClient } = window as unknown as TheirPage;
    return [p2pClient.isConnected(), p2pClient.getCurrentUser(), p2pClient.getPeers()] as const;
  });
  assert.equal(state[0], true);
  assert.equal(state[1]?.username, 'Ana');
  assert.deepEqual(
    state[2].map(({ username }) => username),
    ['Bo'],
  );
  await bo.close();
  await hears(ana, 'left', 'Bo');
});

/** Has one page write until the other reads it: the guide knows no event for an open link. */
async function linked(one: Page, other: Page): Promise<void> {
  await one.evaluate(() => {
    const { p2pClient } = window as unknown as TheirPage;
    const timer = setInterval(() => p2pClient.sendMessage('over the links'), 200);
    Object.assign(window, { stopWriting: () => clearInterval(timer) });
  });
  await hears(other, 'message');
  await one.evaluate('stopWriting()');
  await say(other, 'and back');
  await one.waitForFunction(() =>
    (window as unknown as TheirPage).heard.some(
      ([, message]) => (message as { content?: string }).content === 'and back',
    ),
  );
}

test('what goes wrong is told to the page in words', async () => {
  const unsigned = { message: undefined, signature: undefined };
  const page = await openTheirs({ ...user('Ana', stage.nextRoom()), ...unsigned });
  await hears(page, 'error');
  const [, words] = await page.evaluate(
    () => (window as unknown as TheirPage).heard.find(([kind]) => kind === 'error') ?? [],
  );
  assert.match(String(words), /sign the login message with your wallet/);
  assert.equal(await say(page, 'nobody hears it'), false);
});

test('somebody on the demo page and somebody in the app talk with each other', async () => {
  const profile = await stage.profile();
  await InjectedWallet.into(profile, { name: 'Old', rdns: null });
  const demo = await profile.newPage();
  await demo.goto(`${stage.server.url}/demo.html`);
  await demo.getByRole('textbox', { name: 'Name' }).fill('Demo');
  await demo.getByRole('button', { name: /enter/ }).click();
  await demo.getByRole('status').filter({ hasText: 'You are in as Demo.' }).waitFor();

  const ana = await Person.inRoom(stage, { room: 'lobby', name: 'Ana' });
  await ana.isLinkedWith(1);
  await ana.members('Demo').getByText('unverified').waitFor();
  await demo.getByRole('list', { name: 'People' }).getByText('Ana').waitFor();
  await demo.getByRole('textbox', { name: 'Message' }).fill('hello from a page of my own');
  await demo.getByRole('button', { name: 'Send' }).click();
  await ana.reads('hello from a page of my own');
  await ana.say('hello from the app');
  await demo.getByRole('log').getByText('hello from the app').waitFor();
  await demo.getByRole('log').getByText('hello from a page of my own').waitFor();
});
