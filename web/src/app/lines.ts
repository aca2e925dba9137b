import type { ChatMessage } from '../session/contract.ts';
import type { Words } from './words.ts';

export type Tone = 'join' | 'leave' | 'rename' | 'info' | 'problem';

export interface MessageLine {
  readonly kind: 'message';
  readonly key: string;
  readonly timeMillis: number;
  readonly message: ChatMessage;
}

export interface NoticeLine {
  readonly kind: 'notice';
  readonly key: string;
  readonly timeMillis: number;
  readonly tone: Tone;
  readonly words: Words;
}

/** The list of commands, where somebody asked for it. */
export interface HelpLine {
  readonly kind: 'help';
  readonly key: string;
  readonly timeMillis: number;
}

/** One line of the room's log on this screen. */
export type Line = MessageLine | NoticeLine | HelpLine;

/** Lines that the screen keeps; the oldest go first. */
export const LINES_MAX = 2_000;

/** Messages of one author this close together share one heading. */
const GROUP_MILLIS_MAX = 5 * 60_000;

export function append(lines: readonly Line[], line: Line): readonly Line[] {
  return [...lines.slice(Math.max(0, lines.length + 1 - LINES_MAX)), line];
}

/** True when the line needs no heading of its own, because the one before has the same author and is close in time. */
export function continues(previous: Line | undefined, line: Line): boolean {
  if (previous?.kind !== 'message' || line.kind !== 'message') return false;
  const before = previous.message;
  const { message } = line;
  const gap = message.timeMillis - before.timeMillis;
  return (
    !before.action &&
    !message.action &&
    before.author === message.author &&
    before.name === message.name &&
    before.color === message.color &&
    before.proof === message.proof &&
    gap >= 0 &&
    gap <= GROUP_MILLIS_MAX &&
    !startsDay(previous, line)
  );
}

/** True when the line is the first of its day in this browser's time zone; today's lines need no such mark at the top. */
export function startsDay(previous: Line | undefined, line: Line): boolean {
  if (previous === undefined) return false;
  return new Date(previous.timeMillis).toDateString() !== new Date(line.timeMillis).toDateString();
}
