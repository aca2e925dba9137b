/** The owner of a closed room at a page of the app, in a browser that has kept what the benchmark made of the room. */
import { readdirSync, readFileSync } from 'node:fs';
import { ROOT } from '../../web/e2e/stage/server.ts';
import { Person } from '../../web/e2e/stage/person.ts';
import { newProfile, pause, roomFile, server } from '../pages/pages.mjs';
import { watchSteps } from './steps.mjs';

const kept = JSON.parse(readFileSync(roomFile, 'utf8'));

/** How long a page has to come to rest. */
const REST_MILLIS = 1_000;

/** What the page itself adds to the law when its browser is a new device: that it is one, and a grant to it. */
const OWN_RULES = 2;

const assets = `${ROOT}/web/dist/assets/`;
const module = readdirSync(assets).find((name) => /^ruled-peer-.*\.js$/.test(name));

/** Runs in a page: puts into its database what it is to have kept. */
async function keep({ room, wallet, record, key, rules, epochs }) {
  const bytes = (hex) => Uint8Array.from(hex.match(/../g), (byte) => Number.parseInt(byte, 16));
  const asked = indexedDB.open('tropichat');
  await new Promise((resolve) => asked.addEventListener('success', resolve));
  const database = asked.result;
  const transaction = database.transaction(['guest', 'charters', 'epochs', 'rules'], 'readwrite');
  const put = (map, value, at) => transaction.objectStore(map).put(value, at);
  put('guest', bytes(wallet), 'secret-key');
  const own = { id: room, record: bytes(record), key: bytes(key) };
  put('charters', { ...own, name: 'measured', history: 'shared', invitation: null }, room);
  rules.forEach(({ id, account, block }, order) => {
    put('rules', { order, account: bytes(account), block: bytes(block) }, [room, id]);
  });
  epochs.forEach(({ id, state }, at) => put('epochs', { sinceMillis: at, state: bytes(state) }, `${room}/${id}/`));
  await new Promise((resolve) => transaction.addEventListener('complete', resolve));
  database.close();
}

/** The database as the page makes it, when it first looks into it. */
const isThere = async () => (await indexedDB.databases()).some(({ name }) => name === 'tropichat');

/** The owner, in the room, at rest. */
export async function enterClosed() {
  const profile = await newProfile();
  const hash = `#/r/${kept.room}`;
  const first = await Person.atAddress({ server }, { hash: '', name: 'Owner', profile });
  await first.page.waitForFunction(isThere);
  await first.page.evaluate(keep, kept);
  await first.page.close();
  const owner = await Person.atAddress({ server }, { hash, name: 'Owner', profile });
  await owner.page.evaluate(watchSteps, `${server.url}/assets/${module}`);
  await owner.enter();
  await owner.page.waitForFunction((rules) => window.steps.rules >= rules, OWN_RULES);
  await pause(REST_MILLIS);
  return owner;
}

/** Whatever has begun is over, the screen drawn. */
export const rest = () => pause(REST_MILLIS);

/** What `watchSteps` has added up so far. */
export const stepsOf = ({ page }) => page.evaluate(() => window.steps);
