import { batch } from '@preact/signals';
import type { Member, SessionEvent, SessionStatus } from '../session/contract.ts';
import { hearContractWord } from './contract-words.ts';
import { hearLaw, hearNames } from './hear-law.ts';
import { onAmended, onDropped, onErased, onLate, onMessage } from './history.ts';
import { strangeSessions } from './known-sessions.ts';
import { letterCameWords } from './letter-words.ts';
import { onLetterAmended, onLetters } from './letters.ts';
import { type OwnLine, type Tone, withOwnLine } from './lines.ts';
import * as state from './state.ts';
import type { Words } from './words.ts';

let lineNumber = 0;

/** A key for a line that is no message: unlike any content identifier. */
const nextKey = (): string => `line-${++lineNumber}`;

function show(line: OwnLine): void {
  state.ownLines.value = withOwnLine(state.ownLines.value, line);
}

const lastMessage = (): string | null => state.stretch.value.messages.at(-1)?.id ?? null;

export function notice(tone: Tone, words: Words): void {
  const timeMillis = Date.now();
  show({ kind: 'notice', key: nextKey(), behind: lastMessage(), timeMillis, tone, words });
}

export function showHelp(): void {
  show({ kind: 'help', key: nextKey(), behind: lastMessage(), timeMillis: Date.now() });
}

/** Draws what the session tells. */
export function hear(event: SessionEvent): void {
  switch (event.type) {
    case 'status':
      hearStatus(event.status);
      break;
    case 'opened':
      // Whoever comes back is shown the rest: actions.ts.
      void onLetters();
      break;
    case 'letters':
      void hearLetters();
      break;
    case 'members':
      hearMembers(event.members, event.size);
      break;
    case 'joined':
      notice('join', [{ name: event.member.name }, ' came in']);
      break;
    case 'left':
      notice('leave', [{ name: event.member.name }, ' left']);
      break;
    case 'refused':
      hearRefused(event.member);
      break;
    case 'renamed':
      hearRenamed(event.formerName, event.member.name);
      break;
    case 'message':
      onMessage(event.message);
      break;
    case 'late':
      void onLate(event.upTo);
      break;
    case 'amended':
      void onAmended(event.id);
      onLetterAmended(event.id);
      break;
    case 'erased':
      void onErased(new Set(event.ids));
      void onLetters();
      break;
    case 'gate':
    case 'law':
      hearLaw(event);
      break;
    case 'catchingUp':
      state.catchingUp.value = event.come === event.of ? null : { come: event.come, of: event.of };
      break;
    case 'dropped':
      void hearDropped(event.belowLamport, event.elsewhere);
      break;
    case 'contract':
      hearContractWord(event.account, event.session, event.word);
      break;
    case 'storage':
      state.storageProblem.value = event.words;
      break;
    case 'problem':
      state.problem.value = event.text;
      notice('problem', [event.text]);
      break;
  }
}

function hearMembers(members: readonly Member[], size: number): void {
  batch(() => {
    state.members.value = members;
    state.size.value = size;
  });
  hearNames(members);
  hearSessions(members);
}

function hearStatus(status: SessionStatus): void {
  if (status === 'entered' || status === 'unserved') state.problem.value = null;
  if (status !== state.status.value) state.statusSinceMillis.value = Date.now();
  state.status.value = status;
}

function hearRenamed(former: string, now: string): void {
  notice('rename', [{ name: former }, ' is now called ', { name: now }]);
}

async function hearLetters(): Promise<void> {
  for (const conversation of await onLetters()) notice('info', letterCameWords(conversation));
}

/** Not before the room is shown: the words would stand above all that was said. */
function hearSessions(members: readonly Member[]): void {
  if (state.stage.value.at !== 'room') return;
  for (const { name } of strangeSessions(members)) {
    notice('problem', [
      { name },
      ' is here by a session that this browser has not seen before: another device, another window, or somebody else with that wallet. If it matters who it is, open “⋯” beside the name and compare safety numbers.',
    ]);
  }
}

function hearRefused({ name, reason }: Member): void {
  // In the log as well: on a phone, the list that says so too is closed most of the time.
  notice('problem', ['No link with ', { name }, '. ', reason ?? '']);
}

async function hearDropped(belowLamport: number, elsewhere: boolean): Promise<void> {
  await onDropped(belowLamport);
  void onLetters();
  if (elsewhere) {
    notice('info', ['The history of this room was deleted in another tab of this browser.']);
  }
}
