/** Pages that freeze and wake, lose the network and get it back, and credentials that end: nobody has to do anything. */
import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { test } from 'node:test';
import { type BrowserContext, chromium } from 'playwright-core';
import { CHROMIUM, FLAGS, PROFILE } from './stage/browser.ts';
import { iceOf, looksAnew, watchConnections } from './stage/connections.ts';
import { isEvent, Line } from './stage/line.ts';
import { Person } from './stage/person.ts';
import { Stage } from './stage/stage.ts';
import { InjectedWallet } from './stage/wallet.ts';

const stage = Stage.forFile();

/** Shorter than the page's shortest pause before it renews anything. */
const ICE_SECONDS = 4;

/** How long a page may take to be let in again. A connection to the server that is dead shows so by itself after 45 s. */
const PATIENCE_MILLIS = 40_000;

interface Scene {
  readonly ana: Person;
  /** Whose line to the server is the test's. */
  readonly bo: Person;
  readonly line: Line;
  readonly wallet: InjectedWallet;
  /** Waits until the server has let Bo's page in once more. */
  isInAgain(): Promise<unknown>;
}

async function linked(
  bends: Parameters<typeof Line.lay>[1] = {},
  own?: BrowserContext,
): Promise<Scene> {
  const room = stage.nextRoom();
  const profile = own ?? (await stage.profile());
  await watchConnections(profile);
  const admissions = new EventEmitter();
  const line = await Line.lay(profile, {
    ...bends,
    down(message) {
      if (isEvent(message, 'authenticated')) admissions.emit('again');
      return bends.down ? bends.down(message) : message;
    },
  });
  const wallet = await InjectedWallet.into(profile);
  const ana = await Person.inRoom(stage, { room, name: 'Ana' });
  const bo = await Person.inRoom(stage, { room, name: 'Bo', profile, wallet: wallet.name });
  await Promise.all([ana.isLinkedWith(1), bo.isLinkedWith(1)]);
  // Gone after a reload.
  await bo.page.evaluate(() => Object.assign(window, { sameAsEver: true }));
  const isIn = once(admissions, 'again', { signal: AbortSignal.timeout(PATIENCE_MILLIS) });
  // Not all tests wait for it.
  isIn.catch(() => {});
  return { ana, bo, line, wallet, isInAgain: () => isIn };
}

async function staysAndTalks({ ana, bo, wallet }: Scene): Promise<void> {
  await bo.say('I am still here');
  await ana.reads('I am still here');
  await ana.say('so am I');
  await bo.reads('so am I');
  assert.equal(await bo.page.evaluate('sameAsEver'), true);
  assert.equal(wallet.signed.length, 1, 'the wallet signed once, on entering');
}

async function nobodyLeft({ ana }: Scene): Promise<void> {
  assert.equal(await ana.log.getByText('left').count(), 0, 'nobody seemed to leave');
}

const shortLived = (message: string): string =>
  isEvent(message, 'authenticated')
    ? message.replace(/"iceSeconds":\d+/, `"iceSeconds":${ICE_SECONDS}`)
    : message;

test('credentials for ICE servers are renewed before they end, on the link that there is', async () => {
  const scene = await linked({ down: shortLived });
  const [before] = await iceOf(scene.bo.page);
  await looksAnew(scene.bo.page, before);
  const [after] = await iceOf(scene.bo.page);
  assert.equal(after?.usernames.length, before?.usernames.length);
  assert.notDeepEqual(after?.usernames, before?.usernames);
  await staysAndTalks(scene);
  await nobodyLeft(scene);
  assert.equal((await iceOf(scene.bo.page)).length, 1, 'the connection is the first one');
});

test('where no credentials come, the old ones stay in use, and it is asked again', async () => {
  let asked = 0;
  const scene = await linked({
    down: shortLived,
    up(message, answer) {
      if (!isEvent(message, 'ice') || ++asked > 1) return message;
      answer(message.replace(/^42(\d+).*$/, '43$1[{"error":"out of order"}]'));
      return null;
    },
  });
  const [before] = await iceOf(scene.bo.page);
  assert.ok(before?.usernames.length, 'there are some');
  await looksAnew(scene.bo.page, before);
  assert.equal(asked, 2);
  await staysAndTalks(scene);
  await nobodyLeft(scene);
});

test('an offer of new paths that was lost is made again with the next one', async () => {
  let offers = 0;
  const scene = await linked({
    down: (message) =>
      shortLived(message).replace(/^(43\d+\[\{"iceServers".*"iceSeconds":)\d+/, `$1${ICE_SECONDS}`),
    up(message) {
      const isOffer = isEvent(message, 'signal') && message.includes('"type":"offer"');
      // The first makes the link.
      return isOffer && ++offers === 2 ? null : message;
    },
  });
  await scene.bo.page.waitForFunction(() =>
    (window as unknown as { connections: RTCPeerConnection[] }).connections.some(
      ({ signalingState }) => signalingState === 'have-local-offer',
    ),
  );
  await scene.bo.page.waitForFunction(() =>
    (window as unknown as { connections: RTCPeerConnection[] }).connections.every(
      ({ signalingState }) => signalingState === 'stable',
    ),
  );
  assert.ok(offers >= 3);
  await staysAndTalks(scene);
  await nobodyLeft(scene);
  assert.equal((await iceOf(scene.bo.page)).length, 1, 'the connection is the first one');
});

/** A browser whose pages can be stopped, as browsers do with pages that nobody looks at; Chromium freezes none that is seen. */
async function browserToStop() {
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  stage.atEnd(() => browser.close());
  const devtools = await browser.newBrowserCDPSession();
  const profile = await browser.newContext(PROFILE);
  const signal = async (name: NodeJS.Signals) => {
    const { processInfo } = await devtools.send('SystemInfo.getProcessInfo');
    for (const { type, id } of processInfo) if (type === 'renderer') process.kill(id, name);
  };
  return { profile, freeze: () => signal('SIGSTOP'), wake: () => signal('SIGCONT') };
}

test('a page that was frozen catches up, and makes its way to the server anew where that is dead', async () => {
  const { profile, freeze, wake } = await browserToStop();
  const scene = await linked({}, profile);
  const { ana, bo, line, isInAgain } = scene;
  await freeze();
  line.cut();
  await ana.members('Bo').getByText('out of reach').waitFor();
  await ana.say('are you asleep?');
  await wake();
  await bo.reads('are you asleep?');
  await isInAgain();
  await Promise.all([ana.isLinkedWith(1), bo.isLinkedWith(1)]);
  await staysAndTalks(scene);
});

test('who gets the network back looks for paths by it, and makes a dead way to the server anew', async () => {
  const scene = await linked();
  const { ana, bo, line, isInAgain } = scene;
  const [before] = await iceOf(bo.page);
  await bo.page.context().setOffline(true);
  line.cut();
  await bo.page.context().setOffline(false);
  await looksAnew(bo.page, before);
  await isInAgain();
  await Promise.all([ana.isLinkedWith(1), bo.isLinkedWith(1)]);
  await staysAndTalks(scene);
  await nobodyLeft(scene);
});
