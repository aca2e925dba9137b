/** A page that stands still for a while, and then goes on. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Conditions, Lab } from '../lab.ts';
import { stillMillis } from '../observe.ts';
import { hears, linkWords, seesLink } from '../people.ts';
import { type Case, NO_PATH, type Outcome } from './case.ts';
import { linked, type Two } from './changes.ts';
import { missing, Speaker } from './speaking.ts';

const WAKE_MILLIS = 5_000;

/** After so long nobody waits for a page to catch up any more. */
const CATCH_UP_MILLIS_MAX = 90_000;

const MILLIS_PER_SECOND = 1_000;

/** Of the time for which a page was meant to stand still; the rest is for stopping it. */
const STILL_SHARE_MIN = 0.9;

const conditions: Conditions = { routers: ['cone', 'cone'], ice: 'coturn' };

/** Stops Bo's page in some way; resolves with what lets it go on. */
type Halt = (two: Two) => Promise<() => Promise<void>>;

/**
 * As a browser does with tabs that nobody looks at: the page stands still, and the rest of the browser does not. Chromium
 * itself freezes no page that is seen, as all are here, so its process is stopped.
 */
const freeze: Halt = async ({ desks: [, desk] }) => {
  await desk.signalPages('SIGSTOP');
  return () => desk.signalPages('SIGCONT');
};

/** As a laptop that is closed does: the whole browser stands still, and its connections with it. */
const suspend: Halt = async ({ desks: [, { namespace }] }) => {
  namespace.signal('SIGSTOP');
  return async () => namespace.signal('SIGCONT');
};

/** Ana goes on speaking meanwhile. */
async function play(lab: Lab, room: string, halt: Halt): Promise<Outcome> {
  const two = await linked(lab, room, conditions);
  const wake = await halt(two);
  const ana = new Speaker(two.ana);
  await pause(lab.sleepSeconds * MILLIS_PER_SECOND);
  await ana.end();
  const woke = Date.now();
  await wake();
  const last = ana.said.at(-1) ?? '';
  const heard = await hears(two.bo, last, CATCH_UP_MILLIS_MAX).catch(() => null);
  if (heard === null) {
    return { path: NO_PATH, millis: null, remark: `Bo's page: ${await linkWords(two.bo)}` };
  }
  const people = [two.ana, two.bo];
  const links = await Promise.all(people.map((person) => seesLink(person, CATCH_UP_MILLIS_MAX)));
  const still = await stillMillis(two.bo.page);
  if (still < STILL_SHARE_MIN * lab.sleepSeconds * MILLIS_PER_SECOND) {
    throw new Error(`Bo's page stood still for ${still} ms only.`);
  }
  const { lost, doubled } = await missing(two.bo, ana.said);
  return {
    path: lost + doubled === 0 ? 'all of it' : 'with words lost or doubled',
    millis: heard - woke,
    figures: {
      stillMillis: still,
      linkedMillis: Math.max(...links) - woke,
      said: ana.said.length,
      lost,
    },
  };
}

export const sleepCases: readonly Case[] = [
  {
    name: 'page-frozen',
    words: 'cone, cone; one page is frozen while the other speaks',
    conditions,
    goal: { path: 'all of it', millis: WAKE_MILLIS },
    time: 'caught up, since it woke',
    quick: true,
    play: (lab, room) => play(lab, room, freeze),
  },
  {
    name: 'laptop-sleeps',
    words: 'cone, cone; one browser stands still while the other speaks',
    conditions,
    goal: { path: 'all of it', millis: WAKE_MILLIS },
    time: 'caught up, since it woke',
    quick: true,
    play: (lab, room) => play(lab, room, suspend),
  },
];
