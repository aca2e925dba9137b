import { useId } from 'preact/hooks';
import type { RoomSettings } from '../../session/contract.ts';

/** Characters of a name, and bytes of a topic; core's, which decides. */
const NAME_CHARS_MAX = 64;
const TOPIC_CHARS_MAX = 512;

interface Choice {
  readonly value: number;
  readonly words: string;
}

const KEPT_ENTRIES: readonly Choice[] = [
  { value: 0, words: 'as many as each browser will' },
  { value: 1_000, words: '1,000 messages' },
  { value: 10_000, words: '10,000 messages' },
  { value: 100_000, words: '100,000 messages' },
];

const KEPT_DAYS: readonly Choice[] = [
  { value: 0, words: 'however old' },
  { value: 1, words: 'for a day' },
  { value: 7, words: 'for a week' },
  { value: 30, words: 'for 30 days' },
  { value: 365, words: 'for a year' },
];

const SLOW: readonly Choice[] = [
  { value: 0, words: 'as fast as they like' },
  { value: 10, words: 'once in 10 seconds' },
  { value: 60, words: 'once a minute' },
  { value: 600, words: 'once in 10 minutes' },
  { value: 3_600, words: 'once an hour' },
];

const CAPACITY: readonly Choice[] = [10, 50, 200, 1_000, 10_000].map((value) => ({
  value,
  words: `${value.toLocaleString()} people`,
}));

/** What holds where its maker chooses nothing else. The capacity is a guess. */
export const SETTINGS_DEFAULT: RoomSettings = {
  name: '',
  topic: '',
  capacity: 200,
  keptEntries: 0,
  keptDays: 0,
  slowSeconds: 0,
};

/** A bound of a room: how it is asked for, and what may be chosen. */
interface Bound {
  readonly field: 'capacity' | 'keptEntries' | 'keptDays' | 'slowSeconds';
  readonly label: string;
  readonly choices: readonly Choice[];
  /** How a value is named that is none of the choices: core takes others. */
  readonly named: (value: number) => string;
}

const BOUNDS: readonly Bound[] = [
  {
    field: 'capacity',
    label: 'Members at most',
    choices: CAPACITY,
    named: (value) => `${value.toLocaleString()} people`,
  },
  {
    field: 'keptEntries',
    label: 'Messages kept',
    choices: KEPT_ENTRIES,
    named: (value) => `${value.toLocaleString()} messages`,
  },
  {
    field: 'keptDays',
    label: 'Each of them kept',
    choices: KEPT_DAYS,
    named: (value) => `for ${value.toLocaleString()} days`,
  },
  {
    field: 'slowSeconds',
    label: 'Members may write',
    choices: SLOW,
    named: (value) => `once in ${value.toLocaleString()} seconds`,
  },
];

/** The bounds of a room, for whoever may not change them. */
export function boundsWords(
  settings: RoomSettings,
): readonly { readonly label: string; readonly words: string }[] {
  return BOUNDS.map(({ field, label, choices, named }) => {
    const value = settings[field];
    const chosen = choices.find((choice) => choice.value === value);
    return { label, words: chosen?.words ?? named(value) };
  });
}

interface SelectProps {
  readonly bound: Bound;
  readonly value: number;
  readonly change: (value: number) => void;
}

function Select({ bound: { label, choices, named }, value, change }: SelectProps) {
  const all = choices.some((choice) => choice.value === value)
    ? choices
    : [...choices, { value, words: named(value) }];
  return (
    <label>
      {label}
      <select value={value} onChange={({ currentTarget }) => change(Number(currentTarget.value))}>
        {all.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.words}
          </option>
        ))}
      </select>
    </label>
  );
}

interface SettingsProps {
  readonly settings: RoomSettings;
  readonly change: (settings: RoomSettings) => void;
}

export function NameAndTopic({ settings, change }: SettingsProps) {
  const hint = useId();
  return (
    <div class="fields one">
      <label>
        Name of the room
        <input
          type="text"
          autocomplete="off"
          dir="auto"
          maxLength={NAME_CHARS_MAX}
          value={settings.name}
          onInput={({ currentTarget }) => change({ ...settings, name: currentTarget.value })}
        />
      </label>
      <label>
        Topic
        <input
          type="text"
          autocomplete="off"
          dir="auto"
          maxLength={TOPIC_CHARS_MAX}
          aria-describedby={hint}
          value={settings.topic}
          onInput={({ currentTarget }) => change({ ...settings, topic: currentTarget.value })}
        />
        <span id={hint} class="hint">
          What it is about, if you want to say. Whoever can enter sees it.
        </span>
      </label>
    </div>
  );
}

/** How many, how much and how fast. */
export function Bounds({ settings, change }: SettingsProps) {
  return (
    <div class="fields one">
      {BOUNDS.map((bound) => (
        <Select
          key={bound.field}
          bound={bound}
          value={settings[bound.field]}
          change={(value) => change({ ...settings, [bound.field]: value })}
        />
      ))}
    </div>
  );
}
