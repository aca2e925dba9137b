import { useEffect, useRef } from 'preact/hooks';
import { enter, enterElsewhere } from '../actions.ts';
import { askForInvitation } from '../by-hand.ts';
import * as state from '../state.ts';
import { NameField, RoomField } from './Fields.tsx';
import { joiningTitle } from './joining-title.tsx';
import { Logo } from './Logo.tsx';
import { lazily } from './lazily.tsx';
import { WhoForm } from './WhoForm.tsx';

const JoinByHand = lazily(() => import('./JoinByHand.tsx'));
const MakeRoom = lazily(() => import('./MakeRoom.tsx'));
const OwnRooms = lazily(() => import('./OwnRooms.tsx'), true);

function OtherWays() {
  return (
    <>
      <p class="other-way">
        A room that belongs to you, with your own rules.
        <button
          type="button"
          class="button"
          onClick={() => {
            state.problem.value = null;
            state.making.value = true;
          }}
        >
          Make a room of your own
        </button>
      </p>
      <OwnRooms />
      <p class="other-way">
        No server? Somebody in a room can bring you in.
        <button type="button" class="button" onClick={askForInvitation}>
          Join by hand
        </button>
      </p>
    </>
  );
}

/** Into a room that belongs to somebody: what it is called, one learns inside. */
function Invited() {
  return (
    <p>
      {state.invitationWanted.value === null
        ? 'The room belongs to somebody. Say who you are; whether you may come in, its members’ browsers say.'
        : 'Say who you are. The link lets you in as soon as a member is there; it also holds the room’s key, so give it to nobody for whom it is not meant.'}
    </p>
  );
}

function EntranceForm() {
  const ruled = state.ruledWanted.value;
  return (
    <WhoForm
      legend="Who you are and where you go"
      intro={ruled && <Invited />}
      fields={
        <div class={ruled ? 'fields one' : 'fields'}>
          <NameField />
          {!ruled && <RoomField />}
        </div>
      }
      buttons={
        <>
          {ruled && (
            <button key="elsewhere" type="button" class="button" onClick={enterElsewhere}>
              Another room
            </button>
          )}
          <button key="enter" type="submit" class="primary">
            Enter
          </button>
        </>
      }
      footnote={<OtherWays />}
      onSubmit={() => void enter()}
    />
  );
}

function Title() {
  const { value: joining } = state.joining;
  if (joining !== null) return joiningTitle(joining);
  if (state.making.value) return 'A room of your own';
  if (!state.ruledWanted.value) return 'Come in, the water is warm';
  const name = state.roomNames.value.get(state.roomWanted.value.trim());
  if (name === undefined || state.invitationWanted.value !== null) {
    return 'You are invited to a room';
  }
  return (
    <>
      Back to <bdi>{name}</bdi>
    </>
  );
}

function Way() {
  const { value: joining } = state.joining;
  if (joining !== null) return <JoinByHand joining={joining} />;
  return state.making.value ? <MakeRoom /> : <EntranceForm />;
}

/** Where one chooses a wallet, a name, a colour and a room, and goes in. */
export function Entrance() {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // What had the focus is gone: a room that was left, or the step before.
    if (document.activeElement === document.body) heading.current?.focus({ preventScroll: true });
  }, [state.joining.value?.at, state.making.value, state.ruledWanted.value]);
  return (
    <div class="entrance">
      <h1>
        <Logo />
      </h1>
      <p class="tagline">Group chat from browser to browser. The room is its people.</p>
      <section class="window" aria-labelledby="entrance-title">
        <header class="title-bar">
          <h2 id="entrance-title" ref={heading} tabIndex={-1}>
            <Title />
          </h2>
        </header>
        <Way />
      </section>
    </div>
  );
}
