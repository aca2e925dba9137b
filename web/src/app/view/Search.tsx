import { useEffect, useRef } from 'preact/hooks';
import type { ChatMessage } from '../../session/contract.ts';
import { pieces } from '../highlight.ts';
import { closeSearch, deleteHistory, history, jumpTo, jumpToTime, searchFor } from '../history.ts';
import { hidingOf } from '../law.ts';
import * as state from '../state.ts';
import { hiddenWords } from '../words.ts';
import { lazily } from './lazily.tsx';
import { Sentence } from './Sentence.tsx';

/** Few need it, and it is large. */
const Keeping = lazily(() => import('./Keeping.tsx'));

const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

function Marked({ text, query }: { readonly text: string; readonly query: string }) {
  return (
    <>
      {pieces(text, query).map((piece, at) =>
        piece.marked ? <mark key={at}>{piece.text}</mark> : piece.text,
      )}
    </>
  );
}

function Found({ message, query }: { readonly message: ChatMessage; readonly query: string }) {
  const hiding = hidingOf(message, state.law.value, state.mutedForMe.value);
  return (
    <li>
      <button type="button" onClick={() => void jumpTo(message.place)}>
        <bdi class="author">{message.name}</bdi> <time>{moment.format(message.timeMillis)}</time>
        <span class="text" dir="auto">
          {hiding === null ? (
            <Marked text={message.text} query={query} />
          ) : (
            <Sentence words={hiddenWords(hiding, message.name)} />
          )}
        </span>
      </button>
    </li>
  );
}

function foundWords(count: number, done: boolean): string {
  if (!done) return count === 0 ? 'Searching…' : `Searching… ${count} so far`;
  if (count === 0) return 'Nothing found in what this browser keeps of the room.';
  return count === 1 ? 'One message' : `${count} messages, the newest first`;
}

/** Looking for what was said: by words, or by day. */
export default function Search() {
  const field = useRef<HTMLInputElement>(null);
  const { value: search } = state.search;
  useEffect(() => field.current?.focus(), []);
  if (search === null) return null;
  const { query, found, done } = search;
  return (
    <search class="search" onKeyDown={(event) => event.key === 'Escape' && closeSearch()}>
      <div class="search-fields">
        <label>
          Words{' '}
          <input
            ref={field}
            type="search"
            value={query}
            onInput={(event) => void searchFor(event.currentTarget.value)}
          />
        </label>
        <label>
          Go to day{' '}
          <input
            type="date"
            onChange={(event) => {
              const day = event.currentTarget.valueAsDate;
              if (day === null) return;
              // The day as it began here, not in Greenwich.
              const [year, month, date] = [
                day.getUTCFullYear(),
                day.getUTCMonth(),
                day.getUTCDate(),
              ];
              void jumpToTime(new Date(year, month, date).getTime());
            }}
          />
        </label>
        <button type="button" class="button" onClick={closeSearch}>
          Close
        </button>
      </div>
      <p role="status">{query === '' ? '' : foundWords(found.length, done)}</p>
      {query !== '' && found.length > 0 && (
        <ol class="found">
          {found.map((message) => (
            <Found key={message.id} message={message} query={query} />
          ))}
        </ol>
      )}
      <Keeping />
      <details class="delete-history">
        <summary>Delete history</summary>
        <p>{history()?.clearing}</p>
        <button type="button" class="button" onClick={() => void deleteHistory()}>
          Delete what this browser keeps of this room
        </button>
      </details>
    </search>
  );
}
