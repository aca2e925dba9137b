import { useSignal } from '@preact/signals';

/** How long the note of a copied address stays. */
const COPIED_MILLIS = 2_000;

/** Copies a text at a click and says so for a moment. */
export function CopyButton(props: {
  readonly text: string;
  readonly label: string;
  readonly class: string;
  readonly children: string;
}) {
  const note = useSignal<string | null>(null);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(props.text);
      note.value = 'Copied';
    } catch {
      note.value = 'Could not copy';
    }
    setTimeout(() => {
      note.value = null;
    }, COPIED_MILLIS);
  };
  return (
    <button type="button" class={props.class} title={props.label} onClick={copy}>
      <span class="sr-only">{props.label}</span>
      <span aria-hidden="true">{note.value ?? props.children}</span>
      <span class="sr-only" role="status">
        {note.value}
      </span>
    </button>
  );
}
