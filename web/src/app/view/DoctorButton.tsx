import * as state from '../state.ts';

/** Opens the connection doctor. */
export function DoctorButton({ words }: { readonly words: string }) {
  return (
    <button
      type="button"
      class="button doctor-button"
      aria-haspopup="dialog"
      onClick={() => {
        state.doctorOpen.value = true;
      }}
    >
      {words}
    </button>
  );
}
