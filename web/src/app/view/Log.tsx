import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { look } from '../actions.ts';
import { continues, startsDay } from '../lines.ts';
import * as state from '../state.ts';
import { LogLine } from './LogLine.tsx';

/** Closer to the end than this many pixels counts as at the end. */
const END_PIXELS = 48;

function scrollToEnd(log: HTMLElement | null): void {
  if (log) log.scrollTop = log.scrollHeight;
}

function NewMessages({ onClick }: { readonly onClick: () => void }) {
  const { value: unread } = state.unread;
  if (state.attention.value.atEnd) return null;
  return (
    <button type="button" class="new-messages" onClick={onClick}>
      <span aria-hidden="true">↓ </span>
      {unread === 0 ? 'Latest messages' : `${unread} new message${unread === 1 ? '' : 's'}`}
    </button>
  );
}

/** What was said and what happened, oldest first; it stays at its end unless the reader scrolls up. */
export function Log() {
  const log = useRef<HTMLDivElement>(null);
  const lines = state.lines.value;
  useLayoutEffect(() => {
    if (state.attention.peek().atEnd) scrollToEnd(log.current);
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
    look({ atEnd: below <= END_PIXELS });
  };
  const toEnd = (): void => {
    look({ atEnd: true });
    scrollToEnd(log.current);
    log.current?.focus();
  };
  return (
    <div class="log-frame">
      {/* Focusable, so that the keyboard can scroll it. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls needs the focus (WCAG 2.1.1). */}
      <div ref={log} class="log" role="log" aria-label="Messages" tabIndex={0} onScroll={onScroll}>
        {lines.map((line, at) => (
          <LogLine
            key={line.key}
            line={line}
            continued={continues(lines[at - 1], line)}
            newDay={startsDay(lines[at - 1], line)}
          />
        ))}
      </div>
      <NewMessages onClick={toEnd} />
    </div>
  );
}
