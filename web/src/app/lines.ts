import type { Place } from '../history/contract.ts';
import { comparePlaces } from '../history/places.ts';
import type { ChatMessage } from '../session/contract.ts';
import type { Hiding } from './law.ts';
import type { Words } from './words.ts';

export type Tone = 'join' | 'leave' | 'rename' | 'info' | 'problem';

export interface MessageLine {
  readonly kind: 'message';
  readonly key: string;
  readonly timeMillis: number;
  readonly message: ChatMessage;
  /** Why it is not shown; null where it is. */
  readonly hiding: Hiding | null;
}

export interface NoticeLine {
  readonly kind: 'notice';
  /** The message that it came behind; null where there was none. */
  readonly behind: string | null;
  readonly key: string;
  readonly timeMillis: number;
  readonly tone: Tone;
  readonly words: Words;
}

/** The list of commands, where somebody asked for it. */
export interface HelpLine {
  readonly kind: 'help';
  readonly behind: string | null;
  readonly key: string;
  readonly timeMillis: number;
}

/** One line of the room's log on this screen. */
export type Line = MessageLine | NoticeLine | HelpLine;

/** A line of this screen's own, which nobody else has. */
export type OwnLine = NoticeLine | HelpLine;

/** Messages loaded at a time: a screen or two. */
export const PAGE = 50;

/** Messages that the screen holds: what is scrolled away far enough is loaded again when it is wanted. */
export const MESSAGES_MAX = 200;

/** So many stay once there are too many: what goes from above moves all that is below it, so it does not go one by one. */
export const MESSAGES_KEPT = 150;

/** Lines of its own that the screen keeps; the oldest go first. */
export const OWN_LINES_MAX = 500;

/** A stretch of the room's messages in their order. */
export interface Stretch {
  readonly messages: readonly ChatMessage[];
  /** There may be more before it, and behind it. */
  readonly older: boolean;
  readonly newer: boolean;
}

export const NOTHING: Stretch = { messages: [], older: false, newer: false };

/** A stretch with messages put in at their places; where it becomes too long, it loses those at the far end. */
export function withMessages(
  stretch: Stretch,
  added: readonly ChatMessage[],
  keep: 'older' | 'newer',
  kept = MESSAGES_MAX,
): Stretch {
  const messages = merged(stretch.messages, added);
  if (messages.length <= MESSAGES_MAX) return { ...stretch, messages };
  return keep === 'newer'
    ? { ...stretch, messages: messages.slice(-kept), older: true }
    : { ...stretch, messages: messages.slice(0, kept), newer: true };
}

function merged(
  there: readonly ChatMessage[],
  added: readonly ChatMessage[],
): readonly ChatMessage[] {
  const [first] = added;
  const last = there.at(-1);
  // While people talk, one comes behind all others.
  if (added.length === 1 && first && last && comparePlaces(first.place, last.place) > 0) {
    return [...there, first];
  }
  const byId = new Map(there.map((message) => [message.id, message]));
  for (const message of added) byId.set(message.id, message);
  return [...byId.values()].sort((one, other) => comparePlaces(one.place, other.place));
}

/**
 * Whether what comes anywhere up to a place shows on a stretch: at its place, or in the words that an answer quotes. A
 * stretch that does not fill the screen takes all that there is.
 */
export function shows({ messages }: Stretch, upTo: Place): boolean {
  const [first] = messages;
  if (first === undefined || messages.length < PAGE) return true;
  return comparePlaces(upTo, first.place) >= 0 || messages.some(({ reply }) => reply !== null);
}

export function withOwnLine(lines: readonly OwnLine[], line: OwnLine): readonly OwnLine[] {
  return [...lines.slice(Math.max(0, lines.length + 1 - OWN_LINES_MAX)), line];
}

/**
 * All lines: messages, each followed by what came behind it.
 *
 * @param hidingOf why a message is not to be shown
 */
export function linesOf(
  { messages }: Stretch,
  own: readonly OwnLine[],
  hidingOf: (message: ChatMessage) => Hiding | null = () => null,
): readonly Line[] {
  const here = new Set(messages.map(({ id }) => id));
  const behind = new Map<string | null, OwnLine[]>();
  for (const line of own) {
    // What came behind a message that is no longer on the screen has gone with it.
    if (line.behind !== null && !here.has(line.behind)) continue;
    behind.set(line.behind, [...(behind.get(line.behind) ?? []), line]);
  }
  const lines: Line[] = [...(behind.get(null) ?? [])];
  for (const message of messages) {
    const { id, timeMillis } = message;
    const hiding = hidingOf(message);
    lines.push({ kind: 'message', key: id, timeMillis, message, hiding });
    lines.push(...(behind.get(id) ?? []));
  }
  return lines;
}

/** Successive lines that are drawn together. */
export interface Block {
  readonly key: number;
  readonly lines: readonly Line[];
  /** The line before its first. */
  readonly before: Line | undefined;
}

/** Lamport times of a block: about as many messages. */
const BLOCK_LAMPORTS = 32;

/** Where a block ends lies in the messages' own places: whatever comes or goes, the others keep their blocks. */
export function blocksOf(lines: readonly Line[]): readonly Block[] {
  const blocks: (Block & { readonly lines: Line[] })[] = [];
  let before: Line | undefined;
  for (const line of lines) {
    const last = blocks.at(-1);
    // A line of this screen's own goes with what it came behind.
    const key =
      line.kind === 'message'
        ? Math.floor(line.message.place.lamport / BLOCK_LAMPORTS)
        : (last?.key ?? -1);
    if (last?.key === key) last.lines.push(line);
    else blocks.push({ key, before, lines: [line] });
    before = line;
  }
  return blocks;
}

/** Lines are made anew with the log, messages only when something about them changed. */
export function isSame(one: Line | undefined, other: Line | undefined): boolean {
  return (
    one === other ||
    (one?.kind === 'message' &&
      other?.kind === 'message' &&
      one.message === other.message &&
      one.hiding === other.hiding)
  );
}

/** Messages of one author this close together share one heading. */
const GROUP_MILLIS_MAX = 5 * 60_000;

/** True when the line needs no heading of its own, because the one before has the same author and is close in time. */
export function continues(previous: Line | undefined, line: Line): boolean {
  if (previous?.kind !== 'message' || line.kind !== 'message') return false;
  const before = previous.message;
  const { message } = line;
  const gap = message.timeMillis - before.timeMillis;
  return (
    previous.hiding === null &&
    line.hiding === null &&
    !before.action &&
    !message.action &&
    message.reply === null &&
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
  return dayOf(previous) !== dayOf(line);
}

/** A number of its own for each day: every line of a block is asked for its day when one of them changes. */
function dayOf({ timeMillis }: Line): number {
  const date = new Date(timeMillis);
  return (date.getFullYear() * 12 + date.getMonth()) * 31 + date.getDate();
}
