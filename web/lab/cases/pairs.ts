/** Two people behind all sorts of routers. */
import type { Lab } from '../lab.ts';
import type { Seat } from '../net/network.ts';
import { pathBetween, seesLink, timesOf } from '../people.ts';
import { type Case, LINK_MILLIS_MAX, NO_PATH, type Outcome } from './case.ts';

type Pair = Omit<Case, 'play' | 'time'>;

const ISSUE_TIMES = { direct: 1_000, turnUdp: 1_000, turnTcp: 1_500, turnTls: 2_000 } as const;

async function play(lab: Lab, pair: Pair, seats: readonly Seat[], room: string): Promise<Outcome> {
  const [first, second] = await lab.prepare(pair.conditions, seats);
  if (!first || !second) throw new Error('Two take part.');
  const ana = await first.inRoom(room);
  const bo = await second.atEntrance(room);
  await bo.pressEnterButton();
  const links = [ana, bo].map((person) => seesLink(person, LINK_MILLIS_MAX));
  const opened = await Promise.all(links).catch(() => null);
  if (opened === null) return { path: NO_PATH, millis: null };
  const { sinceEnter, sinceKnown } = await timesOf([ana, bo], bo, Math.max(...opened));
  const path = await pathBetween([ana, bo], pair.goal.path);
  return {
    path: path.settled ?? NO_PATH,
    millis: sinceKnown,
    figures: { sinceEnterMillis: sinceEnter },
    ...(path.first === path.settled ? {} : { remark: `${path.first} at first` }),
  };
}

const PAIRS: readonly (Pair & { readonly seats?: readonly Seat[] })[] = [
  {
    name: 'same-lan',
    words: 'both in one LAN',
    conditions: { routers: ['cone', 'cone'], ice: 'coturn' },
    goal: { path: 'host', millis: ISSUE_TIMES.direct },
    seats: ['ana', 'cleo'],
    quick: true,
  },
  {
    name: 'cone-cone',
    words: 'cone, cone',
    conditions: { routers: ['cone', 'cone'], ice: 'coturn' },
    goal: { path: 'reflexive', millis: ISSUE_TIMES.direct },
    quick: true,
  },
  {
    name: 'symmetric-cone',
    words: 'symmetric, cone; coturn',
    conditions: { routers: ['symmetric', 'cone'], ice: 'coturn' },
    goal: { path: 'TURN/UDP', millis: ISSUE_TIMES.turnUdp },
  },
  {
    name: 'symmetric-symmetric',
    words: 'symmetric, symmetric; coturn',
    conditions: { routers: ['symmetric', 'symmetric'], ice: 'coturn' },
    goal: { path: 'TURN/UDP', millis: ISSUE_TIMES.turnUdp },
    quick: true,
  },
  {
    name: 'cone-cone-embedded',
    words: 'cone, cone; embedded STUN',
    conditions: { routers: ['cone', 'cone'], ice: 'embedded' },
    goal: { path: 'reflexive', millis: ISSUE_TIMES.direct },
  },
  {
    name: 'symmetric-cone-embedded',
    words: 'symmetric, cone; embedded TURN',
    conditions: { routers: ['symmetric', 'cone'], ice: 'embedded' },
    goal: { path: 'TURN/UDP', millis: ISSUE_TIMES.turnUdp },
  },
  {
    name: 'symmetric-symmetric-embedded',
    words: 'symmetric, symmetric; embedded TURN',
    conditions: { routers: ['symmetric', 'symmetric'], ice: 'embedded' },
    goal: { path: 'TURN/UDP', millis: ISSUE_TIMES.turnUdp },
    quick: true,
  },
  {
    name: 'udp-dropped-one',
    words: 'UDP dropped, cone',
    conditions: { routers: ['udp-dropped', 'cone'], ice: 'coturn' },
    goal: { path: 'TURN/TCP', millis: ISSUE_TIMES.turnTcp },
  },
  {
    name: 'udp-dropped-both',
    words: 'UDP dropped on both sides',
    conditions: { routers: ['udp-dropped', 'udp-dropped'], ice: 'coturn' },
    goal: { path: 'TURN/TCP', millis: ISSUE_TIMES.turnTcp },
    quick: true,
  },
  {
    name: 'only-443-one',
    words: 'only port 443 open, cone',
    conditions: { routers: ['only-443', 'cone'], ice: 'coturn' },
    goal: { path: 'TURN/TLS', millis: ISSUE_TIMES.turnTls },
  },
  {
    name: 'only-443-both',
    words: 'only port 443 open on both sides',
    conditions: { routers: ['only-443', 'only-443'], ice: 'coturn' },
    goal: { path: 'TURN/TLS', millis: ISSUE_TIMES.turnTls },
    quick: true,
  },
];

export const pairCases: readonly Case[] = PAIRS.map(({ seats = ['ana', 'bo'], ...pair }) => ({
  ...pair,
  time: 'link open',
  play: (lab, room) => play(lab, pair, seats, room),
}));
