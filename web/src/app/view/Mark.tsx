import type { ContractWord, Proof } from '../../session/contract.ts';
import { contractWordOf, contractWords, gatekeeperWords } from '../contract-words.ts';
import * as state from '../state.ts';
import { proofWords } from '../words.ts';

interface MarkProps {
  readonly proof: Proof;
  readonly account: string;
  /** did:key of the session that is shown. */
  readonly session: string | null;
  readonly full?: boolean;
}

/** Whether a wallet vouches for somebody: a sign and words. */
export function Mark({ proof, account, session, full }: MarkProps) {
  const word = contractWordOf(account, session);
  if (proof === 'none') return <Unverified word={word} />;
  const isVouched = state.law.value !== null && word !== null && word !== 'chain';
  if (isVouched) return <Doubtful words="by the gatekeeper’s word" title={gatekeeperWords(word)} />;
  return (
    <span class="mark verified" title={proofWords(proof)}>
      <span aria-hidden="true">✓</span>
      <span class={full ? '' : 'sr-only'}> verified</span>
    </span>
  );
}

function Unverified({ word }: { readonly word: ContractWord | null }) {
  if (word === null) return <Doubtful words="unverified" title={proofWords('none')} isPlain />;
  const words = word === 'server' ? 'by the server’s word' : 'unverified';
  return <Doubtful words={words} title={contractWords(word)} />;
}

interface DoubtfulProps {
  readonly words: string;
  readonly title: string;
  /** Whether the words say it all. */
  readonly isPlain?: boolean;
}

function Doubtful({ words, title, isPlain }: DoubtfulProps) {
  return (
    <span class="mark unverified" title={title}>
      <span aria-hidden="true">? </span>
      {words}
      {!isPlain && <span class="sr-only">. {title}</span>}
    </span>
  );
}
