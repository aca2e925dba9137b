import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';

const EMOJI = [
  ['🌴', 'palm'],
  ['🌺', 'hibiscus'],
  ['🍍', 'pineapple'],
  ['🥥', 'coconut'],
  ['🌊', 'wave'],
  ['☀️', 'sun'],
  ['🏝️', 'island'],
  ['🐠', 'fish'],
  ['🦜', 'parrot'],
  ['🐢', 'turtle'],
  ['🍹', 'drink'],
  ['😎', 'cool'],
  ['😀', 'smile'],
  ['😂', 'laughter'],
  ['😍', 'in love'],
  ['😮', 'surprise'],
  ['😢', 'tears'],
  ['👋', 'wave of the hand'],
  ['👍', 'thumbs up'],
  ['❤️', 'heart'],
  ['🎉', 'party'],
  ['🔥', 'fire'],
] as const;

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1 };

/** A row of emoji that go where the cursor is. One stop for the Tab key; the arrows move within. */
export function EmojiRow({ onPick }: { readonly onPick: (emoji: string) => void }) {
  const row = useRef<HTMLDivElement>(null);
  const current = useSignal(0);
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    current.value = (current.value + step + EMOJI.length) % EMOJI.length;
    const button = row.current?.children[current.value];
    if (button instanceof HTMLElement) button.focus();
  };
  return (
    <div ref={row} class="emoji-row" role="toolbar" aria-label="Emoji" onKeyDown={onKeyDown}>
      {EMOJI.map(([emoji, name], at) => (
        <button
          key={emoji}
          type="button"
          aria-label={name}
          title={name}
          tabIndex={at === current.value ? 0 : -1}
          onClick={() => {
            current.value = at;
            onPick(emoji);
          }}
        >
          {emoji}
        </button>
      ))}
    </div>
  );
}
