/** By which names of ENS people in the room go: the server's word. Each is asked for once while the page lives. */
import type { Member, Ways } from '../session/contract.ts';
import * as state from './state.ts';

/** Accounts in one question, as many as the server takes. */
const ASKED_MAX = 50;

/** Accounts that are asked for in all. A guess. */
const ACCOUNTS_MAX = 2_000;

const asked = new Set<string>();

/** Those of whom nobody has asked yet; accounts that are only claimed have no names. */
function unasked(members: readonly Member[]): readonly string[] {
  const accounts = members
    .filter(({ account, proof }) => proof === 'wallet' && account.startsWith('0x'))
    .map(({ account }) => account);
  const fresh = [...new Set(accounts)].filter((account) => !asked.has(account));
  return fresh.slice(0, Math.min(ASKED_MAX, ACCOUNTS_MAX - asked.size));
}

/** Asks for those who have come. */
export async function hearEnsNames(ways: Ways | null, members: readonly Member[]): Promise<void> {
  const accounts = ways?.tellsNames ? unasked(members) : [];
  if (ways === null || accounts.length === 0) return;
  for (const account of accounts) asked.add(account);
  const told = await ways.names(accounts);
  if (told === null) {
    // Whoever comes next has these asked for again.
    for (const account of accounts) asked.delete(account);
    return;
  }
  const names = accounts.flatMap((account) => {
    const name = told.get(account);
    return name === undefined ? [] : [[account, name] as const];
  });
  if (names.length > 0) state.ensNames.value = new Map([...state.ensNames.value, ...names]);
  await hearEnsNames(ways, members);
}
