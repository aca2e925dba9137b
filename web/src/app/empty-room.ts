/** What a room says in which nobody can be reached. */
import type { Member, SessionStatus } from '../session/contract.ts';

export interface RoomFacts {
  readonly status: SessionStatus;
  readonly members: readonly Member[];
  /** In the room, known here or not. */
  readonly size: number;
}

export type Emptiness =
  | { readonly kind: 'alone' }
  /** With no server, after joining by hand. */
  | { readonly kind: 'aloneByHand' }
  /** Nobody can be reached, and nobody new introduced. */
  | { readonly kind: 'unserved' }
  /** So many others are here. */
  | { readonly kind: 'unreached'; readonly others: number };

/** How long it has to be so until it is said: most links are there within 2 s, and slow ways take up to 9 s. */
export const WAIT_MILLIS: Readonly<Record<Emptiness['kind'], number>> = {
  alone: 2_000,
  aloneByHand: 2_000,
  unserved: 3_000,
  unreached: 10_000,
};

/** On their way to a link, or it is tried again; others are reached, or cannot be talked with at all. */
const UNREACHED: readonly Member['link'][] = ['connecting', 'verifying', 'lost'];
const NO_COMPANY: readonly Member['link'][] = ['self', 'refused', 'incompatible', ...UNREACHED];

/** Null where somebody is reached, or where people are told otherwise how it stands. */
export function emptinessOf({ status, members, size }: RoomFacts): Emptiness | null {
  if (members.some(({ link }) => !NO_COMPANY.includes(link))) return null;
  if (status === 'reconnecting') return { kind: 'unserved' };
  if (status !== 'entered' && status !== 'unserved') return null;
  const others = members.filter(({ link }) => link !== 'self');
  if (others.length === 0 && size <= 1) {
    return { kind: status === 'entered' ? 'alone' : 'aloneByHand' };
  }
  const talkable = others.filter(({ link }) => UNREACHED.includes(link));
  const unknown = Math.max(0, size - members.length);
  const count = talkable.length + unknown;
  return count === 0 ? null : { kind: 'unreached', others: count };
}

/** What is said of those who are here and cannot be reached. */
export function unreachedWords(others: number): string {
  return others === 1
    ? 'One other person is here, but cannot be reached so far.'
    : `${others} other people are here, but none can be reached so far.`;
}
