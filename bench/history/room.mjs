/**
 * A room with a long history in one page: how long it takes to open it, to find words in it, and what a message costs that
 * comes while people talk.
 *
 *   node run.mjs history/room --car FILE --port PORT --entries 100000 --rounds 3 --rare WORD --rare WORD
 */
import {
  close,
  end,
  enter,
  entries,
  load,
  mainThread,
  pause,
  print,
  rare,
  rounds,
  seenBy,
  shown,
  stored,
  talk,
} from '../pages/pages.mjs';

/** Messages that are said while the page is watched: some forty seconds at the rate that one author has. */
const MESSAGES = 400;

/** Said before, so that the burst that an author has at first is gone and the page's code is compiled. */
const WARM_UP = 100;

/** How long a page has to come to rest. */
const REST_MILLIS = 3_000;

/** Seconds for which it is watched while nobody says anything. Once in a while the browser tidies up in one of them. */
const SECONDS_AT_REST = 9;

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
  talkMillis: [],
  scriptMillis: [],
  idleShare: [],
};

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

/** Until all is on the screen and on the disk. Asked for seldom: that costs the page as well. */
async function say(speaker, listener, from, to) {
  const wanted = (await seenBy(listener)).stored + to - from;
  await talk(speaker, from, to);
  const isThere = (count) => window.seen.stored >= count;
  await listener.page.waitForFunction(isThere, wanted, { polling: 100 });
  await listener.reads(`spoken ${to - 1}.`);
}

/** The median of some seconds. */
async function shareAtRest(listener) {
  const taken = await mainThread(listener);
  const shares = [];
  let before = await taken();
  for (let second = 0; second < SECONDS_AT_REST; second++) {
    await pause(1_000);
    const now = await taken();
    shares.push((now.millis - before.millis) / (now.passedMillis - before.passedMillis));
    before = now;
  }
  return shares.sort((one, other) => one - other)[(SECONDS_AT_REST - 1) / 2];
}

async function append(listener) {
  const speaker = await enter('Speaker');
  await stored(speaker, entries);
  await say(speaker, listener, 0, WARM_UP);
  const idleShare = await shareAtRest(listener);
  const taken = await mainThread(listener);
  await say(speaker, listener, WARM_UP, WARM_UP + MESSAGES);
  const talked = await taken();
  figures.idleShare.push(idleShare);
  figures.messageMillis.push((talked.millis - idleShare * talked.passedMillis) / MESSAGES);
  figures.talkMillis.push(talked.millis / MESSAGES);
  figures.scriptMillis.push(talked.scriptMillis / MESSAGES);
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
