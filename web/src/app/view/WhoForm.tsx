import type { ComponentChildren } from 'preact';
import { leave } from '../actions.ts';
import * as state from '../state.ts';
import { ColorChooser } from './ColorChooser.tsx';
import { Problem, Progress } from './Notes.tsx';
import { WalletList } from './WalletList.tsx';

interface WhoFormProps {
  readonly legend: string;
  /** What stands before the wallets. */
  readonly intro?: ComponentChildren;
  /** The fields between wallets and colours. */
  readonly fields: ComponentChildren;
  /** The buttons to go on with. */
  readonly buttons: ComponentChildren;
  /** What else one could do, while nothing is under way. */
  readonly footnote?: ComponentChildren;
  readonly onSubmit: () => void;
}

/** Where people say who they are, before they come in: a wallet, a name, a colour. */
export function WhoForm({ legend, intro, fields, buttons, footnote, onSubmit }: WhoFormProps) {
  const stage = state.stage.value;
  const busy = stage.at === 'entering';
  return (
    <form
      noValidate
      aria-busy={busy}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <fieldset class="form-body" disabled={busy}>
        <legend class="sr-only">{legend}</legend>
        {intro}
        <WalletList />
        {fields}
        <ColorChooser />
      </fieldset>
      <Problem words={state.problem.value} />
      <div class="form-foot">
        <Progress words={busy ? stage.words : null} />
        {/* Keys, or the click on the one would end on the other: they would be one element to Preact. */}
        {busy ? (
          <button key="cancel" type="button" class="button" onClick={leave}>
            Cancel
          </button>
        ) : (
          buttons
        )}
      </div>
      {!busy && footnote}
    </form>
  );
}
