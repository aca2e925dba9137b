import type { Shown } from '../state.ts';
import * as state from '../state.ts';

/** Opens what can be known of somebody, and done about them. */
export function PersonButton({ shown }: { readonly shown: Shown }) {
  return (
    <button
      type="button"
      class="person-button"
      aria-haspopup="dialog"
      aria-label={`More about ${shown.name}`}
      onClick={() => {
        state.shown.value = shown;
      }}
    >
      <span aria-hidden="true">⋯</span>
    </button>
  );
}
