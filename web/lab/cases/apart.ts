/** People of whom some cannot reach one another at all. */
import type { Person } from '../../e2e/stage/person.ts';
import type { Lab } from '../lab.ts';
import { pathsOf, pressedMillis } from '../observe.ts';
import { hears, linkWords, mayWrite, seesLink } from '../people.ts';
import { type Case, LINK_MILLIS_MAX, NO_PATH, type Outcome } from './case.ts';

const THIRD_MILLIS = 3_000;
const SEALED_RELAY_MILLIS = 9_000;

/** Both say something as soon as they may; resolves once both have heard, with the time, or null. */
async function talk(first: Person, second: Person): Promise<number | null> {
  await mayWrite(second, LINK_MILLIS_MAX);
  const words = [`This is ${first.name}.`, `This is ${second.name}.`] as const;
  await Promise.all([first.say(words[0]), second.say(words[1])]);
  const heard = [hears(second, words[0], LINK_MILLIS_MAX), hears(first, words[1], LINK_MILLIS_MAX)];
  return Promise.all(heard).then(
    (moments) => Math.max(...moments),
    () => null,
  );
}

const conditions = { routers: ['symmetric', 'symmetric'], ice: 'stun' } as const;

/** Dora can be reached by both, who cannot reach one another. */
async function playThird(lab: Lab, room: string): Promise<Outcome> {
  const [ana, bo, dora] = await lab.prepare(conditions, ['ana', 'bo', 'dora']);
  if (!ana || !bo || !dora) throw new Error('Three take part.');
  const third = await dora.inRoom(room);
  const first = await ana.inRoom(room);
  await Promise.all([third, first].map((person) => seesLink(person, LINK_MILLIS_MAX)));
  const second = await bo.atEntrance(room);
  await second.pressEnterButton();
  const heard = await talk(first, second);
  const remark = `Bo's page: ${await linkWords(second)}`;
  if (heard === null) return { path: NO_PATH, millis: null, remark };
  const paths = (await Promise.all([first, second].map(({ page }) => pathsOf(page)))).flat();
  const relayed = paths.some(({ kind, remoteKind }) => [kind, remoteKind].includes('relay'));
  const millis = heard - (await pressedMillis(second.page));
  // Each of the two has one connection: to Dora.
  const through = !relayed && paths.length === 2;
  return { path: through ? 'through the third' : 'otherwise', millis, remark };
}

/** UDP is dropped on both sides, there is no TURN, and nobody else is there. */
async function playNothing(lab: Lab, room: string): Promise<Outcome> {
  const [ana, bo] = await lab.prepare(nothing.conditions, ['ana', 'bo']);
  if (!ana || !bo) throw new Error('Two take part.');
  const first = await ana.inRoom(room);
  const second = await bo.atEntrance(room);
  await second.pressEnterButton();
  const heard = await talk(first, second);
  const remark = `Bo's page: ${await linkWords(second)}`;
  if (heard === null) return { path: NO_PATH, millis: null, remark };
  const paths = (await Promise.all([first, second].map(({ page }) => pathsOf(page)))).flat();
  // What comes without a connection comes by the server, whose relay is the only other way.
  const path = paths.length === 0 ? nothing.goal.path : 'otherwise';
  return { path, millis: heard - (await pressedMillis(second.page)), remark };
}

const nothing = {
  conditions: { routers: ['udp-dropped', 'udp-dropped'], ice: 'stun' },
  goal: { path: 'sealed relay', millis: SEALED_RELAY_MILLIS },
} as const;

export const apartCases: readonly Case[] = [
  {
    name: 'third-peer',
    words: 'symmetric, symmetric; no TURN; a third whom both reach',
    conditions,
    goal: { path: 'through the third', millis: THIRD_MILLIS },
    time: 'both heard one another, since Enter',
    quick: true,
    play: playThird,
  },
  {
    ...nothing,
    name: 'nothing-works',
    words: 'UDP dropped on both sides; no TURN',
    time: 'both heard one another, since Enter',
    quick: true,
    play: playNothing,
  },
];
