import { gateWords } from '../../gates/words.ts';

/** What a room asks of wallets, below its name. */
export default function GateHead({ rule }: { readonly rule: unknown }) {
  return (
    <p class="gate-head">
      <span aria-hidden="true">🎟 </span>
      Only for whoever has a wallet that <bdi>{gateWords(rule)}</bdi>
    </p>
  );
}
