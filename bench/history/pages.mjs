/** People at pages of the app, each in a Chromium with a profile on disk: private windows would keep their history in memory. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { browserIn } from '../../web/e2e/stage/browser.ts';
import { Person } from '../../web/e2e/stage/person.ts';
import { TestServer } from '../../web/e2e/stage/server.ts';
import { watch } from './watch.mjs';

/** How long anything may take before the benchmark gives up. */
const PATIENCE_MILLIS = 600_000;

/** The room of the file (Chronicle.ROOM). */
export const ROOM = 'archive';

const { values } = parseArgs({
  options: {
    car: { type: 'string' },
    port: { type: 'string' },
    entries: { type: 'string' },
    rounds: { type: 'string' },
    rare: { type: 'string', multiple: true },
  },
});
export const entries = Number(values.entries);
export const rounds = Number(values.rounds);
/** Words that few messages have. */
export const rare = values.rare ?? [];

const folders = [];
process.once('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const server = await TestServer.start([], Number(values.port));

/** Somebody with a browser of its own. */
export async function enter(name) {
  const folder = mkdtempSync(join(tmpdir(), 'tropichat-bench-'));
  folders.push(folder);
  const profile = await browserIn(folder);
  profile.setDefaultTimeout(PATIENCE_MILLIS);
  await profile.addInitScript(watch);
  return Person.inRoom({ server }, { room: ROOM, name, profile });
}

/** Has somebody load the file as people do. */
export async function load({ page }) {
  await page.getByRole('button', { name: 'Search' }).click();
  await page.getByText('Save, load, archive').click();
  await page.getByLabel('Load a CAR file').setInputFiles(values.car);
  const outcome = page.locator('.keeping').getByRole('status').filter({ hasText: 'taken' });
  await outcome.waitFor();
  const words = await outcome.innerText();
  if (words !== `${entries} messages taken, 0 were here already.`) throw new Error(words);
  await page.locator('.search').getByRole('button', { name: 'Close' }).click();
}

export const pause = (millis) => new Promise((resolve) => setTimeout(resolve, millis));

/** What `watch` saw so far. */
export const seenBy = ({ page }) => page.evaluate(() => window.seen);

/** Waits until so many entries are on disk. */
export async function stored(person, count) {
  await person.page.waitForFunction((wanted) => window.seen.stored >= wanted, count, { polling: 100 });
  const kept = await person.page.evaluate(async () => {
    const asked = indexedDB.open('tropichat');
    await new Promise((resolve) => asked.addEventListener('success', resolve));
    const counted = asked.result.transaction('entries').objectStore('entries').count();
    await new Promise((resolve) => counted.addEventListener('success', resolve));
    asked.result.close();
    return counted.result;
  });
  if (kept !== count) throw new Error(`${kept} entries are kept instead of ${count}`);
}

/** What a page's main thread has taken of the processor from now on; the clock of a shared machine tells less. */
export async function mainThread({ page }) {
  const client = await page.context().newCDPSession(page);
  await client.send('Performance.enable', { timeDomain: 'threadTicks' });
  const read = async () => {
    const { metrics } = await client.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration').value;
  };
  const before = await read();
  return { seconds: async () => (await read()) - before };
}

/** Closes a person's browser. */
export const close = (person) => person.page.context().close();

/** Prints figures, each with its rounds: `name=1.5 1.6`. */
export function print(figures) {
  for (const [name, samples] of Object.entries(figures)) console.log(`${name}=${samples.join(' ')}`);
}

export async function end() {
  await server.stop();
  process.exit(0);
}
