import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { isUnread, jumpTo, showEnd, showNewer, showOlder } from '../history.ts';
import { blocksOf } from '../lines.ts';
import { look } from '../looking.ts';
import * as state from '../state.ts';
import { LogBlock } from './LogBlock.tsx';

/** Closer to the end than this many pixels counts as at the end. */
const END_PIXELS = 48;

/** Closer to either end than this many pixels, more is loaded. */
const AHEAD_PIXELS = 600;

function scrollToEnd(log: HTMLElement | null): void {
  if (log) log.scrollTop = log.scrollHeight;
}

/** Scrolls to a message; false where it is not on the screen yet. */
function showMessage(log: HTMLElement | null, id: string): boolean {
  const line = log?.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`);
  if (!line) return false;
  look({ atEnd: false });
  line.scrollIntoView({ block: 'center' });
  line.focus({ preventScroll: true });
  return true;
}

function NewMessages({ onClick }: { readonly onClick: () => void }) {
  const { value: unread } = state.unread;
  if (state.attention.value.atEnd && !state.stretch.value.newer) return null;
  return (
    <button type="button" class="new-messages" onClick={onClick}>
      <span aria-hidden="true">↓ </span>
      {unread === 0 ? 'Latest messages' : `${unread} new message${unread === 1 ? '' : 's'}`}
    </button>
  );
}

/** More unread messages than these do not fit on a screen. */
const UNREAD_MIN = 10;

/** Where so much came since the person was here that its beginning is out of sight. */
function ToUnread({ onShow }: { readonly onShow: (id: string) => void }) {
  const read = state.readBefore.value;
  const { messages, older } = state.stretch.value;
  const first = messages.findIndex(isUnread);
  if (read === null || first < 0 || state.unreadShown.value) return null;
  const here = first > 0 || !older ? messages[first] : undefined;
  if (here !== undefined && messages.length - first < UNREAD_MIN) return null;
  const show = (): void => {
    state.unreadShown.value = true;
    if (here === undefined) void jumpTo(read);
    else onShow(here.id);
  };
  return (
    <button type="button" class="to-unread" onClick={show}>
      <span aria-hidden="true">↑ </span>To the first unread message
    </button>
  );
}

/** How far catching up has come. */
function CatchingUp() {
  const { value: coming } = state.catchingUp;
  return (
    <div class="catching-up" role="status">
      {coming !== null && (
        <>
          <label for="catching-up">
            Catching up: {coming.come.toLocaleString()} of {coming.of.toLocaleString()}
          </label>
          <progress id="catching-up" value={coming.come} max={coming.of} />
        </>
      )}
    </div>
  );
}

/** The first message that was said since the person was here; null where it is not on the screen. */
function firstUnread(): string | null {
  const { messages, older } = state.stretch.value;
  const at = messages.findIndex(isUnread);
  return at < 0 || (at === 0 && older) ? null : (messages[at]?.id ?? null);
}

/** What was said and what happened, oldest first; it stays at its end unless the reader scrolls up. */
export function Log() {
  const log = useRef<HTMLDivElement>(null);
  const lines = state.lines.value;
  const unread = firstUnread();
  useLayoutEffect(() => {
    const { current } = log;
    const wanted = state.wanted.peek();
    if (wanted !== null && current !== null) {
      if (showMessage(current, wanted)) state.wanted.value = null;
    } else if (state.attention.peek().atEnd && !state.stretch.peek().newer) {
      scrollToEnd(current);
    }
  }, [lines]);
  useEffect(() => {
    const { current } = log;
    if (!current) return undefined;
    const observer = new ResizeObserver(() => {
      if (state.attention.peek().atEnd) scrollToEnd(current);
    });
    observer.observe(current);
    return () => observer.disconnect();
  }, []);
  const onScroll = (): void => {
    const { current } = log;
    if (!current) return;
    const below = current.scrollHeight - current.scrollTop - current.clientHeight;
    look({ atEnd: below <= END_PIXELS && !state.stretch.peek().newer });
    // Where nothing is on the screen, nobody scrolls: it has just been emptied.
    const { older, messages } = state.stretch.peek();
    if (current.scrollTop < AHEAD_PIXELS && older && messages.length > 0) void showOlder();
    if (below < AHEAD_PIXELS && state.stretch.peek().newer) void showNewer();
  };
  const toEnd = async (): Promise<void> => {
    await showEnd();
    look({ atEnd: true });
    scrollToEnd(log.current);
    log.current?.focus();
  };
  return (
    <>
      <CatchingUp />
      <div class="log-frame">
        <ToUnread onShow={(id) => void showMessage(log.current, id)} />
        {/* Focusable, so that the keyboard can scroll it. */}
        <div
          ref={log}
          class="log"
          role="log"
          aria-label="Messages"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls needs the focus (WCAG 2.1.1).
          tabIndex={0}
          onScroll={onScroll}
        >
          {state.stretch.value.older && (
            <button type="button" class="button older" onClick={() => void showOlder()}>
              Earlier messages
            </button>
          )}
          {blocksOf(lines).map((block) => (
            <LogBlock key={block.key} block={block} unread={unread} />
          ))}
        </div>
        <NewMessages onClick={() => void toEnd()} />
      </div>
    </>
  );
}
