import { useSignal } from '@preact/signals';
import type { ChatMessage } from '../../session/contract.ts';
import * as state from '../state.ts';
import { openByWallet } from '../wallet-letters.ts';
import { Problem } from './Notes.tsx';

/** In place of what a letter says that only the wallet opens here; nothing is opened before the person wants it. */
export default function ClosedLetter({ message }: { readonly message: ChatMessage }) {
  const busy = useSignal(false);
  const problem = useSignal<string | null>(null);
  const open = async (): Promise<void> => {
    busy.value = true;
    problem.value = await openByWallet(message);
    busy.value = false;
  };
  const wallet = state.walletChoice.value.name;
  if (state.walletLetters.value === 'absent') {
    return (
      <p class="hint">
        Written before this device was known, and sealed to your wallet. {wallet} does not open such
        letters here: open it where the wallet does, or on a device that you used then.
      </p>
    );
  }
  return (
    <>
      <p class="hint">Written before this device was known, and sealed to your wallet.</p>
      <button type="button" class="button" disabled={busy.value} onClick={() => void open()}>
        {busy.value ? `Look at ${wallet}: it asks you…` : 'Open with my wallet'}
      </button>
      <Problem words={problem.value} />
    </>
  );
}
