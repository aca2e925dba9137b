import { useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { bytesLeft, lengthWords } from '../draft-length.ts';
import { readersWords } from '../letter-words.ts';
import { closeLetters, noteReadLetters, showOlderLetters } from '../letters.ts';
import { continues, linesOf, startsDay } from '../lines.ts';
import * as state from '../state.ts';
import { sealsToWallet } from '../wallet-letters.ts';
import { submitLetter } from '../write-letters.ts';
import { textOf, useHeight, useWritingTo, WritingTo } from './Composer.tsx';
import { LogLine } from './LogLine.tsx';
import { Modal } from './Modal.tsx';
import { Sentence } from './Sentence.tsx';

/** What was written, oldest first; it stays at its end unless earlier letters are asked for. */
function LettersLog({ letters }: { readonly letters: state.OpenLetters }) {
  const log = useRef<HTMLDivElement>(null);
  const last = letters.messages.at(-1)?.id;
  useLayoutEffect(() => {
    const { current } = log;
    if (current) current.scrollTop = current.scrollHeight;
  }, [last]);
  const lines = linesOf({ ...letters, newer: false }, []);
  return (
    <div
      ref={log}
      class="log letters-log"
      role="log"
      aria-label="Letters"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls needs the focus (WCAG 2.1.1).
      tabIndex={0}
    >
      {letters.older && (
        <button type="button" class="button older" onClick={showOlderLetters}>
          Earlier letters
        </button>
      )}
      {lines.map((line, at) => (
        <LogLine
          key={line.key}
          line={line}
          continued={continues(lines[at - 1], line)}
          newDay={startsDay(lines[at - 1], line)}
          firstUnread={false}
        />
      ))}
    </div>
  );
}

/** Enter sends, Shift and Enter begin a new line; what is refused stays. */
function LetterComposer({ name }: { readonly name: string }) {
  const field = useRef<HTMLTextAreaElement>(null);
  const draft = useSignal('');
  const refusal = useSignal<string | null>(null);
  useHeight(field, draft.value);
  useWritingTo(draft, field, true);
  useEffect(() => field.current?.focus(), []);
  const send = (): void => {
    const text = textOf(draft.value);
    refusal.value = bytesLeft(text) < 0 ? lengthWords(text) : submitLetter(draft.value);
    if (refusal.value === null) draft.value = '';
  };
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <WritingTo letters />
      <div class="writing">
        <textarea
          ref={field}
          aria-label={`Write privately to ${name}`}
          aria-describedby="letter-note"
          placeholder="Write something for the two of you"
          dir="auto"
          rows={1}
          enterkeyhint="send"
          autocomplete="off"
          value={draft.value}
          onInput={(event) => {
            draft.value = event.currentTarget.value;
            refusal.value = null;
          }}
          onKeyDown={(event) => {
            // While an input method composes a character, Enter belongs to it.
            if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
            event.preventDefault();
            send();
          }}
        />
        <button type="submit" class="primary">
          Send
        </button>
      </div>
      <p id="letter-note" class="composer-note" role="alert">
        {refusal.value ?? lengthWords(textOf(draft.value))}
      </p>
    </form>
  );
}

function Inside({ letters }: { readonly letters: state.OpenLetters }) {
  const { visible } = state.attention.value;
  useEffect(noteReadLetters, [letters, visible]);
  return (
    <>
      <p class="hint">
        <Sentence
          words={readersWords(
            letters.name,
            (state.law.value?.policy ?? 'open') !== 'open',
            sealsToWallet(letters.account),
          )}
        />
      </p>
      <LettersLog letters={letters} />
      <LetterComposer key={letters.account} name={letters.name} />
    </>
  );
}

/** What two write to one another. */
export default function Letters() {
  const { value: letters } = state.letters;
  return (
    <Modal
      name="letters"
      title={
        <>
          Privately with <bdi>{letters?.name}</bdi>
        </>
      }
      open={letters !== null}
      close={closeLetters}
    >
      {letters !== null && <Inside letters={letters} />}
    </Modal>
  );
}
