/** What the law of a room says of people and messages, as the screen shows it. Whether a decree counts, core decides. */
import type { Proof, RoomLaw } from '../session/contract.ts';

type Person = RoomLaw['people'][number];

export type Role = Person['role'];

/** What somebody may do to another. */
export type Power = 'appoint' | 'demote' | 'mute' | 'unmute' | 'remove' | 'ban' | 'unban';

/** Why a message is not shown. */
export type Hiding = 'muted' | 'mutedForMe' | 'struck' | 'hasty';

/** A law as it is asked for: each message on the screen asks, of each law that comes. */
interface Index {
  readonly people: ReadonlyMap<string, Person>;
  /** By entry, the accounts out of reach of each strike. */
  readonly strikes: ReadonlyMap<string, readonly (readonly string[])[]>;
}

const indices = new WeakMap<RoomLaw, Index>();

function indexOf(law: RoomLaw): Index {
  const known = indices.get(law);
  if (known !== undefined) return known;
  const people = new Map(law.people.map((person) => [person.account, person]));
  const strikes = new Map<string, (readonly string[])[]>();
  for (const { id, except } of law.strikes) strikes.set(id, [...(strikes.get(id) ?? []), except]);
  const index = { people, strikes };
  indices.set(law, index);
  return index;
}

const personOf = (law: RoomLaw, account: string): Person | undefined =>
  indexOf(law).people.get(account);

/** What an account is in the room; `none` where the law does not name it. */
export function roleOf(law: RoomLaw, account: string): Role {
  return personOf(law, account)?.role ?? 'none';
}

/** Until when what an account says is hidden; null where it is not. */
export function mutedUntil(law: RoomLaw, account: string, nowMillis: number): number | null {
  const ends = (personOf(law, account)?.mutes ?? []).map(({ untilMillis }) => untilMillis);
  const last = Math.max(0, ...ends);
  return last > nowMillis ? last : null;
}

export const leads = ({ self }: RoomLaw): boolean => self === 'owner' || self === 'moderator';

/** Whether one is above the other: the owner above all, a moderator above members and later moderators. */
function isAbove(law: RoomLaw, self: string, account: string): boolean {
  if (!leads(law) || account === self || account === law.owner) return false;
  if (law.self === 'owner' || roleOf(law, account) !== 'moderator') return true;
  const rank = (of: string) => law.people.findIndex((person) => person.account === of);
  return rank(self) < rank(account);
}

/** What the person at this page may do to an account. */
export function powersOver(
  law: RoomLaw,
  self: string,
  account: string,
  nowMillis: number,
): readonly Power[] {
  if (!isAbove(law, self, account)) return [];
  const role = roleOf(law, account);
  if (role === 'banned') return ['unban'];
  const isMuted = mutedUntil(law, account, nowMillis) !== null;
  const powers: Power[] = [isMuted ? 'unmute' : 'mute'];
  if (law.self === 'owner') powers.push(role === 'moderator' ? 'demote' : 'appoint');
  // In a room that everybody may enter, there is nothing to be removed from.
  if (role !== 'none') powers.push('remove');
  return [...powers, 'ban'];
}

/** Whether the person at this page may take a message back for everybody. */
export function mayStrike(
  law: RoomLaw,
  self: string,
  { account, proof }: Pick<Said, 'account' | 'proof'>,
): boolean {
  return proof === 'wallet' ? isAbove(law, self, account) : leads(law);
}

/** A message, or what is quoted of one. */
export interface Said {
  readonly id: string;
  readonly place: { readonly lamport: number };
  readonly account: string;
  readonly proof: Proof;
  readonly timeMillis: number;
}

/** Why a message is to be hidden, by the law where there is one, or for this person alone; null where it is not. */
export function hidingOf(
  message: Said,
  law: RoomLaw | null,
  mutedForMe: ReadonlySet<string>,
): Hiding | null {
  if (law !== null) {
    const byLaw = hidingByLaw(message, law);
    if (byLaw !== null) return byLaw;
  }
  return mutedForMe.has(message.account) ? 'mutedForMe' : null;
}

function hidingByLaw({ id, place, account, proof, timeMillis }: Said, law: RoomLaw): Hiding | null {
  // Of an account that is only claimed, the law says nothing.
  const isProven = proof === 'wallet';
  const strikes = indexOf(law).strikes.get(id) ?? [];
  const isStruck = strikes.some((except) => !(isProven && except.includes(account)));
  if (isStruck) return 'struck';
  if (!isProven) return null;
  const isMute = personOf(law, account)?.mutes.some(
    ({ lamport, untilMillis }) => place.lamport > lamport && timeMillis < untilMillis,
  );
  return isMute ? 'muted' : null;
}

/** A message among others: what slow mode asks of it. */
type Paced = Pick<Said, 'id' | 'place' | 'account' | 'proof' | 'timeMillis'> & {
  readonly author: string;
};

/**
 * Of messages in their order, those that came sooner after their author's former one than slow mode allows. Of an author's
 * first one it is not known what came before.
 */
export function hastyOf(messages: readonly Paced[], law: RoomLaw | null): ReadonlySet<string> {
  const hasty = new Set<string>();
  if (law === null || law.paces.length === 0) return hasty;
  const lastMillis = new Map<string, number>();
  for (const { id, place, account, author, proof, timeMillis } of messages) {
    const role = proof === 'wallet' ? roleOf(law, account) : 'none';
    if (role === 'owner' || role === 'moderator') continue;
    const who = proof === 'wallet' ? account : author;
    const before = lastMillis.get(who);
    lastMillis.set(who, timeMillis);
    const pace = law.paces.findLast(({ lamport }) => lamport < place.lamport);
    const waitMillis = (pace?.slowSeconds ?? 0) * 1000;
    if (before !== undefined && timeMillis < before + waitMillis) hasty.add(id);
  }
  return hasty;
}

/** Members by the law who are not here, the owner first, then by seniority. */
export function awayOf(law: RoomLaw, here: ReadonlySet<string>): readonly Person[] {
  return law.people.filter(({ account, role }) => isMember(role) && !here.has(account));
}

export const isMember = (role: Role): boolean =>
  role === 'owner' || role === 'moderator' || role === 'member';

export function bannedOf(law: RoomLaw): readonly Person[] {
  return law.people.filter(({ role }) => role === 'banned');
}
