import type { ChatMessage } from '../session/contract.ts';

/** Where the reader is. */
export interface Attention {
  /** The page is in front. */
  readonly visible: boolean;
  /** The log is scrolled to its end. */
  readonly atEnd: boolean;
}

export const reading = ({ visible, atEnd }: Attention): boolean => visible && atEnd;

/** The count of unread messages after a new one: other people's messages that came while nobody was looking. */
export function unreadAfterMessage(
  unread: number,
  { own }: Pick<ChatMessage, 'own'>,
  attention: Attention,
): number {
  if (reading(attention)) return 0;
  return own ? unread : unread + 1;
}

export function unreadAfterLook(unread: number, attention: Attention): number {
  return reading(attention) ? 0 : unread;
}

/** The title of the page: how many messages wait, then where. */
export function pageTitle(unread: number, room: string | null): string {
  const place = room === null ? 'TropiChat' : `${room} · TropiChat`;
  return unread === 0 ? place : `(${unread}) ${place}`;
}
