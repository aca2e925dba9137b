/** What people do with letters that their wallet opens. */
import type { ChatMessage } from '../session/contract.ts';
import { sessionInRoom } from './actions.ts';
import { onLetters } from './letters.ts';
import * as state from './state.ts';

const words = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Finds out whether the wallet opens letters; it asks the person nothing. */
export async function lookAtWallet(): Promise<void> {
  state.walletLetters.value = 'absent';
  const session = sessionInRoom();
  const standing = (await session?.walletLetters.standing()) ?? 'absent';
  // Somebody may have left meanwhile.
  if (sessionInRoom() === session) state.walletLetters.value = standing;
}

/** Has letters sealed to the wallet from now on, or not any more. Null when done; otherwise why not. */
export async function shareWallet(on: boolean): Promise<string | null> {
  try {
    await sessionInRoom()?.walletLetters.share(on);
    state.walletLetters.value = on ? 'on' : 'off';
    return null;
  } catch (error) {
    return words(error);
  }
}

/** Null once the wallet has opened its box, and the letter is about to show; otherwise why not. */
export async function openByWallet(letter: ChatMessage): Promise<string | null> {
  try {
    await sessionInRoom()?.walletLetters.open(letter);
    void onLetters();
    return null;
  } catch (error) {
    return words(error);
  }
}

/** Whether what is written to an account can be opened by its wallet, too. */
export function sealsToWallet(account: string): boolean {
  return sessionInRoom()?.walletLetters.sealsTo(account) ?? false;
}
