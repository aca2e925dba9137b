/** What of the room's history is on the screen: a stretch of messages that goes where the person scrolls or jumps. */
import { batch } from '@preact/signals';
import type { Place } from '../history/contract.ts';
import { comparePlaces, startOf } from '../history/places.ts';
import type { Archives, ChatMessage, History } from '../session/contract.ts';
import { hastyOf, hidingOf } from './law.ts';
import { MESSAGES_KEPT, MESSAGES_MAX, NOTHING, PAGE, shows, withMessages } from './lines.ts';
import * as state from './state.ts';
import { reading, unreadAfterMessage } from './unread.ts';

/** How often it is noted down what was read, at most. */
const READ_MILLIS = 1_000;

let source: () => History | null = () => null;
let archivesSource: () => Archives | null = () => null;
let loading: Promise<void> = Promise.resolve();
/** The last messages that came while this page looked on. */
let recent: readonly ChatMessage[] = [];
/** Up to where the person has emptied the screen, and not asked for it again. */
let cleared: Place | null = null;
let readTimer: ReturnType<typeof setTimeout> | undefined;
let readSince = false;

/** From now on it is this session's history that is shown. */
export function followHistory(history: () => History | null, out: () => Archives | null): void {
  source = history;
  archivesSource = out;
}

/** Nobody's history is shown any more. */
export function forgetHistory(): void {
  clearTimeout(readTimer);
  readTimer = undefined;
  recent = [];
  cleared = null;
  batch(() => {
    state.stretch.value = NOTHING;
    state.ownLines.value = [];
    state.readBefore.value = null;
    state.unreadShown.value = false;
    state.catchingUp.value = null;
    state.storageProblem.value = null;
    state.writingTo.value = null;
    state.search.value = null;
    state.conversations.value = null;
    state.letters.value = null;
  });
}

/** Empties the screen; what was said comes back by scrolling. */
export function clearScreen(): void {
  cleared = state.stretch.value.messages.at(-1)?.place ?? cleared;
  batch(() => {
    state.stretch.value = { ...NOTHING, older: true };
    state.ownLines.value = [];
  });
}

/** One step after the other, so that none works on what another is about to change. */
function load(step: (history: History) => Promise<void>): Promise<void> {
  loading = loading.then(async () => {
    const history = source();
    if (history !== null) await step(history);
  });
  return loading;
}

/** The end of the room, and what was read of it before. */
export function showLatest(): Promise<void> {
  return load(async (history) => {
    const [messages, read] = await Promise.all([history.latest(PAGE), history.read()]);
    batch(() => {
      const there = state.stretch.value;
      const stretch = { ...there, older: messages.length === PAGE, newer: false };
      state.stretch.value = withMessages(stretch, messages, 'newer');
      state.readBefore.value = read;
    });
    noteRead();
  });
}

export function showOlder(): Promise<void> {
  cleared = null;
  return load(async (history) => {
    const { value: stretch } = state.stretch;
    if (!stretch.older) return;
    const [first] = stretch.messages;
    const messages =
      first === undefined
        ? await history.latest(PAGE)
        : await history.beyond(first.place, 'older', PAGE);
    state.stretch.value = withMessages(
      { ...state.stretch.value, older: messages.length === PAGE },
      messages,
      'older',
    );
  });
}

export function showNewer(): Promise<void> {
  return load(async (history) => {
    const { value: stretch } = state.stretch;
    const last = stretch.messages.at(-1);
    if (!stretch.newer || last === undefined) return;
    const messages = await history.beyond(last.place, 'newer', PAGE);
    state.stretch.value = withMessages(
      { ...state.stretch.value, newer: messages.length === PAGE },
      messages,
      'newer',
    );
  });
}

/** Back to where people talk. */
export function showEnd(): Promise<void> {
  if (!state.stretch.value.newer) return Promise.resolve();
  return load(async (history) => {
    const messages = await history.latest(PAGE);
    const stretch = { messages: [], older: messages.length === PAGE, newer: false };
    state.stretch.value = withMessages(stretch, [...messages, ...since(messages)], 'newer');
  });
}

/** What came while the end was being loaded: it may not have been kept yet. */
function since(messages: readonly ChatMessage[]): readonly ChatMessage[] {
  const last = messages.at(-1);
  return recent.filter(({ place }) => last === undefined || comparePlaces(place, last.place) > 0);
}

/** Shows a place in the middle of what was said around it. */
export function jumpTo(place: Place): Promise<void> {
  cleared = null;
  return load(async (history) => {
    const [older, newer] = await Promise.all([
      history.beyond(place, 'older', PAGE),
      history.beyond(startOf(place.lamport), 'newer', PAGE),
    ]);
    const [first] = newer;
    batch(() => {
      state.stretch.value = withMessages(
        { messages: [], older: older.length === PAGE, newer: newer.length === PAGE },
        [...older, ...newer],
        'newer',
      );
      state.wanted.value = first?.id ?? older.at(-1)?.id ?? null;
    });
  });
}

export function jumpToTime(timeMillis: number): Promise<void> {
  return load(async (history) => {
    const place = await history.placeAt(timeMillis);
    // Not awaited: it is the next step.
    if (place !== null) void jumpTo(place);
  });
}

export function openSearch(): void {
  state.search.value = { query: '', found: [], done: true };
  source()?.searching(true);
}

export function closeSearch(): void {
  state.search.value = null;
  source()?.searching(false);
}

/** Shows what is found as it is found. */
export async function searchFor(query: string): Promise<void> {
  state.search.value = { query, found: [], done: false };
  for await (const found of source()?.search(query) ?? []) {
    // Somebody may have typed on meanwhile.
    if (state.search.value?.query !== query) return;
    state.search.value = { query, found, done: false };
  }
  const { value: search } = state.search;
  if (search?.query === query) state.search.value = { ...search, done: true };
}

/** The history that is followed; null outside of a room. */
export function history(): History | null {
  return source();
}

/** The room's history out of this browser and back; null outside of a room. */
export function archives(): Archives | null {
  return archivesSource();
}

/** Deletes what this browser keeps of the room. */
export async function deleteHistory(): Promise<void> {
  await source()?.clear();
  clearScreen();
  await showLatest();
}

// ---- What comes

export function onMessage(message: ChatMessage): void {
  const { value: stretch } = state.stretch;
  recent = [...recent.slice(-PAGE), message];
  // Whoever reads further up keeps what is there.
  const kept = state.attention.value.atEnd ? MESSAGES_KEPT : MESSAGES_MAX;
  batch(() => {
    // Where the screen shows another time, it is loaded when the person comes there.
    if (!stretch.newer) state.stretch.value = withMessages(stretch, [message], 'newer', kept);
    if (message.own) state.readBefore.value = null;
    // What is hidden waits for nobody.
    const { value: law } = state.law;
    const isHasty = hastyOf(recent, law).has(message.id);
    if (!isHasty && hidingOf(message, law, state.mutedForMe.value) === null) {
      state.unread.value = unreadAfterMessage(state.unread.value, message, state.attention.value);
    }
  });
  noteRead();
}

/**
 * Messages have come, up to a place or anywhere among the others: those around what is on the screen are loaded anew,
 * unless all lie before it.
 */
export function onLate(upTo: Place | null): Promise<void> {
  return load(async (history) => {
    const { value: stretch } = state.stretch;
    if (upTo !== null && !shows(stretch, upTo)) {
      if (!stretch.older) state.stretch.value = { ...stretch, older: true };
      return;
    }
    const [first] = stretch.messages;
    const count = Math.max(PAGE, stretch.messages.length);
    const messages =
      stretch.newer && first !== undefined
        ? await history.beyond(startOf(first.place.lamport), 'newer', count)
        : await history.latest(count);
    const whole = messages.length >= count;
    const [oldest] = messages;
    // Not in the place of what is there: something may have come meanwhile that is not kept yet. But what lies before
    // may now have a gap behind it.
    const there = state.stretch.value.messages.filter(
      ({ place }) => !whole || oldest === undefined || comparePlaces(place, oldest.place) >= 0,
    );
    state.stretch.value = withMessages(
      { messages: there, older: stretch.older || whole, newer: stretch.newer },
      messages.filter(({ place }) => cleared === null || comparePlaces(place, cleared) > 0),
      'newer',
    );
  });
}

/** What is older than that is gone. */
export async function onDropped(belowLamport: number): Promise<void> {
  const isKept = ({ place }: ChatMessage) => place.lamport >= belowLamport;
  await load(async () => {
    const { value: stretch } = state.stretch;
    const messages = stretch.messages.filter(isKept);
    if (messages.length === stretch.messages.length) return;
    recent = recent.filter(isKept);
    state.stretch.value =
      messages.length === 0 ? NOTHING : { messages, older: false, newer: stretch.newer };
  });
  if (state.stretch.value.messages.length === 0) await showLatest();
}

/** Messages turned out not to count. */
export async function onErased(ids: ReadonlySet<string>): Promise<void> {
  const isKept = ({ id }: ChatMessage) => !ids.has(id);
  await load(async () => {
    const { value: stretch } = state.stretch;
    recent = recent.filter(isKept);
    const messages = stretch.messages.filter(isKept);
    if (messages.length < stretch.messages.length) state.stretch.value = { ...stretch, messages };
  });
  for (const { reply } of state.stretch.value.messages) {
    if (reply !== null && ids.has(reply.id)) void onAmended(reply.id);
  }
}

/** A message on the screen, or one that is quoted there, has changed. */
export function onAmended(id: string): Promise<void> {
  return load(async (history) => {
    const changed = state.stretch.value.messages.filter(
      (message) => message.id === id || message.reply?.id === id,
    );
    const anew = await Promise.all(changed.map(({ place }) => history.at(place)));
    state.stretch.value = withMessages(
      state.stretch.value,
      anew.filter((message) => message !== null),
      'newer',
    );
  });
}

// ---- What has been read

/** At once, and then not again for a while: whoever leaves has read what is on the screen. */
export function noteRead(): void {
  if (!reading(state.attention.value) || state.stretch.value.newer) return;
  if (readTimer !== undefined) {
    readSince = true;
    return;
  }
  const last = state.stretch.value.messages.at(-1);
  if (last === undefined) return;
  readSince = false;
  void source()?.setRead(last.place);
  readTimer = setTimeout(() => {
    readTimer = undefined;
    if (readSince) noteRead();
  }, READ_MILLIS);
}

/** Whether a message was said by somebody else since the person was here. */
export function isUnread({ own, place }: ChatMessage): boolean {
  const { value: read } = state.readBefore;
  return read !== null && !own && comparePlaces(place, read) > 0;
}
