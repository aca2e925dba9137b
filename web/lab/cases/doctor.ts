/** What the connection doctor says of networks, and the room in which nobody can be reached. */
import type { Person } from '../../e2e/stage/person.ts';
import type { Lab } from '../lab.ts';
import { pressedMillis } from '../observe.ts';
import { seesProbe, seesStatus } from '../people.ts';
import type { Case, Outcome } from './case.ts';

/** Trying TURN takes 8 s where nothing comes back. */
const DOCTOR_MILLIS = 12_000;

/** It is said 10 s after coming in, and STUN is waited for 5 s. */
const EMPTY_ROOM_MILLIS = 18_000;

const PATIENCE = 2;

type Wish = Omit<Case, 'play' | 'time'> & {
  /** Probes by their labels, each with a part of what is to be found. */
  readonly found: Readonly<Record<string, string>>;
};

/** Ana asks the doctor. */
async function playDoctor(lab: Lab, { conditions, found, goal }: Wish, room: string) {
  const [ana] = await lab.prepare(conditions, ['ana']);
  if (!ana) throw new Error('Somebody takes part.');
  const person = await ana.inRoom(room);
  const askedAt = Date.now();
  await person.say('/doctor');
  const moments = await Promise.all(
    Object.entries(found).map(([label, words]) =>
      seesProbe(person, label, words, goal.millis * PATIENCE),
    ),
  );
  return {
    path: goal.path,
    millis: Math.max(...moments) - askedAt,
    remark: await doctorWords(person),
  };
}

async function doctorWords({ page }: Person): Promise<string> {
  return (await page.locator('.probe').allTextContents()).join('; ');
}

/** Ana and Bo cannot reach one another, and are told why. */
async function playEmptyRoom(lab: Lab, room: string): Promise<Outcome> {
  const { conditions, goal } = EMPTY_ROOM;
  const [ana, bo] = await lab.prepare(conditions, ['ana', 'bo']);
  if (!ana || !bo) throw new Error('Two take part.');
  await ana.inRoom(room);
  const person = await bo.inRoom(room);
  const said = await seesStatus(person, 'UDP is blocked', goal.millis * PATIENCE);
  const words = (await person.page.locator('.empty-room').textContent()) ?? '';
  const named = ['One other person is here', 'UDP', 'TURN over TLS'].every((part) =>
    words.includes(part),
  );
  return {
    path: named ? goal.path : 'otherwise',
    millis: said - (await pressedMillis(person.page)),
    remark: words,
  };
}

const EMPTY_ROOM = {
  conditions: { routers: ['udp-dropped', 'udp-dropped'], ice: 'bare' },
  goal: { path: 'UDP, TURN', millis: EMPTY_ROOM_MILLIS },
} as const;

const DOCTORS: readonly Wish[] = [
  {
    name: 'doctor-cone',
    words: 'cone; embedded STUN and TURN',
    conditions: { routers: ['cone', 'cone'], ice: 'embedded' },
    goal: { path: 'independent', millis: DOCTOR_MILLIS },
    found: { 'Port mapping': 'endpoint-independent', 'TURN by UDP': 'carries data' },
  },
  {
    name: 'doctor-symmetric',
    words: 'symmetric; embedded STUN and TURN',
    conditions: { routers: ['symmetric', 'cone'], ice: 'embedded' },
    goal: { path: 'symmetric', millis: DOCTOR_MILLIS },
    found: { 'Port mapping': 'symmetric', 'TURN by UDP': 'carries data' },
    quick: true,
  },
  {
    name: 'doctor-udp-dropped',
    words: 'UDP dropped; coturn',
    conditions: { routers: ['udp-dropped', 'cone'], ice: 'coturn' },
    goal: { path: 'TURN/TCP, TLS', millis: DOCTOR_MILLIS },
    found: {
      STUN: 'no answer',
      'TURN by UDP': 'cannot be reached',
      'TURN by TCP': 'carries data',
      'TURN by TLS': 'carries data',
    },
  },
  {
    name: 'doctor-only-443',
    words: 'only port 443 open; coturn',
    conditions: { routers: ['only-443', 'cone'], ice: 'coturn' },
    goal: { path: 'TURN/TLS', millis: DOCTOR_MILLIS },
    found: { 'TURN by TCP': 'cannot be reached', 'TURN by TLS': 'carries data' },
  },
];

export const doctorCases: readonly Case[] = [
  ...DOCTORS.map((wish) => ({
    ...wish,
    time: 'the doctor said it, since it was asked',
    play: (lab: Lab, room: string) => playDoctor(lab, wish, room),
  })),
  {
    ...EMPTY_ROOM,
    name: 'empty-room',
    words: 'UDP dropped on both sides; no TURN, no relay: what the room says',
    time: 'the room said it, since Enter',
    quick: true,
    play: playEmptyRoom,
  },
];
