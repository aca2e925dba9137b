/** What people write to one another alone. */
import { refusalWords, sessionInRoom } from './actions.ts';
import { readDraft } from './commands.ts';
import * as state from './state.ts';

/** Sends a draft to whoever the conversation on the screen is with. Null when done; otherwise why not. */
export function submitLetter(text: string): string | null {
  const draft = readDraft(text);
  switch (draft.type) {
    case 'nothing':
      return null;
    case 'mistake':
      return draft.text;
    case 'say':
      return write(draft.text, draft.action);
    default:
      return 'That command is for the room. Close this first; here, only /me and /shrug do something.';
  }
}

function write(text: string, action: boolean): string | null {
  const to = state.letters.value?.account ?? null;
  if (to === null) return null;
  const writing = state.writingTo.value;
  const session = sessionInRoom();
  const refusal = refusalWords(
    writing?.to === 'edit'
      ? session?.edit(writing.message.id, text, to)
      : session?.say(text, action, writing?.message.id ?? null, to),
  );
  if (refusal === null) state.writingTo.value = null;
  return refusal;
}
