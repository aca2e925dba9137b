import { useEffect, useRef } from 'preact/hooks';
import { enter, leave } from '../actions.ts';
import { askForInvitation } from '../by-hand.ts';
import * as state from '../state.ts';
import { ColorChooser } from './ColorChooser.tsx';
import { NameField, RoomField } from './Fields.tsx';
import { JoinByHand, joiningTitle } from './JoinByHand.tsx';
import { Logo } from './Logo.tsx';
import { Problem, Progress } from './Notes.tsx';
import { WalletList } from './WalletList.tsx';

function EntranceForm() {
  const stage = state.stage.value;
  const busy = stage.at === 'entering';
  return (
    <form
      noValidate
      aria-busy={busy}
      onSubmit={(event) => {
        event.preventDefault();
        void enter();
      }}
    >
      <fieldset class="form-body" disabled={busy}>
        <legend class="sr-only">Who you are and where you go</legend>
        <WalletList />
        <div class="fields">
          <NameField />
          <RoomField />
        </div>
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
          <button key="enter" type="submit" class="primary">
            Enter
          </button>
        )}
      </div>
      {!busy && (
        <p class="other-way">
          No server? Somebody in a room can bring you in.
          <button type="button" class="button" onClick={askForInvitation}>
            Join by hand
          </button>
        </p>
      )}
    </form>
  );
}

/** Where one chooses a wallet, a name, a colour and a room, and goes in. */
export function Entrance() {
  const { value: joining } = state.joining;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // What had the focus is gone: a room that was left, or the step before.
    if (document.activeElement === document.body) heading.current?.focus({ preventScroll: true });
  }, [joining?.at]);
  return (
    <div class="entrance">
      <h1>
        <Logo />
      </h1>
      <p class="tagline">Group chat from browser to browser. The room is its people.</p>
      <section class="window" aria-labelledby="entrance-title">
        <header class="title-bar">
          <h2 id="entrance-title" ref={heading} tabIndex={-1}>
            {joining === null ? 'Come in, the water is warm' : joiningTitle(joining)}
          </h2>
        </header>
        {joining === null ? <EntranceForm /> : <JoinByHand joining={joining} />}
      </section>
    </div>
  );
}
