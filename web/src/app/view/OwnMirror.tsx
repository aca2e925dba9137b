import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { MirrorChoice } from '../../session/contract.ts';
import { chooseMirror, mirrorSetting } from '../mirror.ts';
import '../styles/mirror.css';
import { Problem, Progress } from './Notes.tsx';

const NOTHING: MirrorChoice = { node: '', on: false, avatar: '', links: '' };

/** What is typed into the form. */
function Fields({
  choice,
  change,
}: {
  readonly choice: MirrorChoice;
  readonly change: (changed: Partial<MirrorChoice>) => void;
}) {
  return (
    <>
      <label>
        Ceramic node
        <input
          type="text"
          inputMode="url"
          autocomplete="off"
          spellcheck={false}
          placeholder="https://ceramic.example.org"
          value={choice.node}
          onInput={({ currentTarget }) => change({ node: currentTarget.value })}
        />
      </label>
      <label>
        Links, one a line
        <textarea
          rows={2}
          spellcheck={false}
          placeholder="https://… or did:…"
          value={choice.links}
          onInput={({ currentTarget }) => change({ links: currentTarget.value })}
        />
      </label>
      <label>
        Address of a picture
        <input
          type="text"
          inputMode="url"
          autocomplete="off"
          spellcheck={false}
          placeholder="https://…"
          value={choice.avatar}
          onInput={({ currentTarget }) => change({ avatar: currentTarget.value })}
        />
      </label>
    </>
  );
}

/** The person's own profile on Ceramic: where, and whether. */
export default function OwnMirror() {
  const choice = useSignal(NOTHING);
  const busy = useSignal(false);
  const problem = useSignal<string | null>(null);
  const done = useSignal<string | null>(null);
  useEffect(() => {
    void mirrorSetting().then(({ value, problem: words }) => {
      if (value !== null) choice.value = value;
      problem.value = words;
    });
  }, [choice, problem]);
  const change = (changed: Partial<MirrorChoice>): void => {
    choice.value = { ...choice.value, ...changed };
  };
  const save = async (): Promise<void> => {
    busy.value = true;
    done.value = null;
    const { value, problem: words } = await chooseMirror(choice.value);
    problem.value = words;
    if (words === null)
      done.value = value === null ? 'Kept.' : `Your profile is there, as ${value}`;
    busy.value = false;
  };
  return (
    <form
      class="mirror"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <fieldset disabled={busy.value}>
        <legend>On Ceramic</legend>
        <p class="hint">
          Name, colour and links, signed with your wallet’s leave, for whoever knows your account.
          Everybody can read it, and it stays there. The node learns whose cards you open here.
        </p>
        <div class="fields one">
          <Fields choice={choice.value} change={change} />
        </div>
        <label class="choice">
          <input
            type="checkbox"
            checked={choice.value.on}
            onChange={({ currentTarget }) => change({ on: currentTarget.checked })}
          />
          Mirror my profile there
        </label>
        <button type="submit" class="button">
          Save
        </button>
      </fieldset>
      <Problem words={problem.value} />
      <Progress words={busy.value ? 'Asking the node, and perhaps your wallet…' : null} />
      {done.value !== null && <p role="status">{done.value}</p>}
    </form>
  );
}
