import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Quote, RoomLaw } from '../../session/contract.ts';
import { narrow } from '../effects.ts';
import { history, jumpTo } from '../history.ts';
import { leads } from '../law.ts';
import { decreeAtOnce } from '../ruling.ts';
import * as state from '../state.ts';
import { QuoteText } from './LogLine.tsx';

/** Pinned messages that are shown; who pins more unpins others. A guess. */
const PINS_SHOWN_MAX = 10;

function Pin({ quote, law }: { readonly quote: Quote; readonly law: RoomLaw }) {
  const { id, place, name } = quote;
  return (
    <li>
      {place === null ? (
        <span class="quote">A message that is not here.</span>
      ) : (
        <button type="button" class="quote" onClick={() => void jumpTo(place)}>
          <bdi>{name}</bdi>: <QuoteText quote={quote} place={place} />
        </button>
      )}
      {leads(law) && (
        <button
          type="button"
          class="unpin"
          aria-label={
            place === null ? 'Unpin the message that is not here' : `Unpin what ${name} said`
          }
          onClick={() => decreeAtOnce({ op: 'unpin', id })}
        >
          <span aria-hidden="true">✕</span>
        </button>
      )}
    </li>
  );
}

/** Pinned messages, the last of them first; a click goes there. */
export function Pins({ law }: { readonly law: RoomLaw }) {
  const quotes = useSignal<readonly Quote[]>([]);
  const pins = law.pins.slice(-PINS_SHOWN_MAX).reverse();
  // What is not here yet may come with what is missed, and what is here may be changed.
  const { value: stretch } = state.stretch;
  useEffect(() => {
    let wanted = true;
    const room = history();
    if (room === null || pins.length === 0) return undefined;
    void Promise.all(pins.map((id) => room.quote(id))).then((found) => {
      if (wanted) quotes.value = found;
    });
    return () => {
      wanted = false;
    };
  }, [pins.join(' '), stretch]);
  const shown = quotes.value.filter(({ id }) => pins.includes(id));
  if (shown.length === 0) return null;
  return (
    // Open where there is room.
    <details class="pins" open={!narrow.value}>
      <summary>
        <span aria-hidden="true">📌 </span>
        {shown.length === 1 ? 'One pinned message' : `${shown.length} pinned messages`}
      </summary>
      <ul>
        {shown.map((quote) => (
          <Pin key={quote.id} quote={quote} law={law} />
        ))}
      </ul>
    </details>
  );
}
