import type { RefusalCode } from './log.ts';

/** Why a record was refused, and who can mend it. */
export const REFUSED_FOR: Readonly<Record<RefusalCode, string>> = {
  wrong_key: 'signed by a key that is not its owner’s, nor one that the owner’s wallet has allowed',
  false_signature: 'signed falsely: it was changed or made up on the way',
  no_capability: 'signed by a key that the owner’s wallet has not allowed to write there',
  future:
    'signed by a wallet whose clock is ahead; its owner should set the clock and mirror again',
  expired: 'signed by a key whose time is over; its owner should mirror again',
  malformed: 'not in a form that can be read',
  out_of_order: 'out of its place: something before it is missing or was changed',
  too_many: 'behind more records than are read of one stream',
  unfit: 'larger or other than it may be; its owner should mirror again',
};

/** "A later record was refused: …"; null where nothing was. */
export function refusalWords(code: RefusalCode | null, kept: boolean): string | null {
  if (code === null) return null;
  const rest = kept
    ? 'What is shown is the one before it.'
    : 'There is none before it that could be shown.';
  return `The node has a record that is ${REFUSED_FOR[code]}. ${rest}`;
}
