/** Words about rooms that belong to somebody: seldom wanted, so that they come with the views that are loaded later. */
import type { RoomLaw } from '../session/contract.ts';
import type { Power, Role } from './law.ts';
import type { Words } from './words.ts';

const POWERS: Readonly<Record<Power, string>> = {
  appoint: 'Make a moderator',
  demote: 'No moderator any more',
  mute: 'Mute',
  unmute: 'Unmute',
  remove: 'Remove',
  ban: 'Ban',
  unban: 'End the ban',
};

export const powerWords = (power: Power): string => POWERS[power];

/** What it means, before it is done. */
export function askedWords(
  power: Exclude<Power, 'mute' | 'unmute'>,
  name: string,
  law: Pick<RoomLaw, 'policy'>,
): Words {
  const who = { name };
  switch (power) {
    case 'appoint':
      return [
        who,
        ' may then invite, mute, remove and ban members, take messages back, and pin them.',
      ];
    case 'demote':
      return [who, ' stays a member. What ', who, ' decided as a moderator until now counts on.'];
    case 'remove':
      return law.policy === 'open'
        ? [
            who,
            ' is no member any more, but may go on talking: everybody may in this room. To end that, ban.',
          ]
        : [...farewell(who), RETURNS[law.policy]];
    case 'ban':
      return law.policy === 'open'
        ? ['What ', who, ' says from now on is taken by nobody, until somebody ends the ban.']
        : [...farewell(who), ' Nothing lets ', who, ' in again, until somebody ends the ban.'];
    case 'unban':
      return law.policy === 'open'
        ? [who, ' may talk here again.']
        : [who, ' may come in again.', RETURNS[law.policy]];
  }
}

/** What it takes to come in again. */
const RETURNS: Readonly<Record<'invite' | 'gate', string>> = {
  invite: ' To come in again takes a new invitation.',
  gate: ' As long as the wallet holds what the room asks for, it comes in again by itself: only a ban keeps it out.',
};

function farewell(who: { readonly name: string }): Words {
  return [who, ' cannot read what is said from now on; what ', who, ' has read stays read.'];
}

const ROLES: Readonly<Record<Role, string>> = {
  owner: 'owner',
  moderator: 'moderator',
  member: 'member',
  none: 'not a member',
  banned: 'banned',
};

export const roleWords = (role: Role): string => ROLES[role];

/** What the person at this page is in the room. */
export function ownRoleWords(role: Role): string | null {
  switch (role) {
    case 'owner':
      return 'This room is yours';
    case 'moderator':
      return 'You are a moderator';
    case 'member':
    case 'none':
    case 'banned':
      return null;
  }
}

/** Who can read what is said: a sign, and words. */
export function sealWords(law: RoomLaw): {
  readonly sign: string;
  readonly words: string;
  readonly more: string;
} {
  if (law.policy === 'open') {
    return {
      sign: '◎',
      words: 'Open: everybody may enter and read',
      more: 'Whoever has the link can enter. The owner and moderators can mute and ban.',
    };
  }
  return {
    sign: '🔒',
    words: 'Sealed: only members can read',
    more:
      law.history === 'shared'
        ? 'What is said is encrypted for the members; who becomes one later can read it too.'
        : 'What is said is encrypted for those who are members at the time; who becomes one later cannot read it.',
  };
}

/** What the room waits for before one can read and write; null where it is ready. */
export function waitingWords(
  law: Pick<RoomLaw, 'policy' | 'self' | 'ready'> | null,
): string | null {
  if (law === null) {
    return 'Waiting to hear what this room is: a member who knows must be here.';
  }
  if (law.policy === 'open') return null;
  if (law.self === 'none' && law.policy === 'gate') {
    return 'Waiting to be let in: a gatekeeper must say that your wallet holds what is asked for. It is asked again until its chain answers.';
  }
  if (law.self === 'none') return 'Waiting to be let in: a member must be here.';
  return law.ready ? null : 'Waiting for the room’s keys: a member who has them must be here.';
}

const MINUTE_MILLIS = 60_000;
const HOUR_MILLIS = 60 * MINUTE_MILLIS;
const DAY_MILLIS = 24 * HOUR_MILLIS;

/** For how long somebody can be muted. */
export const MUTE_CHOICES: readonly { readonly words: string; readonly millis: number }[] = [
  { words: 'for 10 minutes', millis: 10 * MINUTE_MILLIS },
  { words: 'for 1 hour', millis: HOUR_MILLIS },
  { words: 'for 1 day', millis: DAY_MILLIS },
];

/** How long an invitation is good. */
export const LASTING_CHOICES: readonly { readonly words: string; readonly millis: number }[] = [
  { words: '1 hour', millis: HOUR_MILLIS },
  { words: '1 day', millis: DAY_MILLIS },
  { words: '7 days', millis: 7 * DAY_MILLIS },
];

/** How many may come in by one. */
export const USES_CHOICES: readonly number[] = [1, 5, 25];

export function usesWords(uses: number): string {
  return uses === 1 ? '1 person' : `${uses} people`;
}

/** How long it is until then, in the largest unit that leaves at least one. */
export function remainingWords(untilMillis: number, nowMillis: number): string {
  const left = untilMillis - nowMillis;
  if (left <= 0) return 'over';
  if (left < HOUR_MILLIS) return counted(Math.ceil(left / MINUTE_MILLIS), 'minute');
  if (left < DAY_MILLIS) return counted(Math.round(left / HOUR_MILLIS), 'hour');
  return counted(Math.round(left / DAY_MILLIS), 'day');
}

function counted(count: number, unit: string): string {
  return count === 1 ? `1 ${unit}` : `${count} ${unit}s`;
}
