import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import * as state from '../state.ts';
import { lookAtWallet, shareWallet } from '../wallet-letters.ts';
import { Problem } from './Notes.tsx';

/** Whether letters to this account are sealed to its wallet, too; not shown where the wallet does not offer that. */
export function WalletSwitch() {
  const { value: arriving } = state.arriving;
  const { value: standing } = state.walletLetters;
  const busy = useSignal(false);
  const problem = useSignal<string | null>(null);
  useEffect(() => {
    if (!arriving) void lookAtWallet();
  }, [arriving]);
  if (arriving || !state.walletLettersHere.value) return null;
  const on = standing === 'on';
  const change = async (): Promise<void> => {
    busy.value = true;
    problem.value = await shareWallet(!on);
    busy.value = false;
  };
  return (
    <div class="wallet-switch">
      <p class="hint">
        {on
          ? 'What is written to you privately is sealed to your wallet, too: you can read it on any device that has the wallet.'
          : 'What is written to you privately is sealed to the devices that you have used. One that comes later cannot read it, unless it is sealed to your wallet, too.'}
      </p>
      <button type="button" class="button" disabled={busy.value} onClick={() => void change()}>
        {on ? 'Seal no more to my wallet' : 'Seal to my wallet, too'}
      </button>
      <Problem words={problem.value} />
    </div>
  );
}
