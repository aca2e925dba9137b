import { batch } from '@preact/signals';
import { Pace } from '../pace.ts';
import type { ChatMessage, Member, SessionEvent, SessionStatus } from '../session/contract.ts';
import { hearContractWord } from './contract-words.ts';
import { hearLaw, hearNames } from './hear-law.ts';
import { onAmended, onDropped, onErased, onLate, onMessage } from './history.ts';
import { strangeSessions } from './known-sessions.ts';
import { letterCameWords } from './letter-words.ts';
import { onLetterAmended, onLetters } from './letters.ts';
import { type OwnLine, type Tone, withOwnLine } from './lines.ts';
import * as state from './state.ts';
import type { Words } from './words.ts';

/**
 * Where many are typing and talking, who is typing is shown anew as seldom as this, and together with what comes: drawing
 * twice takes the browser twice as long.
 */
const TYPING_EVERY_MILLIS = 500;

/** So many times in a row it need not wait: somebody begins to type, and has sent it. */
const TYPING_BURST = 2;

let lineNumber = 0;
let typing: ReadonlySet<string> = new Set();
const typingPace = new Pace(showTyping, TYPING_EVERY_MILLIS, TYPING_BURST);

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
    case 'left':
    case 'refused':
    case 'renamed':
      hearPerson(event);
      break;
    case 'typing':
      hearTyping(event.ids);
      break;
    case 'messages':
      hearMessages(event.messages);
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

function hearPerson(
  event: Extract<SessionEvent, { type: 'joined' | 'left' | 'refused' | 'renamed' }>,
): void {
  const { name } = event.member;
  switch (event.type) {
    case 'joined':
      notice('join', [{ name }, ' came in']);
      break;
    case 'left':
      notice('leave', [{ name }, ' left']);
      break;
    case 'refused':
      // In the log as well: on a phone, the list that says so too is closed most of the time.
      notice('problem', ['No link with ', { name }, '. ', event.member.reason ?? '']);
      break;
    case 'renamed':
      notice('rename', [{ name: event.formerName }, ' is now called ', { name }]);
      break;
  }
}

function hearTyping(ids: ReadonlySet<string>): void {
  typing = ids;
  typingPace.soon();
}

function hearMessages(messages: readonly ChatMessage[]): void {
  batch(() => {
    typingPace.now();
    for (const message of messages) onMessage(message);
  });
}

function showTyping(): void {
  // A set that is another one, and empty as well, would have the words drawn anew.
  if (typing.size + state.typing.value.size > 0) state.typing.value = typing;
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
  if (status === 'left') hearTyping(new Set());
  if (status !== state.status.value) state.statusSinceMillis.value = Date.now();
  state.status.value = status;
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

async function hearDropped(belowLamport: number, elsewhere: boolean): Promise<void> {
  await onDropped(belowLamport);
  void onLetters();
  if (elsewhere) {
    notice('info', ['The history of this room was deleted in another tab of this browser.']);
  }
}
