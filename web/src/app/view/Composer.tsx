import { effect, type Signal, useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { setTyping, submit } from '../actions.ts';
import { readDraft } from '../commands.ts';
import { bytesLeft, lengthWords } from '../draft-length.ts';
import { finePointer } from '../effects.ts';
import * as state from '../state.ts';
import { typingWords } from '../words.ts';
import { EmojiRow } from './EmojiRow.tsx';
import { Sentence } from './Sentence.tsx';

/** After this long without a key pressed, nobody is typing any more. A guess. */
const TYPING_IDLE_MILLIS = 4_000;

/** Tells the room who types: once when it begins, once when it ends. */
function useTyping(): (typing: boolean) => void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const told = useRef(false);
  const tell = (typing: boolean): void => {
    clearTimeout(timer.current);
    if (typing) timer.current = setTimeout(() => tell(false), TYPING_IDLE_MILLIS);
    if (told.current === typing) return;
    told.current = typing;
    setTyping(typing);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  return tell;
}

/** The text that a draft would send; commands send none. */
export function textOf(draft: string): string {
  const read = readDraft(draft);
  return read.type === 'say' ? read.text : '';
}

/** Who is typing. */
function Company() {
  return (
    <p class="company">
      <Sentence words={typingWords(state.typists.value)} />
    </p>
  );
}

/** What is being answered or changed, in the room or among `letters`. */
function writingIn(letters: boolean) {
  const { value: writing } = state.writingTo;
  return writing !== null && (writing.message.with !== null) === letters ? writing : null;
}

export function WritingTo({ letters = false }: { readonly letters?: boolean }) {
  const writing = writingIn(letters);
  if (writing === null) return null;
  return (
    <p class="writing-to">
      {writing.to === 'edit' ? 'Changing your message' : 'Answering '}
      {writing.to === 'reply' && <bdi>{writing.message.name}</bdi>}
      {': '}
      <q dir="auto">{writing.message.text}</q>
      <button
        type="button"
        onClick={() => {
          state.writingTo.value = null;
        }}
      >
        Cancel
      </button>
    </p>
  );
}

/** Whoever wants to answer or change a message goes on in the field. */
export function useWritingTo(
  draft: Signal<string>,
  field: RefObject<HTMLTextAreaElement | null>,
  letters = false,
): void {
  useEffect(
    () =>
      effect(() => {
        const writing = writingIn(letters);
        if (writing === null) return;
        if (writing.to === 'edit') draft.value = writing.message.text;
        field.current?.focus();
      }),
    [],
  );
}

/** The field grows with its text up to the style sheet's bound. */
export function useHeight(field: RefObject<HTMLTextAreaElement | null>, text: string): void {
  useLayoutEffect(() => {
    const { current } = field;
    if (!current) return;
    current.style.height = 'auto';
    current.style.height = `${current.scrollHeight + current.offsetHeight - current.clientHeight}px`;
  }, [text]);
}

/** Where people write. Enter sends, Shift and Enter begin a new line; what is refused stays. */
export function Composer() {
  const field = useRef<HTMLTextAreaElement>(null);
  const draft = useSignal('');
  const refusal = useSignal<string | null>(null);
  const typing = useTyping();

  useHeight(field, draft.value);
  useEffect(() => {
    if (finePointer.value) field.current?.focus();
  }, []);

  useWritingTo(draft, field);

  const change = (text: string): void => {
    draft.value = text;
    refusal.value = null;
    typing(textOf(text) !== '');
  };
  const locked = state.arriving.value;
  const send = (): void => {
    if (locked) return;
    const text = textOf(draft.value);
    refusal.value = bytesLeft(text) < 0 ? lengthWords(text) : submit(draft.value);
    if (refusal.value !== null) return;
    draft.value = '';
    typing(false);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') state.writingTo.value = null;
    // While an input method composes a character, Enter belongs to it.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  };
  const insert = (emoji: string): void => {
    const { current } = field;
    if (!current) return;
    current.setRangeText(emoji, current.selectionStart, current.selectionEnd, 'end');
    change(current.value);
    if (finePointer.value) current.focus();
  };

  const length = lengthWords(textOf(draft.value));
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Company />
      <EmojiRow onPick={insert} />
      <WritingTo />
      <div class="writing">
        <textarea
          ref={field}
          id="message"
          aria-label="Message"
          aria-describedby="message-note"
          placeholder={locked ? 'On your way in…' : 'Write something, or /help'}
          readOnly={locked}
          dir="auto"
          rows={1}
          enterkeyhint="send"
          autocomplete="off"
          value={draft.value}
          onInput={(event) => change(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        <button type="submit" class="primary" disabled={locked}>
          Send
        </button>
      </div>
      <p id="message-note" class="composer-note" role="alert">
        {refusal.value ?? length}
      </p>
    </form>
  );
}
