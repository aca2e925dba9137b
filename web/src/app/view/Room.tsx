import type { Signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { leave } from '../actions.ts';
import { showInvitation } from '../by-hand.ts';
import { finePointer, narrow } from '../effects.ts';
import { openSearch } from '../history.ts';
import { unreadLettersWords } from '../letter-words.ts';
import { hashOfRoom, isRuled } from '../room-address.ts';
import * as state from '../state.ts';
import { peopleSeen, statusWords } from '../words.ts';
import { Composer } from './Composer.tsx';
import { CopyButton } from './CopyButton.tsx';
import { Log } from './Log.tsx';
import { Look } from './Look.tsx';
import { lazily } from './lazily.tsx';
import { useModal } from './Modal.tsx';
import { People } from './People.tsx';

const Invite = lazily(() => import('./Invite.tsx'));
const Doctor = lazily(() => import('./Doctor.tsx'));
const EmptyRoom = lazily(async () => ({ default: (await import('./Doctor.tsx')).EmptyRoom }), true);
const Search = lazily(() => import('./Search.tsx'));
const GateHead = lazily(() => import('./GateHead.tsx'), true);
const RuledHead = lazily(() => import('./RuledHead.tsx'), true);
const RoomInvite = lazily(() => import('./RoomInvite.tsx'));
const PersonDialog = lazily(() => import('./PersonDialog.tsx'), true);
const Letters = lazily(() => import('./Letters.tsx'), true);
const AboutRoom = lazily(() => import('./AboutRoom.tsx'));

function SearchPanel() {
  return state.search.value === null ? null : <Search />;
}

function Status() {
  const { value: status } = state.status;
  return (
    <p class={`status status-${status}`} role="status">
      <span aria-hidden="true">{status === 'entered' || status === 'unserved' ? '●' : '◌'} </span>
      <span class="status-words">{statusWords(status)}</span>
    </p>
  );
}

function Invitations({ room }: { readonly room: string }) {
  return (
    <>
      <CopyButton
        class="button"
        text={new URL(hashOfRoom(room), location.href).href}
        label="Copy the link to this room"
      >
        Copy link
      </CopyButton>
      <button type="button" class="button" aria-haspopup="dialog" onClick={showInvitation}>
        Invite by hand
      </button>
    </>
  );
}

/** In the place of a link that everybody may have. */
function RuledActions() {
  const open = (dialog: Signal<boolean>) => () => {
    state.drawerOpen.value = false;
    dialog.value = true;
  };
  return (
    <>
      <button
        type="button"
        class="button"
        aria-haspopup="dialog"
        onClick={open(state.roomInviteOpen)}
      >
        Invite
      </button>
      <button type="button" class="button" aria-haspopup="dialog" onClick={open(state.roomOpen)}>
        About the room
      </button>
    </>
  );
}

function RoomActions({ room }: { readonly room: string }) {
  return (
    <div class="room-actions">
      {isRuled(room) ? <RuledActions /> : <Invitations room={room} />}
      <button
        type="button"
        class="button"
        onClick={() => {
          state.drawerOpen.value = false;
          openSearch();
        }}
      >
        Search
      </button>
      <button type="button" class="button" onClick={leave}>
        Leave
      </button>
    </div>
  );
}

function PeopleButton() {
  const count = state.size.value;
  const letters = state.unreadLetters.value;
  return (
    <button
      type="button"
      class="button people-button"
      aria-haspopup="dialog"
      aria-expanded={state.drawerOpen.value}
      onClick={() => {
        state.drawerOpen.value = true;
      }}
    >
      <span aria-hidden="true">☰ </span>
      {peopleSeen(count, count)}
      {letters > 0 && (
        <span class="badge">
          <span aria-hidden="true">✉ {letters}</span>
          <span class="sr-only">, {unreadLettersWords(letters)} privately</span>
        </span>
      )}
    </button>
  );
}

/** The people list on a phone: over the messages, with what else the room offers. */
function Drawer({ room }: { readonly room: string }) {
  const dialog = useModal(state.drawerOpen.value);
  const close = (): void => {
    state.drawerOpen.value = false;
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes a dialog by itself; a click on the backdrop is for pointers.
    <dialog
      ref={dialog}
      class="drawer"
      aria-labelledby="people-title"
      onClose={close}
      onClick={(event) => event.target === dialog.current && close()}
    >
      <div class="drawer-inside">
        <button type="button" class="button drawer-close" onClick={close}>
          <span aria-hidden="true">✕ </span>Close
        </button>
        <People />
        <RoomActions room={room} />
        <Look />
      </div>
    </dialog>
  );
}

/** What the person should know as long as it is so. */
function Banner({ words }: { readonly words: string | null }) {
  return (
    <div role="alert">
      {words !== null && (
        <p class="banner">
          <span aria-hidden="true">⚠ </span>
          {words}
        </p>
      )}
    </div>
  );
}

/** Whether something was ever so. */
function useOnce(now: boolean): boolean {
  const once = useRef(false);
  once.current ||= now;
  return once.current;
}

/** Each from its first opening on: they give the focus back when they close. */
function Dialogs() {
  const invited = useOnce(state.invitingOpen.value);
  const examined = useOnce(state.doctorOpen.value);
  const roomInvited = useOnce(state.roomInviteOpen.value);
  const roomShown = useOnce(state.roomOpen.value);
  const personShown = useOnce(state.shown.value !== null);
  const lettersShown = useOnce(state.letters.value !== null);
  return (
    <>
      {invited && <Invite />}
      {examined && <Doctor />}
      {roomInvited && <RoomInvite />}
      {roomShown && <AboutRoom />}
      {personShown && <PersonDialog />}
      {lettersShown && <Letters />}
    </>
  );
}

/** The room: its messages, its people, and where one writes. */
export function Room({ room }: { readonly room: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // With a mouse at hand, the message field takes the focus instead.
    if (!finePointer.value) heading.current?.focus();
  }, []);
  return (
    <section class="window room" aria-labelledby="room-title">
      <header class="title-bar">
        <h1 id="room-title" ref={heading} tabIndex={-1}>
          <bdi>{state.roomLabel.value}</bdi>
        </h1>
        <Status />
        {narrow.value ? <PeopleButton /> : <RoomActions room={room} />}
      </header>
      {isRuled(room) && <RuledHead />}
      {state.gateRule.value !== null && <GateHead rule={state.gateRule.value} />}
      <Banner words={state.accountNotice.value} />
      <Banner words={state.storageProblem.value} />
      <SearchPanel />
      <div class="room-body">
        <div class="talk">
          <EmptyRoom room={room} />
          <Log />
          <Composer />
        </div>
        {narrow.value ? (
          <Drawer room={room} />
        ) : (
          <aside class="panel" aria-label="People">
            <People />
          </aside>
        )}
      </div>
      <Dialogs />
    </section>
  );
}
