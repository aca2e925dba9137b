import { useEffect, useRef } from 'preact/hooks';
import { enter, leave } from '../actions.ts';
import * as state from '../state.ts';
import { ColorChooser } from './ColorChooser.tsx';
import { Logo } from './Logo.tsx';
import { WalletList } from './WalletList.tsx';

/** Characters of a name and of a room's name; core's Limits, which decide. */
const NAME_CHARS_MAX = 32;
const ROOM_CHARS_MAX = 64;

function Fields() {
  return (
    <div class="fields">
      <label>
        Your name
        <input
          type="text"
          name="nickname"
          autocomplete="nickname"
          dir="auto"
          maxLength={NAME_CHARS_MAX}
          value={state.name.value}
          onInput={({ currentTarget }) => {
            state.name.value = currentTarget.value;
          }}
        />
      </label>
      <label>
        Room
        <input
          type="text"
          name="room"
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          dir="auto"
          maxLength={ROOM_CHARS_MAX}
          value={state.roomWanted.value}
          onInput={({ currentTarget }) => {
            state.roomWanted.value = currentTarget.value;
          }}
        />
      </label>
    </div>
  );
}

function Problem() {
  const { value: problem } = state.problem;
  return (
    <div role="alert">
      {problem !== null && (
        <p class="problem">
          <span aria-hidden="true">⚠ </span>
          {problem}
        </p>
      )}
    </div>
  );
}

function Progress({ words }: { readonly words: string | null }) {
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

/** Where one chooses a wallet, a name, a colour and a room, and goes in. */
export function Entrance() {
  const stage = state.stage.value;
  const busy = stage.at === 'entering';
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // After leaving a room, the focus would otherwise be lost with what had it.
    if (document.activeElement === document.body) heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div class="entrance">
      <h1>
        <Logo />
      </h1>
      <p class="tagline">Group chat from browser to browser. The room is its people.</p>
      <section class="window" aria-labelledby="entrance-title">
        <header class="title-bar">
          <h2 id="entrance-title" ref={heading} tabIndex={-1}>
            Come in, the water is warm
          </h2>
        </header>
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
            <Fields />
            <ColorChooser />
          </fieldset>
          <Problem />
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
        </form>
      </section>
    </div>
  );
}
