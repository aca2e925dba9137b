import * as state from '../state.ts';

interface BackupButtonProps {
  readonly what: 'make' | 'restore';
}

/** Opens the dialog in which a backup is made, or taken back. */
export function BackupButton({ what }: BackupButtonProps) {
  return (
    <button
      type="button"
      class="button"
      aria-haspopup="dialog"
      onClick={() => {
        state.backup.value = what;
      }}
    >
      {what === 'make' ? 'Save a backup' : 'Restore a backup'}
    </button>
  );
}
