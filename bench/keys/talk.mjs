/**
 * The owner of a closed room loads what was said in it from a file, reads it again from the store, and goes on talking.
 *
 *   node run.mjs keys/talk --room FILE --car FILE --port PORT --entries 1000 --rounds 3
 */
import {
  close,
  end,
  entries,
  load,
  mainThread,
  print,
  rounds,
  seenBy,
  shown,
  stored,
  talk,
} from '../pages/pages.mjs';
import { enterClosed, rest, stepsOf } from './closed.mjs';
import { sayInARow } from './steps.mjs';

/** Said by the person, at once: as many as core lets one author say so. The first begins a new epoch. */
const SAID = 50;

/** Said in a row, behind as many that have the page's code compiled; with all others fewer than an epoch holds. */
const IN_A_ROW = 400;

/** As fast as core lets one author speak for long. */
const GAP_MILLIS = 100;

const TEXT_BYTES = 200;

const figures = {
  sealMillis: [],
  sayMillis: [],
  openMillis: [],
  loadMillis: [],
  enterMillis: [],
  enterShownMillis: [],
  enterMainMillis: [],
};

/** Of steps, the slowest are left out: the machine did something else meanwhile. */
const SLOWEST_SHARE = 0.1;

/** What a step takes: not the median, since the page's clock goes by tenths of a millisecond. */
function typical(millis) {
  const sorted = [...millis].sort((one, other) => one - other);
  const most = sorted.slice(0, Math.ceil(sorted.length * (1 - SLOWEST_SHARE)));
  return most.reduce((sum, each) => sum + each) / most.length;
}

async function loadAll(owner) {
  const taken = await mainThread(owner);
  await load(owner);
  await stored(owner, entries);
  const { opened } = await stepsOf(owner);
  if (opened.length !== entries) throw new Error(`${opened.length} entries were opened instead of ${entries}`);
  figures.loadMillis.push((await taken()).millis);
  figures.openMillis.push(typical(opened));
}

/** Goes out and comes in again: what is kept is read. */
async function enterAgain(owner) {
  await owner.leave();
  await rest();
  const wanted = (await stepsOf(owner)).read + entries;
  const taken = await mainThread(owner);
  await owner.pressEnterButton();
  await shown(owner);
  await owner.page.waitForFunction((count) => window.steps.read >= count, wanted);
  await rest();
  figures.enterMainMillis.push((await taken()).millis);
  const { clicked, shown: shownAt } = await seenBy(owner);
  const { read, readAt } = await stepsOf(owner);
  if (read !== wanted) throw new Error(`${read - wanted} entries more than there are were read`);
  figures.enterMillis.push(readAt - clicked);
  figures.enterShownMillis.push(shownAt - clicked);
}

async function speak(owner) {
  await talk(owner, 0, SAID);
  await rest();
  figures.sayMillis.push(typical((await stepsOf(owner)).sealed));
  const wish = { count: 2 * IN_A_ROW, gapMillis: GAP_MILLIS, text: 'x'.repeat(TEXT_BYTES) };
  await owner.page.evaluate(sayInARow, wish);
  const { sealed } = await stepsOf(owner);
  const others = sealed.length - 2 * IN_A_ROW;
  if (others < 0 || others > SAID) throw new Error(`${sealed.length} messages were sealed`);
  figures.sealMillis.push(typical(sealed.slice(-IN_A_ROW)));
}

for (let round = 0; round < rounds; round++) {
  const owner = await enterClosed();
  await loadAll(owner);
  await enterAgain(owner);
  await speak(owner);
  await close(owner);
}
print(figures);
await end();
