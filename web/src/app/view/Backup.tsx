import { type Signal, useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { makeBackup, passphraseProblem, restoreBackup, restoredWords } from '../../rooms/backup.ts';
import * as state from '../state.ts';
import { Modal } from './Modal.tsx';
import { Problem, Progress } from './Notes.tsx';
import { save } from './save.ts';

interface PassphraseProps {
  readonly label: string;
  readonly value: Signal<string>;
  readonly isNew: boolean;
  readonly hint?: string;
}

function Passphrase({ label, value, isNew, hint }: PassphraseProps) {
  const hintId = useId();
  return (
    <label>
      {label}
      <input
        type="password"
        autocomplete={isNew ? 'new-password' : 'current-password'}
        aria-describedby={hint === undefined ? undefined : hintId}
        value={value.value}
        onInput={({ currentTarget }) => {
          value.value = currentTarget.value;
        }}
      />
      {hint !== undefined && (
        <span id={hintId} class="hint">
          {hint}
        </span>
      )}
    </label>
  );
}

interface WorkProps {
  readonly button: string;
  /** What is said while it goes on. */
  readonly busyWords: string;
  /** What became of it, in words. Rejects with an Error for people. */
  work(): Promise<string>;
  readonly children: ComponentChildren;
}

/** A form for something that takes a while. */
function Work({ button, busyWords, work, children }: WorkProps) {
  const busy = useSignal(false);
  const problem = useSignal<string | null>(null);
  const done = useSignal<string | null>(null);
  const run = async (): Promise<void> => {
    busy.value = true;
    problem.value = null;
    done.value = null;
    try {
      done.value = await work();
    } catch (error) {
      problem.value = error instanceof Error ? error.message : String(error);
    }
    busy.value = false;
  };
  return (
    <form
      noValidate
      aria-busy={busy.value}
      onSubmit={(event) => {
        event.preventDefault();
        void run();
      }}
    >
      <fieldset class="form-body" disabled={busy.value}>
        <div class="fields one">{children}</div>
      </fieldset>
      <Problem words={problem.value} />
      <p role="status">{done.value}</p>
      <div class="form-foot">
        <Progress words={busy.value ? busyWords : null} />
        <button type="submit" class="primary" disabled={busy.value}>
          {button}
        </button>
      </div>
    </form>
  );
}

/** Today, as it stands in the name of a file. */
const today = (): string => new Date().toISOString().slice(0, 10);

function Making() {
  const passphrase = useSignal('');
  const again = useSignal('');
  const work = async (): Promise<string> => {
    const weak = passphraseProblem(passphrase.value);
    if (weak !== null) throw new Error(weak);
    if (passphrase.value !== again.value) {
      throw new Error('The two are not the same. Type the passphrase once more.');
    }
    const file = await makeBackup(passphrase.value, state.walletChoice.value.id === 'guest');
    save(file, `tropichat-${today()}.backup`);
    [passphrase.value, again.value] = ['', ''];
    return 'Saved. Keep the file where this browser’s end does not reach it.';
  };
  return (
    <>
      <p>
        In it are the keys of your rooms, so that another browser can enter and read them, and the
        guest that you are, if you are one. Not in it: what was said (“Search”, “Save, load,
        archive” saves that), a wallet’s key, which is the wallet’s to keep, and the keys of what
        was said in rooms in which newcomers read only what is said from then on.
      </p>
      <p>
        Whoever has the file and the passphrase comes into your rooms. Nobody can open it without
        the passphrase, you neither: there is no way to have it sent to you.
      </p>
      <Work button="Save the file" busyWords="Sealing it; this takes some seconds…" work={work}>
        <Passphrase
          label="Passphrase"
          value={passphrase}
          isNew
          hint="15 characters or more: four or five words that nobody would guess."
        />
        <Passphrase label="The same once more" value={again} isNew />
      </Work>
    </>
  );
}

function Restoring() {
  const file = useSignal<File | null>(null);
  const passphrase = useSignal('');
  const work = async (): Promise<string> => {
    if (file.value === null) throw new Error('Choose the file that you saved.');
    const report = await restoreBackup(file.value, passphrase.value);
    passphrase.value = '';
    state.ownRoomsChanged.value++;
    return restoredWords(report);
  };
  return (
    <>
      <p>
        This takes back what a backup holds: the keys of rooms, and a guest. What this browser has
        already stays as it is.
      </p>
      <Work button="Restore it" busyWords="Opening it; this takes some seconds…" work={work}>
        <label>
          The file
          <input
            type="file"
            onChange={({ currentTarget }) => {
              file.value = currentTarget.files?.[0] ?? null;
            }}
          />
        </label>
        <Passphrase label="Its passphrase" value={passphrase} isNew={false} />
      </Work>
    </>
  );
}

/** What a person would lose with this browser, into a file and back. */
export default function Backup() {
  const { value: what } = state.backup;
  return (
    <Modal
      name="about"
      title={what === 'restore' ? 'Restore a backup' : 'Save a backup'}
      open={what !== null}
      close={() => {
        state.backup.value = null;
      }}
    >
      {what === 'make' && <Making />}
      {what === 'restore' && <Restoring />}
    </Modal>
  );
}
