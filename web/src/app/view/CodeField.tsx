import { useSignal } from '@preact/signals';

/** Where people paste a code that they were sent. */
export function CodeField(props: {
  readonly label: string;
  readonly button: string;
  readonly busy: boolean;
  readonly onCode: (text: string) => void;
}) {
  const text = useSignal('');
  return (
    <form
      class="code-field"
      onSubmit={(event) => {
        event.preventDefault();
        props.onCode(text.value);
      }}
    >
      <label>
        {props.label}
        <textarea
          rows={3}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          value={text.value}
          onInput={({ currentTarget }) => {
            text.value = currentTarget.value;
          }}
        />
      </label>
      <button type="submit" class="primary" disabled={props.busy || text.value.trim() === ''}>
        {props.button}
      </button>
    </form>
  );
}
