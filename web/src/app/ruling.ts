/** What people want to be different in a room that belongs to somebody, and what they do about others for themselves. */
import { forgetRoom } from '../rooms/known.ts';
import type { ChatMessage, Decree } from '../session/contract.ts';
import { enter, refusalWords, sessionInRoom } from './actions.ts';
import { notice } from './hear.ts';
import type { Power } from './law.ts';
import { askedWords, powerWords } from './law-words.ts';
import { loadPreferences, savePreferences } from './preferences.ts';
import * as state from './state.ts';

/** Null when done, else why not, in words. */
export function decree(decree: Decree): string | null {
  return refusalWords(sessionInRoom()?.decree(decree));
}

/** The same, from where there is no place for words but the log. */
export function decreeAtOnce(wanted: Decree): void {
  const refusal = decree(wanted);
  if (refusal !== null) notice('problem', [refusal]);
}

/** Asks once, where others feel it, or it does not come back. */
export function askToRule(power: Exclude<Power, 'mute'>, { account, name }: state.Shown): void {
  const { value: law } = state.law;
  if (power === 'unmute' || law === null) {
    decreeAtOnce({ op: power, account });
    return;
  }
  state.asking.value = {
    title: [`${powerWords(power)}: `, { name }],
    words: askedWords(power, name, law),
    yes: powerWords(power),
    act: () => decree({ op: power, account }),
  };
}

export function mute(account: string, millis: number): void {
  decreeAtOnce({ op: 'mute', account, untilMillis: Date.now() + millis });
}

export function askToStrike({ id, name }: ChatMessage): void {
  state.asking.value = {
    title: ['Take back a message of ', { name }],
    words: [
      'Nobody is shown it any more, and that cannot be undone. Whoever has read it has read it, and what browsers keep of it they keep.',
    ],
    yes: 'Take it back for everybody',
    act: () => decree({ op: 'strike', id }),
  };
}

/** For this person alone: nobody else learns of it. */
export function muteForMe(account: string, muted: boolean): void {
  // Another tab may have changed it.
  const others = loadPreferences().mutedForMe.filter((each) => each !== account);
  const now = muted ? [...others, account] : others;
  state.mutedForMe.value = new Set(now);
  savePreferences({ mutedForMe: now });
}

/** Enters a room that this browser keeps, as the form says. */
export function enterOwn(room: string): void {
  state.roomWanted.value = room;
  void enter();
}

/** Deletes all that this browser has of a room. */
export function askToForget(room: { readonly id: string; readonly name: string }): void {
  state.asking.value = {
    title: ['Forget ', { name: room.name }],
    words: [
      'This deletes what this browser keeps of the room: its key, its law and its messages. You come in again only by a new invitation, or with a backup; a room that is yours alone is lost. What others keep stays with them.',
    ],
    yes: 'Forget the room',
    act: async () => {
      try {
        await forgetRoom(room.id);
      } catch {
        return 'This browser could not delete all of it. Try again; if it stays, delete the data of this site in the browser’s settings.';
      }
      state.ownRoomsChanged.value++;
      return null;
    },
  };
}

/** Gives up being a member, of which the room hears. */
export function askToLeaveForGood(): void {
  state.asking.value = {
    title: ['Leave the room for good'],
    words: [
      'You are no member any more, and have to be let in anew to come again. What this browser keeps of the room stays until you forget it.',
    ],
    yes: 'Leave for good',
    act: () => decree({ op: 'leave' }),
  };
}

export function askToWithdraw(did: string, name: string): void {
  state.asking.value = {
    title: ['Withdraw ', { name }],
    words: [
      'This device gets no more of the room’s secrets, so it cannot read what is said from then on. What it has read it has.',
    ],
    yes: 'Withdraw it',
    act: () => decree({ op: 'withdraw', did }),
  };
}
