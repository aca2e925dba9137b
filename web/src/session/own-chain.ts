/** The chain that the person's wallet is on, where it can be asked; what asks it is loaded with the first question. */
import type { Rechecks, Suspicion } from './rechecks.ts';
import type { WalletChain } from './wallet-contract.ts';

/** Whether a wallet lacks what a room asks for, by this chain; false where nobody can tell. */
export type Lacks = (suspicion: Suspicion) => Promise<boolean>;

export function lacksBy(chain: WalletChain | null): Lacks {
  let rechecks: Promise<Rechecks> | null = null;
  return async (suspicion) => {
    if (chain === null) return false;
    try {
      rechecks ??= import('./rechecks.ts').then((module) => new module.Rechecks(chain));
      return await (await rechecks).lacks(suspicion);
    } catch {
      // It could not be loaded: the next question may find it.
      rechecks = null;
      return false;
    }
  };
}
