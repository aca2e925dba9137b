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

/** The room of a long history (Chronicle.ROOM). */
const ROOM = 'archive';

const { values } = parseArgs({
  options: {
    car: { type: 'string' },
    port: { type: 'string' },
    entries: { type: 'string' },
    rounds: { type: 'string' },
    rare: { type: 'string', multiple: true },
    room: { type: 'string' },
  },
});
export const entries = Number(values.entries);
export const rounds = Number(values.rounds);
/** Words that few messages have. */
export const rare = values.rare ?? [];
/** The file with what the page is to keep of a closed room. */
export const roomFile = values.room;

const folders = [];
process.once('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

export const server = await TestServer.start([], Number(values.port));

/** A browser of its own. */
export async function newProfile() {
  const folder = mkdtempSync(join(tmpdir(), 'tropichat-bench-'));
  folders.push(folder);
  const profile = await browserIn(folder);
  profile.setDefaultTimeout(PATIENCE_MILLIS);
  await profile.addInitScript(watch);
  return profile;
}

/** Somebody with a browser of its own, in the room of a long history. */
export const enter = async (name) =>
  Person.inRoom({ server }, { room: ROOM, name, profile: await newProfile() });

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

/** Waits until as many messages are on the screen as `watch` takes for the room. */
export const shown = ({ page }) => page.waitForFunction(() => window.seen.shown !== undefined);

/** Says numbered things, as fast as one author may. */
export async function talk(speaker, from, to) {
  for (let number = from; number < to; number++) {
    await speaker.say(`spoken ${number}.`);
    // Refused while it is too fast: the field keeps what was not said.
    while ((await speaker.message.inputValue()) !== '') await speaker.message.press('Enter');
  }
}

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

/**
 * Begins to measure what a page's main thread takes of the processor; the clock of a shared machine tells less.
 *
 * @return asks for that so far: all, and the part of JavaScript; and how long it has been
 */
export async function mainThread({ page }) {
  const client = await page.context().newCDPSession(page);
  await client.send('Performance.enable', { timeDomain: 'threadTicks' });
  const read = async () => {
    const { metrics } = await client.send('Performance.getMetrics');
    const millis = (wanted) => 1000 * metrics.find(({ name }) => name === wanted).value;
    return { millis: millis('TaskDuration'), scriptMillis: millis('ScriptDuration') };
  };
  const before = await read();
  const sinceMillis = performance.now();
  return async () => {
    const { millis, scriptMillis } = await read();
    return {
      millis: millis - before.millis,
      scriptMillis: scriptMillis - before.scriptMillis,
      passedMillis: performance.now() - sinceMillis,
    };
  };
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
