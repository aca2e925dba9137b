import type { Proof } from '../../session/contract.ts';
import { proofWords } from '../words.ts';

/** Whether a wallet vouches for somebody: a sign and words. */
export function Mark({ proof, full }: { readonly proof: Proof; readonly full?: boolean }) {
  if (proof === 'none') {
    return (
      <span class="mark unverified" title={proofWords(proof)}>
        <span aria-hidden="true">? </span>unverified
      </span>
    );
  }
  return (
    <span class="mark verified" title={proofWords(proof)}>
      <span aria-hidden="true">✓</span>
      <span class={full ? '' : 'sr-only'}> verified</span>
    </span>
  );
}
