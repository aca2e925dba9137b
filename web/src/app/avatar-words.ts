/** Words for pictures of people, and for why there is none. */
import { shortAddress } from './words.ts';

export interface Token {
  readonly chain: string;
  readonly kind: string;
  readonly address: string;
  readonly id: string;
}

const TOKEN = /^eip155:(\d+)\/(erc721|erc1155):(0x[0-9a-f]{40})\/(\d+)$/;

/** Ids that are longer are no numbers that anybody reads. */
const ID_DIGITS_SHOWN = 12;

/** Null for what is the picture of a name. */
export function tokenOf(avatar: string): Token | null {
  const [, chain = '', kind = '', address = '', id = ''] = TOKEN.exec(avatar) ?? [];
  return id === '' ? null : { chain, kind, address, id };
}

/** What somebody wants to be shown as. */
export function avatarWords(avatar: string): string {
  const token = tokenOf(avatar);
  if (token === null) return 'the picture of the wallet’s name in ENS';
  const { id } = token;
  const shown = id.length > ID_DIGITS_SHOWN ? `${id.slice(0, ID_DIGITS_SHOWN)}…` : id;
  return `token ${shown} of ${shortAddress(token.address)}`;
}

/** Why there is no picture, behind what somebody wants to be shown as. */
const REASONS: ReadonlyMap<string, string> = new Map([
  ['not-owned', 'which the wallet does not hold'],
  ['no-avatar', 'but there is none: the wallet has no name, or the name has no picture'],
  ['no-image', 'which names no picture that could be read'],
  ['too-large', 'whose picture is too large to be shown'],
  ['wrong-type', 'whose picture is of a kind that is not shown'],
  ['forbidden', 'whose picture lies where this server does not look: it looks by https alone'],
  ['no-ipfs', 'whose picture is on IPFS, where this server does not look'],
  ['chain-unknown', 'which this server cannot check: it does not ask that chain'],
]);

const UNKNOWN = 'which could not be found just now; that says nothing about the wallet';

/** A sentence about somebody, without its subject. */
export const reasonWords = (avatar: string, reason: string): string =>
  `says to be shown as ${avatarWords(avatar)}, ${REASONS.get(reason) ?? UNKNOWN}.`;
