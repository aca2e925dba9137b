/** What went wrong, told at once. */
export function Problem({ words }: { readonly words: string | null }) {
  return (
    <div role="alert">
      {words !== null && (
        <p class="problem">
          <span aria-hidden="true">⚠ </span>
          {words}
        </p>
      )}
    </div>
  );
}

/** What is happening just now. */
export function Progress({ words }: { readonly words: string | null }) {
  return (
    <div class="progress" role="status">
      {words !== null && (
        <>
          <span class="spinner" aria-hidden="true" />
          {words}
        </>
      )}
    </div>
  );
}
