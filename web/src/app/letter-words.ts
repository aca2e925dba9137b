/** Words about what is between two alone. */
import type { Conversation } from '../session/contract.ts';
import * as state from './state.ts';
import { shortAddress, type Words } from './words.ts';

/** As the other is called now, or was last. */
export function correspondentName({ account, name }: Conversation): string {
  return state.names.value.get(account) ?? name ?? shortAddress(account);
}

export const unreadLettersWords = (unread: number): string => `${unread} unread`;

export function letterCameWords(conversation: Conversation): Words {
  return [
    { name: correspondentName(conversation) },
    ' wrote to you privately. You find it among the people, under “Privately”.',
  ];
}

/** Who can read it, and what others learn of it all the same. */
export function readersWords(name: string, isClosed: boolean): Words {
  const others = isClosed ? 'The other members' : 'Others, and archives of the room,';
  return [
    'Only you and ',
    { name },
    ' can read this, on the devices on which each of you has come into this room. ',
    `${others} keep it sealed, so that it reaches even somebody who is away: they see that one of you wrote to the other, when, and how long it is.`,
  ];
}
