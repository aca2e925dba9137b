import type { Receipt } from '../history/contract.ts';
import type { LinkState, Member, Proof, RoomLaw, SessionStatus } from '../session/contract.ts';
import type { Hiding } from './law.ts';

/** A sentence for people; names in it are kept apart so that their direction of writing stays their own. */
export type Words = readonly (string | { readonly name: string })[];

/** Typing people who are named; the others are counted. */
const TYPISTS_NAMED_MAX = 3;

/** Characters of an address that are shown at each end. */
const ADDRESS_END = 4;

/** How Ethereum's addresses begin: that tells nobody apart. */
const HEX_PREFIX = '0x';

export function shortAddress(address: string): string {
  const head = ADDRESS_END + (address.startsWith(HEX_PREFIX) ? HEX_PREFIX.length : 0);
  return `${address.slice(0, head)}…${address.slice(-ADDRESS_END)}`;
}

export function peopleCount(count: number): string {
  return count === 1 ? '1 person' : `${count} people`;
}

/** The same, where not all of them are known here, or none yet. */
export function peopleSeen(size: number, seen: number): string {
  if (size === 0) return 'People';
  const all = peopleCount(size);
  return seen < size ? `${all}; you see ${seen} of them` : all;
}

export function typingWords(typists: readonly Member[]): Words {
  if (typists.length === 0) return [];
  const named = typists.length <= TYPISTS_NAMED_MAX ? typists : typists.slice(0, 2);
  const others = typists.length - named.length;
  const parts: Words = [
    ...named.map(({ name }) => ({ name })),
    ...(others > 0 ? [`${others} others`] : []),
  ];
  const words = parts.flatMap((part, at) => {
    if (at === 0) return [part];
    return [at === parts.length - 1 ? ' and ' : ', ', part];
  });
  return [...words, parts.length === 1 ? ' is typing…' : ' are typing…'];
}

interface LinkLook {
  readonly symbol: string;
  readonly words: string;
}

const LINKS: Readonly<Record<LinkState, LinkLook>> = {
  self: { symbol: '★', words: 'you' },
  connecting: { symbol: '◌', words: 'connecting…' },
  verifying: { symbol: '◐', words: 'checking who it is…' },
  open: { symbol: '●', words: 'linked directly' },
  relayed: { symbol: '◒', words: 'linked through the server, sealed' },
  indirect: { symbol: '◍', words: 'reached through others' },
  lost: { symbol: '○', words: 'out of reach' },
  refused: { symbol: '✕', words: 'refused' },
  incompatible: { symbol: '≠', words: 'speaks another version' },
};

/** How a link is shown: a sign and words, so that colour is never alone. */
export function linkLook(link: LinkState): LinkLook {
  return LINKS[link];
}

export function proofWords(proof: Proof): string {
  switch (proof) {
    case 'wallet':
      return 'Verified: a wallet signed for this person, and your browser checked it.';
    case 'none':
      return 'Unverified: nobody has proven that this address is theirs.';
  }
}

/** How far the links of the room have got, in one sentence; `size` are in it, known or not. */
export function linkSummary(members: readonly Member[], size: number): string {
  if (members.length === 0) return '';
  const others = members.filter(({ link }) => link !== 'self');
  const count = (state: LinkState) => others.filter(({ link }) => link === state).length;
  const open = count('open');
  const relayed = count('relayed');
  if (relayed > 0) return relayedSummary(open, relayed);
  if (size > members.length && open === 0) return 'Looking for people to link with…';
  if (size > members.length) {
    return `Linked directly with ${peopleCount(open)}; what the others say comes through them.`;
  }
  if (others.length === 0) return 'Nobody else is here yet.';
  if (open === others.length) return `Linked directly with ${everybodyElse(open)}.`;
  return open > 0 && open + count('indirect') === others.length
    ? `Linked directly with ${open} of ${others.length} others; what the rest say comes through them.`
    : `Linked with ${open} of ${others.length} others.`;
}

function relayedSummary(open: number, relayed: number): string {
  const direct = open > 0 ? `Linked directly with ${open}; ` : '';
  return `${direct}${peopleCount(relayed)} can only be reached through the server, which cannot read what you say.`;
}

function everybodyElse(count: number): string {
  if (count === 1) return 'the other person';
  return count === 2 ? 'both others' : `all ${count} others`;
}

export function statusWords(status: SessionStatus): string {
  switch (status) {
    case 'connecting':
      return 'looking for the server…';
    case 'signing':
      return 'signing in…';
    case 'entering':
      return 'entering…';
    case 'entered':
      return 'connected';
    case 'reconnecting':
      return 'server out of reach, trying again; open links still work';
    case 'answering':
      return 'waiting for a link…';
    case 'unserved':
      return 'joined by hand; there is no server here';
    case 'left':
      return 'not connected';
  }
}

/** What is happening between the button and the room. */
export function progressWords(status: SessionStatus, wallet: string, room: string): string {
  switch (status) {
    case 'connecting':
    case 'reconnecting':
      return 'Looking for the server…';
    case 'signing':
      return wallet === 'Guest'
        ? 'Signing you in…'
        : `Waiting for you to sign in ${wallet}. Look for its window.`;
    case 'entering':
    case 'entered':
    case 'unserved':
      return `Entering ${room}…`;
    case 'answering':
      return 'Waiting for your reply to be taken…';
    case 'left':
      return 'Leaving…';
  }
}

/** Who can read what is said in a room, for whoever has just come in. */
export function arrivalWords(room: string, law: RoomLaw | null): Words {
  const here = law === null ? `#${room}` : { name: law.settings.name };
  if (law === null || law.policy === 'open') {
    return [
      'You are in ',
      here,
      '. Everybody here, and whoever comes later, can read what you write: this browser and theirs keep it.',
    ];
  }
  const readers =
    law.history === 'shared'
      ? '. Only its members can read what you write, and those who become members later: this browser and theirs keep it.'
      : '. Only those who are its members now can read what you write: this browser and theirs keep it.';
  return ['You are in ', here, readers];
}

/** What stands in the place of a message that is not shown. */
export function hiddenWords(hiding: Hiding, name: string): Words {
  switch (hiding) {
    case 'muted':
      return ['Hidden: ', { name }, ' is muted'];
    case 'mutedForMe':
      return ['Hidden: you have muted ', { name }];
    case 'hasty':
      return ['Hidden: ', { name }, ' wrote sooner than this room’s slow mode allows'];
    case 'struck':
      return ['Taken back by a moderator'];
  }
}

/** How far an own message has got, as a sign and in words. */
export function receiptWords({ stage, reached, of, archived }: Receipt): {
  readonly sign: string;
  readonly words: string;
} {
  if (archived.length > 0) return { sign: '⚑', words: `Archived: ${archived.join(', ')}` };
  if (reached > 0)
    return { sign: reached >= of ? '✓✓' : '✓', words: `Reached ${reached} of ${of}` };
  switch (stage) {
    case 'new':
      return { sign: '…', words: 'Not kept yet' };
    case 'queued':
      return { sign: '◷', words: 'Kept here; it goes out as soon as somebody is there' };
    case 'sent':
      return { sign: '✓', words: 'Sent' };
  }
}
