/** By which sessions this browser has seen people speak, so that it can tell of one that is new. */
import type { Member } from '../session/contract.ts';
import { loadSessions, saveSessions } from './preferences.ts';

/** Accounts that are remembered, and sessions of each: as many as one browser has for an account. The first is a guess. */
const ACCOUNTS_MAX = 200;
const SESSIONS_MAX = 16;

/** Accounts with their sessions' did:key; those seen last stand at the end. */
export type KnownSessions = readonly (readonly [account: string, dids: readonly string[]])[];

/** What is known once a session was seen, and whether another of the account had been seen before it. */
export function withSession(
  known: KnownSessions,
  account: string,
  did: string,
): { readonly known: KnownSessions; readonly isNew: boolean } {
  const dids = known.find(([each]) => each === account)?.[1] ?? [];
  const others = known.filter(([each]) => each !== account);
  const now = [...dids.filter((each) => each !== did), did].slice(-SESSIONS_MAX);
  return {
    known: [...others, [account, now] as const].slice(-ACCOUNTS_MAX),
    isNew: dids.length > 0 && !dids.includes(did),
  };
}

/** Sessions that were looked at since the page was loaded: it is told of each of them once. */
const seen = new Set<string>();

/** Those who are here with a wallet that is known, by a session that is not. Remembers all of them. */
export function strangeSessions(members: readonly Member[]): readonly Member[] {
  const unseen = members.filter(
    ({ account, did, proof }) => proof === 'wallet' && !seen.has(`${account} ${did}`),
  );
  if (unseen.length === 0) return [];
  let known = loadSessions();
  const strange: Member[] = [];
  for (const member of unseen) {
    const { account, did, link } = member;
    seen.add(`${account} ${did}`);
    if (did === null) continue;
    const now = withSession(known, account, did);
    known = now.known;
    if (now.isNew && link !== 'self') strange.push(member);
  }
  saveSessions(known);
  return strange;
}
