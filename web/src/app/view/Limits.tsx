import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Retention } from '../../history/contract.ts';
import { history } from '../history.ts';
import type { Run } from './Keeping.tsx';

/** Messages of a room that may be kept; a search and a comparison with others take as long as there are many. */
const ENTRIES_CHOICES = [10_000, 50_000, 200_000];

const DAY_MILLIS = 86_400_000;

const AGE_CHOICES: readonly { readonly words: string; readonly millis: number | null }[] = [
  { words: 'however old', millis: null },
  { words: 'for a year', millis: 365 * DAY_MILLIS },
  { words: 'for 30 days', millis: 30 * DAY_MILLIS },
  { words: 'for a week', millis: 7 * DAY_MILLIS },
  { words: 'for a day', millis: DAY_MILLIS },
];

/** How much of the room this browser keeps. */
export function Limits({ run }: { readonly run: Run }) {
  const kept = useSignal<Retention | null>(null);
  useEffect(() => {
    void history()
      ?.retention()
      .then((retention) => {
        kept.value = retention;
      });
  }, [kept]);
  if (kept.value === null) return null;
  const { entriesMax, ageMillisMax } = kept.value;
  const change = (retention: Retention): void => {
    kept.value = retention;
    run(async () => {
      await history()?.setRetention(retention);
      return 'This browser keeps so much from now on; a smaller number counts when you enter again.';
    });
  };
  return (
    <fieldset>
      <legend>How much this browser keeps</legend>
      <div class="search-fields">
        <label>
          At most{' '}
          <select
            value={entriesMax}
            onChange={({ currentTarget }) =>
              change({ entriesMax: Number(currentTarget.value), ageMillisMax })
            }
          >
            {ENTRIES_CHOICES.map((count) => (
              <option key={count} value={count}>
                {count.toLocaleString()} messages
              </option>
            ))}
          </select>
        </label>
        <label>
          Each{' '}
          <select
            value={String(ageMillisMax)}
            onChange={({ currentTarget }) => {
              const chosen = AGE_CHOICES.find(
                ({ millis }) => String(millis) === currentTarget.value,
              );
              change({ entriesMax, ageMillisMax: chosen?.millis ?? null });
            }}
          >
            {AGE_CHOICES.map(({ words, millis }) => (
              <option key={words} value={String(millis)}>
                {words}
              </option>
            ))}
          </select>
        </label>
      </div>
    </fieldset>
  );
}
