import { type Signal, useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { backupAccount, makeBackup, restoreBackup, restoredWords } from '../../rooms/backup.ts';
import type { Opener } from '../../rooms/backup-lock.ts';
import * as state from '../state.ts';
import { shortAddress } from '../words.ts';
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

const PATIENCE = 'Sealing it; this takes some seconds…';

/** Today, as it stands in the name of a file. */
const today = (): string => new Date().toISOString().slice(0, 10);

/** The wallet that is chosen, as it is now. Rejects with an Error for people. */
async function ownWallet(): Promise<Opener> {
  const { name, connect } = state.walletChoice.value;
  const wallet = await connect('asked');
  if (wallet !== null) return { wallet };
  throw new Error(`${name} is locked. Unlock it, then try again.`);
}

interface ChoiceProps {
  readonly byWallet: Signal<boolean>;
}

/** What is to open the file, where the wallet can. */
function Choice({ byWallet }: ChoiceProps) {
  const name = useId();
  const option = (wallet: boolean, words: string) => (
    <label class="choice">
      <input
        type="radio"
        name={name}
        checked={byWallet.value === wallet}
        onChange={() => {
          byWallet.value = wallet;
        }}
      />
      {words}
    </label>
  );
  return (
    <fieldset class="choices">
      <legend>What opens it</legend>
      {option(false, 'Words that I choose')}
      {option(true, 'My wallet')}
    </fieldset>
  );
}

function Making() {
  const passphrase = useSignal('');
  const again = useSignal('');
  const offered = state.walletLetters.value !== 'absent';
  const wished = useSignal(false);
  const byWallet = offered && wished.value;
  const work = async (): Promise<string> => {
    if (!byWallet && passphrase.value !== again.value) {
      throw new Error('The two are not the same. Type the passphrase once more.');
    }
    const by = byWallet ? await ownWallet() : { passphrase: passphrase.value };
    const file = await makeBackup(by, state.walletChoice.value.id === 'guest');
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
      {offered && <Choice byWallet={wished} />}
      {byWallet ? (
        <p>
          Whoever has the file and your wallet comes into your rooms. Nobody can open it without the
          wallet, you neither. The wallet asks you twice now: for the key that it is sealed to, and
          to open it once, so that it is sure that it can.
        </p>
      ) : (
        <p>
          Whoever has the file and the passphrase comes into your rooms. Nobody can open it without
          the passphrase, you neither: there is no way to have it sent to you.
        </p>
      )}
      <Work
        button="Save the file"
        busyWords={byWallet ? 'Sealing it; your wallet asks you…' : PATIENCE}
        work={work}
      >
        {!byWallet && (
          <>
            <Passphrase
              label="Passphrase"
              value={passphrase}
              isNew
              hint="15 characters or more: four or five words that nobody would guess."
            />
            <Passphrase label="The same once more" value={again} isNew />
          </>
        )}
      </Work>
    </>
  );
}

function Restoring() {
  const file = useSignal<File | null>(null);
  /** The account whose wallet opens the file; null where a passphrase does. */
  const account = useSignal<string | null>(null);
  const passphrase = useSignal('');
  const choose = async (chosen: File | null): Promise<void> => {
    file.value = chosen;
    // What is wrong with the file is told when it is to be opened.
    const opener = chosen === null ? null : await backupAccount(chosen).catch(() => null);
    if (file.value === chosen) account.value = opener;
  };
  const work = async (): Promise<string> => {
    if (file.value === null) throw new Error('Choose the file that you saved.');
    const by = account.value === null ? { passphrase: passphrase.value } : await ownWallet();
    const report = await restoreBackup(file.value, by);
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
              void choose(currentTarget.files?.[0] ?? null);
            }}
          />
        </label>
        {account.value === null ? (
          <Passphrase label="Its passphrase" value={passphrase} isNew={false} />
        ) : (
          <p class="hint">
            A wallet opens this one: that of the account {shortAddress(account.value)}. Yours, as
            you chose it where you come in, is {state.walletChoice.value.name}; it asks you.
          </p>
        )}
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
