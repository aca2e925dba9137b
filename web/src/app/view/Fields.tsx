import { goTo } from '../actions.ts';
import { addressOfLink } from '../room-address.ts';
import * as state from '../state.ts';

/** Characters of a name and of a room's name; core's Limits, which decide. */
const NAME_CHARS_MAX = 32;
const ROOM_CHARS_MAX = 64;

export function NameField() {
  return (
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
  );
}

export function RoomField() {
  return (
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
        onPaste={(event) => {
          const address = addressOfLink(event.clipboardData?.getData('text') ?? '');
          if (address === null) return;
          event.preventDefault();
          void goTo(address);
        }}
      />
    </label>
  );
}
