/** The connection doctor's findings, for the screen. Loaded on demand. */
import { signal } from '@preact/signals';
import { examine, trySignaling } from '../doctor/examination.ts';
import { factsOf } from '../doctor/facts.ts';
import type { Findings } from '../doctor/findings.ts';
import type { Linked } from '../doctor/words.ts';
import type { Ways } from '../session/contract.ts';
import { sessionInRoom } from './actions.ts';
import * as state from './state.ts';

/** What was found in this stay; null before the first examination. */
export const findings = signal<Findings | null>(null);

/** The members' links as they were seen last. */
export const linked = signal<readonly Linked[]>([]);

/** In whose stay, and what goes on: one examination at a time. */
let examined: Ways | null = null;
let running: Promise<unknown> | null = null;

/** Tries everything, unless that is under way or, in this stay, was done before. */
export async function examineOnce(): Promise<void> {
  const ways = sessionInRoom()?.ways ?? null;
  if (ways === null) return;
  if (ways !== examined) {
    examined = ways;
    findings.value = null;
    running = null;
  }
  // Without a server, its own STUN and TURN are gone too.
  const blind = findings.value === null || findings.value.signaling?.state === 'unreachable';
  if (blind || running !== null) await begin(ways);
}

/** Tries everything anew, unless that is under way. */
export async function examineAgain(): Promise<void> {
  const ways = sessionInRoom()?.ways ?? null;
  if (ways === null) return;
  examined = ways;
  await begin(ways);
}

async function begin(ways: Ways): Promise<void> {
  running ??= run(ways).finally(() => {
    if (ways === examined) running = null;
  });
  await running;
}

async function run(ways: Ways): Promise<void> {
  const begunAt = Date.now();
  await examine(ways, (now) => {
    if (ways === examined) findings.value = now;
  });
  // What the server's coming or going has changed meanwhile counts for nothing.
  if (ways === examined && state.statusSinceMillis.value > begunAt) await run(ways);
}

/** The server has come or gone: what is known of it is tried anew, and all of it where it has come. */
export async function onServer(): Promise<void> {
  if (state.status.value === 'entered') await examineAgain();
  else await examineServer();
}

async function examineServer(): Promise<void> {
  const ways = examined;
  if (ways === null || running !== null || findings.value?.signaling?.state === 'none') return;
  const { finding } = await trySignaling(ways);
  const { value: now } = findings;
  if (ways === examined && running === null && now !== null) {
    findings.value = { ...now, signaling: finding };
  }
}

/** Looks at the members' links. */
export async function lookAtLinks(): Promise<void> {
  const ways = sessionInRoom()?.ways ?? null;
  const others = state.people.value.filter(({ link }) => link !== 'self');
  linked.value = await Promise.all(
    others.map(async (member) => {
      const report = member.did === null ? null : await ways?.linkTo(member.did);
      return { member, facts: report ? factsOf(report) : null };
    }),
  );
}
