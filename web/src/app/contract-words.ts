/**
 * What is said of people whose wallets are contracts. Core takes them for proven only where this page has asked their chain,
 * or where the room's law takes a gatekeeper's word.
 */
import type { ContractWord } from '../session/contract.ts';
import * as state from './state.ts';

/** Words that are remembered, those heard first forgotten first. A guess. */
const WORDS_MAX = 1_000;

/** Of whom a word is: an account, and the session that its wallet is said to have let speak for it. */
const keyOf = (account: string, session: string | null): string => `${account} ${session}`;

export function hearContractWord(account: string, session: string, word: ContractWord): void {
  const words = new Map(state.contractWords.value);
  words.delete(keyOf(account, session));
  words.set(keyOf(account, session), word);
  const [oldest] = words.keys();
  if (words.size > WORDS_MAX && oldest !== undefined) words.delete(oldest);
  state.contractWords.value = words;
}

/** The word on somebody; null where the wallet is no contract. */
export function contractWordOf(account: string, session: string | null): ContractWord | null {
  return state.contractWords.value.get(keyOf(account, session)) ?? null;
}

/** For whoever is not proven. */
export function contractWords(word: ContractWord): string {
  switch (word) {
    case 'server':
      return 'Only the server says that this wallet, a contract, signed for this person. Your browser could not ask the chain itself: with a wallet on that chain it could.';
    case 'nobody':
      return 'Unverified: this wallet is a contract, and neither your wallet nor the server could ask its chain whether it signed.';
    case 'no':
      return 'Unverified: this wallet is a contract, which does not say, or no longer, that it signed for this person.';
    case 'chain':
      return 'Unverified when this came; by now the wallet’s chain says that it signed for this person.';
  }
}

/** For whoever is proven by a gatekeeper's word. */
export function gatekeeperWords(word: ContractWord): string {
  const said =
    'This wallet is a contract, and the room’s gatekeeper says that it signed for this person, which counts for all who are here.';
  return word === 'no'
    ? `${said} When your browser asks the contract, it does not say so, or no longer.`
    : `${said} Your browser could not ask its chain itself: with a wallet on that chain it could.`;
}
