/** What this account and others have written to one another, as far as it is on the screen. */
import { batch } from '@preact/signals';
import type { Conversation } from '../session/contract.ts';
import { history } from './history.ts';
import { PAGE } from './lines.ts';
import * as state from './state.ts';

/** Letters on the screen: it holds a few more each time somebody asks for earlier ones. */
let shownCount = PAGE;
let loading: Promise<void> = Promise.resolve();
/** A look that has not begun sees all that has come until then. */
let waiting: Promise<readonly Conversation[]> | null = null;

/** Letters have come, or changed. Answers the conversations in which more is unread than before. */
export function onLetters(): Promise<readonly Conversation[]> {
  waiting ??= loading.then(() => {
    waiting = null;
    return look();
  });
  loading = waiting.then(
    () => {},
    () => {},
  );
  return waiting;
}

async function look(): Promise<readonly Conversation[]> {
  const source = history();
  if (source === null) return [];
  const { value: open } = state.letters;
  const [conversations, messages] = await Promise.all([
    source.conversations(),
    open === null ? [] : source.letters(open.account, shownCount),
  ]);
  // Somebody may have left meanwhile, or opened another conversation.
  if (history() !== source) return [];
  const before = state.conversations.value;
  batch(() => {
    state.conversations.value = conversations;
    if (open !== null && state.letters.value?.account === open.account) {
      state.letters.value = { ...open, messages, older: messages.length === shownCount };
    }
  });
  noteReadLetters();
  // Whoever comes in sees what waits by the list.
  return before === null ? [] : state.conversationsSeen.value.filter(isNews(before));
}

function isNews(before: readonly Conversation[]): (now: Conversation) => boolean {
  const unread = new Map(before.map((each) => [each.account, each.unread]));
  return (now) =>
    now.unread > (unread.get(now.account) ?? 0) && now.account !== state.letters.value?.account;
}

/** A message may be a letter that is on the screen, or the last of a conversation. */
export function onLetterAmended(id: string): void {
  if (state.letters.value?.messages.some((message) => message.id === id)) void onLetters();
}

export function openLetters(account: string, name: string): void {
  shownCount = PAGE;
  batch(() => {
    state.drawerOpen.value = false;
    state.shown.value = null;
    state.letters.value = { account, name, messages: [], older: false };
  });
  void onLetters();
}

export function closeLetters(): void {
  batch(() => {
    state.letters.value = null;
    if (state.writingTo.value?.message.with != null) state.writingTo.value = null;
  });
}

export function showOlderLetters(): void {
  shownCount += PAGE;
  void onLetters();
}

/** What is on the screen of somebody who looks has been read. */
export function noteReadLetters(): void {
  const { value: open } = state.letters;
  const last = open?.messages.at(-1);
  if (open === null || last === undefined || !state.attention.value.visible) return;
  const read = state.conversations.value?.find(({ account }) => account === open.account);
  if (read === undefined || read.unread === 0) return;
  void history()
    ?.setReadLetters(open.account, last.place)
    .then(() => onLetters());
}
