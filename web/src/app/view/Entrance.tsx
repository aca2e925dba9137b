import { useEffect, useRef } from 'preact/hooks';
import { enter } from '../actions.ts';
import { askForInvitation } from '../by-hand.ts';
import * as state from '../state.ts';
import { NameField, RoomField } from './Fields.tsx';
import { joiningTitle } from './joining-title.tsx';
import { Logo } from './Logo.tsx';
import { lazily } from './lazily.tsx';
import { WhoForm } from './WhoForm.tsx';

const JoinByHand = lazily(() => import('./JoinByHand.tsx'));

function EntranceForm() {
  return (
    <WhoForm
      legend="Who you are and where you go"
      fields={
        <div class="fields">
          <NameField />
          <RoomField />
        </div>
      }
      buttons={
        <button key="enter" type="submit" class="primary">
          Enter
        </button>
      }
      footnote={
        <p class="other-way">
          No server? Somebody in a room can bring you in.
          <button type="button" class="button" onClick={askForInvitation}>
            Join by hand
          </button>
        </p>
      }
      onSubmit={() => void enter()}
    />
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
