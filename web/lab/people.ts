/** What people in the room see, with the moment at which they first saw it. */
import type { Person } from '../e2e/stage/person.ts';
import { madeAfter, type PathEnd, pathName, pathsOf, pressedMillis } from './observe.ts';
import { until } from './waiting.ts';

/** How long a path may take to give way to a better one. */
const SETTLE_MILLIS_MAX = 5_000;

interface Sight {
  readonly selector: string;
  readonly words: string;
}

/** Resolves with `Date.now()` of the page's frame that first shows these words in such an element. */
async function sees({ page }: Person, sight: Sight, millisMax: number): Promise<number> {
  const seen = await page.waitForFunction(
    ({ selector, words }) =>
      [...document.querySelectorAll(selector)].some(({ textContent }) =>
        textContent?.includes(words),
      ) && Date.now(),
    sight,
    { polling: 'raf', timeout: millisMax },
  );
  return (await seen.jsonValue()) as number;
}

/** When the page first shows that everybody else is linked. */
export function seesLink(person: Person, millisMax: number): Promise<number> {
  return sees(person, { selector: '.link-summary', words: 'Linked directly with' }, millisMax);
}

export function seesStatus(person: Person, words: string, millisMax: number): Promise<number> {
  return sees(person, { selector: '[role=status]', words }, millisMax);
}

/** When the doctor's page first shows these words for what it tries. */
export async function seesProbe(
  { page }: Person,
  label: string,
  words: string,
  millisMax: number,
): Promise<number> {
  const seen = await page.waitForFunction(
    ([wanted, part]) =>
      [...document.querySelectorAll('.probe')].some(
        (probe) =>
          probe.querySelector('.probe-label')?.textContent === wanted &&
          probe.textContent?.includes(part ?? ''),
      ) && Date.now(),
    [label, words],
    { polling: 'raf', timeout: millisMax },
  );
  return (await seen.jsonValue()) as number;
}

export function hears(person: Person, words: string, millisMax: number): Promise<number> {
  return sees(person, { selector: '[role=log]', words }, millisMax);
}

/** When the page first lets its person write. */
export function mayWrite(person: Person, millisMax: number): Promise<number> {
  return sees(person, { selector: '#message', words: '' }, millisMax);
}

/** How the page says that its links stand. */
export async function linkWords({ page }: Person): Promise<string> {
  const parts = await page.locator('.person-link, .person-reason, .link-summary').allTextContents();
  return parts.filter((part) => part !== 'you').join('; ');
}

/** Each of these words, and how often the page's log shows it. */
export async function timesHeard(
  { log }: Person,
  words: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const all = (await log.textContent()) ?? '';
  return new Map(words.map((word) => [word, all.split(word).length - 1]));
}

/** What both ends of the connection between two people see of its path. */
async function endsOf(people: readonly Person[]): Promise<readonly PathEnd[]> {
  return (await Promise.all(people.map(({ page }) => pathsOf(page)))).flat();
}

export interface Path {
  readonly first: string | null;
  readonly settled: string | null;
}

/** The path between two people who have one connection each, at first and as it settles: better ones may follow. */
export async function pathBetween(people: readonly Person[], wanted: string): Promise<Path> {
  const first = pathName(await endsOf(people));
  let settled = first;
  const settles = until(wanted, SETTLE_MILLIS_MAX, async () => {
    settled = pathName(await endsOf(people));
    return settled === wanted;
  });
  await settles.catch(() => undefined);
  return { first, settled };
}

/** From when the second of two was told of the first until `openMillis`, and from when it pressed Enter. */
export async function timesOf(people: readonly Person[], second: Person, openMillis: number) {
  const pressed = await pressedMillis(second.page);
  const made = await Promise.all(people.map(({ page }) => madeAfter(page, pressed)));
  const moments = made.filter((moment) => moment !== null);
  return {
    sinceEnter: openMillis - pressed,
    sinceKnown: openMillis - Math.min(...moments, openMillis),
  };
}
