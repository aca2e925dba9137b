import { batch } from '@preact/signals';
import type { SessionEvent } from '../session/contract.ts';
import { append, type Line, type Tone } from './lines.ts';
import * as state from './state.ts';
import { unreadAfterLine } from './unread.ts';
import type { Words } from './words.ts';

let lineNumber = 0;

/** A key for a line that is no message: unlike any content identifier. */
const nextKey = (): string => `line-${++lineNumber}`;

export function show(line: Line): void {
  batch(() => {
    state.lines.value = append(state.lines.value, line);
    state.unread.value = unreadAfterLine(state.unread.value, line, state.attention.value);
  });
}

export function notice(tone: Tone, words: Words): void {
  show({ kind: 'notice', key: nextKey(), timeMillis: Date.now(), tone, words });
}

export function showHelp(): void {
  show({ kind: 'help', key: nextKey(), timeMillis: Date.now() });
}

/** Draws what the session tells. */
export function hear(event: SessionEvent): void {
  switch (event.type) {
    case 'status':
      if (event.status === 'entered' || event.status === 'unserved') state.problem.value = null;
      state.status.value = event.status;
      break;
    case 'members':
      batch(() => {
        state.members.value = event.members;
        state.size.value = event.size;
      });
      break;
    case 'joined':
      notice('join', [{ name: event.member.name }, ' came in']);
      break;
    case 'left':
      notice('leave', [{ name: event.member.name }, ' left']);
      break;
    case 'refused':
      // In the log as well: on a phone, the list that says so too is closed most of the time.
      notice('problem', [
        'No link with ',
        { name: event.member.name },
        '. ',
        event.member.reason ?? '',
      ]);
      break;
    case 'renamed':
      notice('rename', [
        { name: event.formerName },
        ' is now called ',
        { name: event.member.name },
      ]);
      break;
    case 'message': {
      const { message } = event;
      show({ kind: 'message', key: message.id, timeMillis: message.timeMillis, message });
      break;
    }
    case 'problem':
      state.problem.value = event.text;
      notice('problem', [event.text]);
      break;
  }
}
