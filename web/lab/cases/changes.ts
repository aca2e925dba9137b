/** What happens to people who are linked already. */
import type { Person } from '../../e2e/stage/person.ts';
import type { Desk } from '../browsers.ts';
import type { Conditions, Lab } from '../lab.ts';
import { connectionsMade, noticedAfter, pathName, pathsOf } from '../observe.ts';
import { hears, linkWords, seesLink, seesStatus } from '../people.ts';
import { until } from '../waiting.ts';
import { type Case, LINK_MILLIS_MAX, NO_PATH, type Outcome } from './case.ts';
import { missing, Speaker } from './speaking.ts';

/** After so long nobody waits for a link to come back any more. */
const RECOVERY_MILLIS_MAX = 90_000;

const ADDRESS_MILLIS = 3_000;
const SERVER_MILLIS = 5_000;

const conditions: Conditions = { routers: ['cone', 'cone'], ice: 'coturn' };

export interface Two {
  readonly ana: Person;
  readonly bo: Person;
  readonly desks: readonly [Desk, Desk];
}

/** Ana and Bo, linked. */
export async function linked(lab: Lab, room: string, wanted: Conditions): Promise<Two> {
  const [first, second] = await lab.prepare(wanted, ['ana', 'bo']);
  if (!first || !second) throw new Error('Two take part.');
  const ana = await first.inRoom(room);
  const bo = await second.inRoom(room);
  await Promise.all([ana, bo].map((person) => seesLink(person, LINK_MILLIS_MAX)));
  return { ana, bo, desks: [first, second] };
}

/** Resolves once each has heard something that the other said from now on. */
async function bothHear(ana: Speaker, bo: Speaker, people: Two): Promise<number> {
  const next = ({ said }: Speaker) => said.length;
  const [fromAna, fromBo] = [next(ana), next(bo)];
  const moments = await Promise.all([
    hears(people.bo, `Ana-${fromAna};`, RECOVERY_MILLIS_MAX),
    hears(people.ana, `Bo-${fromBo};`, RECOVERY_MILLIS_MAX),
  ]);
  return Math.max(...moments);
}

async function pathOf({ ana, bo }: Two): Promise<string> {
  const ends = await Promise.all([ana, bo].map(({ page }) => pathsOf(page)));
  return pathName(ends.flat()) ?? NO_PATH;
}

/** Both go on speaking while Ana's router gets another address. */
async function playAddress(lab: Lab, room: string): Promise<Outcome> {
  const two = await linked(lab, room, conditions);
  const [ana, bo] = [new Speaker(two.ana), new Speaker(two.bo)];
  await bothHear(ana, bo, two);
  const changed = Date.now();
  lab.network.routers[0].changeAddress();
  const heard = bothHear(ana, bo, two).catch(() => null);
  const noticed = await until('somebody notices', RECOVERY_MILLIS_MAX, async () => {
    const pages = [two.ana.page, two.bo.page];
    const moments = await Promise.all(pages.map((page) => noticedAfter(page, changed)));
    const seen = moments.filter((moment) => moment !== null);
    return seen.length === 0 ? null : Math.min(...seen);
  });
  const recovered = await heard;
  await Promise.all([ana.end(), bo.end()]);
  const noticedMillis = noticed - changed;
  if (recovered === null) {
    const remark = `Ana's page: ${await linkWords(two.ana)}`;
    return { path: NO_PATH, millis: null, figures: { noticedMillis }, remark };
  }
  await until('all is heard', LINK_MILLIS_MAX, async () => {
    const each = await Promise.all([missing(two.bo, ana.said), missing(two.ana, bo.said)]);
    return each.every(({ lost }) => lost === 0);
  }).catch(() => undefined);
  const atBo = await missing(two.bo, ana.said);
  const atAna = await missing(two.ana, bo.said);
  const lost = atBo.lost + atAna.lost + atBo.doubled + atAna.doubled;
  return {
    path: lost === 0 ? await pathOf(two) : 'with words lost or doubled',
    millis: recovered - noticed,
    figures: { noticedMillis, lost },
  };
}

/** The server dies while both are linked, and comes back once both have noticed. */
async function playServer(lab: Lab, room: string): Promise<Outcome> {
  const two = await linked(lab, room, conditions);
  const people = [two.ana, two.bo];
  const before = await Promise.all(people.map(({ page }) => connectionsMade(page)));
  await lab.killServer();
  await Promise.all(
    people.map((person) => seesStatus(person, 'server out of reach', LINK_MILLIS_MAX)),
  );
  await two.ana.say('Without a server');
  await hears(two.bo, 'Without a server', LINK_MILLIS_MAX);
  await lab.startServer();
  const listens = Date.now();
  const back = await Promise.all(
    people.map((person) => seesStatus(person, 'connected', RECOVERY_MILLIS_MAX)),
  );
  await two.bo.say('With a server');
  await hears(two.ana, 'With a server', LINK_MILLIS_MAX);
  const after = await Promise.all(people.map(({ page }) => connectionsMade(page)));
  const untouched = before.every((count, at) => count === after[at]);
  return {
    path: untouched ? await pathOf(two) : 'over new links',
    millis: Math.max(...back) - listens,
  };
}

export const changeCases: readonly Case[] = [
  {
    name: 'address-changes',
    words: 'cone, cone; the WAN address changes while both speak',
    conditions,
    goal: { path: 'reflexive', millis: ADDRESS_MILLIS },
    time: 'both heard one another, since noticed',
    quick: true,
    play: playAddress,
  },
  {
    name: 'server-restarts',
    words: 'cone, cone; the server is killed and started again',
    conditions,
    goal: { path: 'reflexive', millis: SERVER_MILLIS },
    time: 'both signed in again, since it listens',
    quick: true,
    play: playServer,
  },
];
