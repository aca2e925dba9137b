import type { ContractWord, Proof } from '../../session/contract.ts';
import { contractWordOf, contractWords } from '../contract-words.ts';
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
  if (proof === 'none') return <Unverified word={contractWordOf(proof, account, session)} />;
  return (
    <span class="mark verified" title={proofWords(proof)}>
      <span aria-hidden="true">✓</span>
      <span class={full ? '' : 'sr-only'}> verified</span>
    </span>
  );
}

function Unverified({ word }: { readonly word: ContractWord | null }) {
  const title = word === null ? proofWords('none') : contractWords(word);
  return (
    <span class="mark unverified" title={title}>
      <span aria-hidden="true">? </span>
      {word === 'server' ? 'by the server’s word' : 'unverified'}
      {word !== null && <span class="sr-only">. {title}</span>}
    </span>
  );
}
