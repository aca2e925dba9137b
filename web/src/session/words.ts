/** Core's codes in words for people. */
import type { PeerCodeRefusal, PeerDenial, PeerLinkEnd, PeerRefusal } from '#peer';
import type { Refusal } from './contract.ts';

export const NOT_YET: Refusal = {
  code: 'not_in_yet',
  text: 'You are still on your way into the room. Try again in a moment.',
};

const END_WORDS: Record<PeerLinkEnd, string> = {
  no_answer: 'No connection came about: a firewall on either side may block it. It is tried again.',
  closed: 'The connection broke. It is tried again.',
  bye: 'Left the room.',
  silent: 'No longer answers. It is tried again.',
  replaced: 'Came back with a newer page.',
  declined: 'Has as many links as it wants just now.',
  crowded: 'Gave up this link for another.',
  handshake_timeout: 'Did not say who they are in time. It is tried again.',
  malformed: 'Sent what is not of the protocol; perhaps another version of TropiChat.',
  wrong_room: 'Is in another room.',
  wrong_session: 'Is not who the server introduced: the server or somebody between may be lying.',
  delegation_invalid: 'Shows a wallet signature that is too old, for another site, or false.',
  proof_invalid:
    'The connection does not end at this person: somebody in between, perhaps the server, may be trying to listen in. Nothing that you write goes there. Reload the page to try again; if it comes again, use another network, or meet at a server that you trust.',
  no_ticket:
    'Has shown no gatekeeper’s ticket in time that says that they hold what this room asks for. It is tried again.',
  not_admitted: 'Is no member of this room, and showed nothing that would make one.',
  removed: 'Is no member of this room any more.',
  unfulfilled:
    'Your own wallet’s chain says that their wallet does not hold what this room asks for: the gatekeeper lied or is behind, so your browser does not talk to them, and shows nothing that they say. It asks again every 10 minutes.',
  entry_forged: 'Sent a message with a false signature and was cut off.',
  flood: 'Sent far too much at once and was cut off.',
};

const REFUSAL_WORDS: Record<PeerRefusal, string> = {
  text_empty: 'There is nothing to send yet: write something first.',
  text_too_long: 'That is longer than a message may be (8 KiB). Split it into several.',
  too_fast: 'That was faster than 10 messages a second. Wait a moment and send it again.',
  mark_invalid: 'That is no single emoji.',
  delegation_ended:
    'The permission that your wallet gave this browser has ended, so nobody would take it. Leave the room and enter again to sign anew.',
  not_signed: 'This browser could not sign the message, so it was not sent. Reload the page.',
  left: 'You have left the room. Enter again to speak.',
  not_allowed:
    'That is not for you to do here: the room’s owner, and for some things its moderators, may. Ask one of them.',
  muted:
    'You are muted in this room for now, so nobody would see it. Its owner or a moderator can end that.',
  slow: 'This room has everybody wait between two messages. Send it again in a moment.',
  not_member:
    'You are no member of this room, so nobody would take it. Ask a member for an invitation link.',
  letter_to_self:
    'That is your own account: what you write privately goes to somebody else. Choose another person.',
  letter_unreachable:
    'There is no device of that account here that it could be sealed for. It can be written to once it is in this room while you are, or has said something here lately, signed in by a wallet.',
  letter_closed:
    'A letter did not open with what your wallet found: it was sealed for another place, another person or another time, or this browser does not keep it any more. Whoever wrote it can write it again.',
  letter_unsealed:
    'What you wrote privately could not be sealed for any device of that account, so it was not sent. Try again once that person has come in anew.',
};

const CODE_REFUSAL_WORDS: Record<PeerCodeRefusal, string> = {
  malformed:
    'That code is damaged, or of another version of TropiChat. Copy all of it once more, or ask for a new one.',
  wrong_room: 'That code is for another room than this one. Ask for one of this room.',
  expired:
    'That code is too old: it was good for 10 minutes. Ask for a new one. If it is new, the clock here or there is wrong.',
  used: 'That code was used before, or answers an invitation that this page did not make. Make a new invitation.',
  own: 'That code is your own: send it to the other person.',
  forged:
    'That code was changed on its way: its signature is wrong. Ask for a new one, and have it sent another way.',
};

const DENIAL_WORDS: Record<PeerDenial, string> = {
  not_invited:
    'This room is only for its members, and this browser has no key to it. Ask a member for an invitation link and open it here; or, if you were in with another browser, restore a backup that you saved there.',
  invitation_over:
    'This invitation is over: its time has passed, or it was withdrawn. Ask a member for a new link. If it is new, the clock here or there is wrong.',
  invitation_used:
    'This invitation was used as often as it could be, or was taken back; or nobody who is here has heard of it yet. Try again later, or ask a member for a new link.',
  banned:
    'You are banned from this room, so nobody lets you in. Its owner or a moderator can end that.',
  full: 'This room has as many members as it may have. Ask its owner to make room for more, then open the link again.',
  no_ticket:
    'This room is for whoever holds what it asks for, and members have seen no gatekeeper’s word in time that your wallet does. If it does, try again in a minute: the server here may not be able to ask the chain just now.',
  contract:
    'Your wallet is a contract. A room that belongs to somebody takes such wallets only where it asks wallets to hold something, since its gatekeeper then says for all alike whose they are; this room asks for nothing. Choose an account that signs with a key.',
  wrong_key:
    'The key in this link is not the room’s: the link was changed, or made up. Ask a member for a new one.',
  record_wrong:
    'What was sent as this room’s record is not what its id stands for, or its signatures are false. Check the link; if it is right, try again when other members are here.',
};

const REMOVED_WORDS =
  'You are no member of this room any more: its owner or a moderator removed you, or whoever let you in. What this browser keeps of it stays. To come in again you need a new invitation link.';

const BANNED_WORDS =
  'You were banned from this room by its owner or a moderator. What this browser keeps of it stays. Only they can let you in again.';

export const WITHDRAWN_WORDS =
  'Another device of yours withdrew this one from the room, so it is given none of the room’s keys any more. What it keeps stays. To use it here again, delete what it keeps of the site, and come in anew by an invitation link.';

export const denialWords = (code: PeerDenial): string => DENIAL_WORDS[code];

const LAPSED_WORDS =
  'The room’s gatekeeper says that your wallet no longer holds what this room asks for, or could not find out for 20 minutes, so you are no member any more. What this browser keeps of it stays. Once it is seen to hold it, you can come in again.';

const REMOVAL_WORDS: Record<'removed' | 'banned' | 'lapsed', string> = {
  removed: REMOVED_WORDS,
  banned: BANNED_WORDS,
  lapsed: LAPSED_WORDS,
};

export const removalWords = (why: 'removed' | 'banned' | 'lapsed'): string => REMOVAL_WORDS[why];

export const codeRefusalWords = (code: PeerCodeRefusal): string => CODE_REFUSAL_WORDS[code];

export const endWords = (end: PeerLinkEnd): string => END_WORDS[end];

/** Whether something is refused only some time after it was asked for. */
export const comesLate = (code: PeerRefusal): boolean =>
  ['not_signed', 'letter_unsealed', 'letter_closed'].includes(code);

export const refusalWords = (code: PeerRefusal): string => REFUSAL_WORDS[code];

export const INCOMPATIBLE_WORDS =
  'Uses a page that speaks an older protocol: you can see each other, but not talk.';

export const CLEARING_WORDS =
  'This deletes what this browser keeps of the room, and does not want it back. What others keep stays with them.';

export const CLEARING_KEYS_WORDS =
  'This deletes what this browser keeps of the room, and with it the room’s keys and its law. What others keep stays with them. To come in again you need a new invitation link, or a backup that holds the room’s keys; whoever owns a room and has neither can never lead it again.';
