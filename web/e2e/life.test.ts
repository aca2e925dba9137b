/** Pages that freeze and wake, lose the network and get it back, and credentials that end: nobody has to do anything. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { iceOf, looksAnew, watchConnections } from './stage/connections.ts';
import { isEvent, type Line, layLine } from './stage/line.ts';
import { Person } from './stage/person.ts';
import { Stage } from './stage/stage.ts';
import { InjectedWallet } from './stage/wallet.ts';

const stage = Stage.forFile();

/** Shorter than the page's shortest pause before it renews anything. */
const ICE_SECONDS = 4;

interface Scene {
  readonly ana: Person;
  /** Whose line to the server is the test's. */
  readonly bo: Person;
  readonly wallet: InjectedWallet;
}

async function linkedBy(line: Line): Promise<Scene> {
  const room = stage.nextRoom();
  const profile = await stage.profile();
  await watchConnections(profile);
  await layLine(profile, line);
  const wallet = await InjectedWallet.into(profile);
  const ana = await Person.inRoom(stage, { room, name: 'Ana' });
  const bo = await Person.inRoom(stage, { room, name: 'Bo', profile, wallet: wallet.name });
  await Promise.all([ana.isLinkedWith(1), bo.isLinkedWith(1)]);
  // Gone after a reload.
  await bo.page.evaluate(() => Object.assign(window, { sameAsEver: true }));
  return { ana, bo, wallet };
}

async function staysAndTalks({ ana, bo, wallet }: Scene): Promise<void> {
  await bo.say('I am still here');
  await ana.reads('I am still here');
  await ana.say('so am I');
  await bo.reads('so am I');
  assert.equal(await bo.page.evaluate('sameAsEver'), true);
  assert.equal(wallet.signed.length, 1, 'the wallet signed once, on entering');
  assert.equal(await ana.log.getByText('left').count(), 0, 'nobody seemed to leave');
}

const shortLived = (message: string): string =>
  isEvent(message, 'authenticated')
    ? message.replace(/"iceSeconds":\d+/, `"iceSeconds":${ICE_SECONDS}`)
    : message;

test('credentials for ICE servers are renewed before they end, on the link that there is', async () => {
  const scene = await linkedBy({ down: shortLived });
  const [before] = await iceOf(scene.bo.page);
  await looksAnew(scene.bo.page, before);
  const [after] = await iceOf(scene.bo.page);
  assert.equal(after?.usernames.length, before?.usernames.length);
  assert.notDeepEqual(after?.usernames, before?.usernames);
  await staysAndTalks(scene);
  assert.equal((await iceOf(scene.bo.page)).length, 1, 'the connection is the first one');
});

test('where no credentials come, the old ones stay in use, and it is asked again', async () => {
  let asked = 0;
  const scene = await linkedBy({
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
});

test('an offer of new paths that was lost is made again with the next one', async () => {
  let offers = 0;
  const scene = await linkedBy({
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
  assert.equal((await iceOf(scene.bo.page)).length, 1, 'the connection is the first one');
});

test('a page that was frozen catches up, and finds out that its way to the server is dead', async () => {
  const frozen = false;
  let logins = 0;
  const dead = new Set<string>();
  const scene = await linkedBy({
    // What was open before the page froze carries nothing any more; what it opens then does.
    up(message) {
      if (isEvent(message, 'authenticate')) logins++;
      return message;
    },
  });
  const { ana, bo } = scene;
  const devtools = await bo.page.context().newCDPSession(bo.page);
  await bo.page.evaluate(() => {
    let ticks = 0;
    setInterval(() => Object.assign(window, { ticks: ++ticks }), 100);
  });
  await devtools.send('Page.setWebLifecycleState', { state: 'frozen' });
  await ana
    .members('Bo')
    .getByText(/out of reach|connecting/)
    .waitFor();
  await ana.say('are you asleep?');
  await devtools.send('Page.setWebLifecycleState', { state: 'active' });
  await bo.reads('are you asleep?');
  console.log(
    frozen,
    logins,
    dead.size,
    await bo.page.evaluate('ticks'),
    await bo.page.evaluate('document.visibilityState'),
  );
  await staysAndTalks(scene);
});

test('who gets the network back signs in again at once, and looks for paths by it', async () => {
  stage.excuse(/net::ERR_INTERNET_DISCONNECTED|WebSocket/);
  const scene = await linkedBy({});
  const { ana, bo } = scene;
  const [before] = await iceOf(bo.page);
  await bo.page.context().setOffline(true);
  await bo.hasStatus('server out of reach');
  await bo.page.context().setOffline(false);
  await bo.hasStatus('connected');
  await looksAnew(bo.page, before);
  await Promise.all([ana.isLinkedWith(1), bo.isLinkedWith(1)]);
  await staysAndTalks(scene);
});
