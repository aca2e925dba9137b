/**
 * A room with a long history in one page: how long it takes to open it, to find words in it, and what a message costs that
 * comes while people talk.
 *
 *   node run.mjs room --car FILE --port PORT --entries 100000 --rounds 3 --rare WORD --rare WORD
 */
import { close, end, enter, entries, load, pause, print, rare, rounds, seenBy, stored } from './pages.mjs';

/** Messages that are said while the page is watched: some forty seconds at the rate that one author has. */
const MESSAGES = 400;

/** Said before, so that the burst that an author has at first is gone and the page's code is compiled. */
const WARM_UP = 100;

/** How long a page has to come to rest. */
const REST_MILLIS = 3_000;

const figures = {
  reloadMillis: [],
  storeOpenMillis: [],
  readMillis: [],
  enterMillis: [],
  firstSearchMillis: [],
  firstSearchAllMillis: [],
  secondSearchMillis: [],
  secondSearchAllMillis: [],
  messageMillis: [],
  scriptMillis: [],
  idleShare: [],
};

const shown = ({ page }) => page.waitForFunction(() => window.seen.shown !== undefined);

async function open(person) {
  await person.page.reload();
  await shown(person);
  const seen = await seenBy(person);
  figures.reloadMillis.push(seen.shown);
  figures.storeOpenMillis.push(seen.opened);
  figures.readMillis.push(seen.read);
}

async function search(person) {
  // Until all that is kept has been told to core.
  await pause(REST_MILLIS);
  await person.page.getByRole('button', { name: 'Search' }).click();
  const took = [];
  for (const word of rare) {
    await person.page.getByRole('searchbox', { name: 'Words' }).fill(word);
    await person.page.waitForFunction(() => window.seen.foundAll !== undefined);
    const { asked, found, foundAll } = await seenBy(person);
    took.push({ first: found - asked, all: foundAll - asked });
  }
  figures.firstSearchMillis.push(took[0].first);
  figures.firstSearchAllMillis.push(took[0].all);
  figures.secondSearchMillis.push(took[1].first);
  figures.secondSearchAllMillis.push(took[1].all);
  await person.page.locator('.search').getByRole('button', { name: 'Close' }).click();
}

async function enterAgain(person) {
  await person.leave();
  await person.pressEnterButton();
  await shown(person);
  const { clicked, shown: at } = await seenBy(person);
  figures.enterMillis.push(at - clicked);
}

/** What the page's main thread has had of the processor, seconds. */
async function taskSeconds(client) {
  const { metrics } = await client.send('Performance.getMetrics');
  const of = (wanted) => metrics.find(({ name }) => name === wanted).value;
  return { task: of('TaskDuration'), script: of('ScriptDuration'), at: of('Timestamp') };
}

async function talk(speaker, listener, from, to) {
  for (let number = from; number < to; number++) {
    await speaker.say(`spoken ${number}.`);
    // Refused while it is too fast: the field keeps what was not said.
    while ((await speaker.message.inputValue()) !== '') await speaker.message.press('Enter');
  }
  await listener.reads(`spoken ${to - 1}.`);
}

async function append(listener) {
  const speaker = await enter('Speaker');
  await stored(speaker, entries);
  const client = await listener.page.context().newCDPSession(listener.page);
  await client.send('Performance.enable', { timeDomain: 'threadTicks' });
  await talk(speaker, listener, 0, WARM_UP);
  const idle = await taskSeconds(client);
  await pause(REST_MILLIS);
  const before = await taskSeconds(client);
  await talk(speaker, listener, WARM_UP, WARM_UP + MESSAGES);
  const after = await taskSeconds(client);
  figures.messageMillis.push((1000 * (after.task - before.task)) / MESSAGES);
  figures.scriptMillis.push((1000 * (after.script - before.script)) / MESSAGES);
  figures.idleShare.push((1000 * (before.task - idle.task)) / REST_MILLIS);
  await close(speaker);
}

const person = await enter('Person');
await load(person);
await stored(person, entries);
for (let round = 0; round < rounds; round++) {
  await open(person);
  await search(person);
  await enterAgain(person);
}
await append(person);
print(figures);
await close(person);
await end();
