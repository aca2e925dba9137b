/** Words about what is between two alone. */
import type { ChatMessage, Conversation } from '../session/contract.ts';
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

/** The last letter, as the list has it. */
export function lastWords({ closed, retracted, text }: ChatMessage): string {
  if (closed) return '(sealed to your wallet)';
  return retracted ? '(taken back)' : text;
}

/**
 * Who can read it, and what others learn of it all the same.
 *
 * @param toWallet whether the other's wallet opens it, too
 */
export function readersWords(name: string, isClosed: boolean, toWallet: boolean): Words {
  const others = isClosed ? 'The other members' : 'Others, and archives of the room,';
  return [
    'Only you and ',
    { name },
    ' can read this, on the devices on which each of you has come into this room',
    ...(toWallet ? [', and ', { name }, ' on any device that has their wallet'] : []),
    '. ',
    `${others} keep it sealed, so that it reaches even somebody who is away: they see that one of you wrote to the other, when, and how long it is.`,
  ];
}
