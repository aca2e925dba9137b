/** What the person at this page shows besides name and colour. */
import type { AvatarAnswer, Card } from '../session/contract.ts';
import { refusalWords, sessionInRoom } from './actions.ts';
import { savePreferences } from './preferences.ts';
import * as state from './state.ts';

/** Null when it was taken, else why not. */
export function chooseCard(card: Card): string | null {
  const session = sessionInRoom();
  const { name, color } = state.self.value ?? { name: '', color: '' };
  const refusal = refusalWords(session?.setProfile(name, color, card));
  if (refusal !== null) return refusal;
  state.card.value = card;
  savePreferences({ card });
  return null;
}

/** What others would see; null where nobody can tell. */
export async function tryAvatar(account: string, avatar: string): Promise<AvatarAnswer | null> {
  const ways = sessionInRoom()?.ways ?? null;
  return ways?.tellsAvatars === true ? ways.avatar(account, avatar) : null;
}
