import { useState } from 'preact/hooks';
import type { ChatMessage, RoomLaw } from '../../session/contract.ts';
import { react, retract } from '../actions.ts';
import { leads, mayStrike } from '../law.ts';
import { askToStrike, decreeAtOnce } from '../ruling.ts';
import * as state from '../state.ts';

/** Emoji at hand for a reaction; any other goes into an answer. */
const REACTIONS = ['👍', '❤️', '😂', '🌴', '😮', '😢'];

/** What those may do who lead the room. */
function ByLaw({ message, law }: { readonly message: ChatMessage; readonly law: RoomLaw }) {
  if (!leads(law)) return null;
  const { id } = message;
  const isPinned = law.pins.includes(id);
  const self = state.self.value?.account ?? '';
  return (
    <>
      <button type="button" onClick={() => decreeAtOnce({ op: isPinned ? 'unpin' : 'pin', id })}>
        {isPinned ? 'Unpin' : 'Pin'}
      </button>
      {!message.own && mayStrike(law, self, message) && (
        <button type="button" onClick={() => askToStrike(message)}>
          Take back for everybody
        </button>
      )}
    </>
  );
}

/** What can be done with a message. */
export function MessageActions({ message }: { readonly message: ChatMessage }) {
  const [open, setOpen] = useState(false);
  const write = (to: 'reply' | 'edit') => {
    state.writingTo.value = { to, message };
  };
  return (
    <div class="message-menu">
      <button
        type="button"
        aria-label={`What to do with the message of ${message.name}`}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        ⋯
      </button>
      {open && (
        // biome-ignore lint/a11y/noStaticElementInteractions: the buttons inside are what people use.
        // biome-ignore lint/a11y/useKeyWithClickEvents: a key on a button is a click.
        <div
          class="message-actions"
          onClick={
            // Whatever was chosen, the menu has served.
            () => setOpen(false)
          }
        >
          {REACTIONS.map((emoji) => (
            <button
              key={emoji}
              type="button"
              aria-label={`React with ${emoji}`}
              onClick={() => react(message.id, emoji, true)}
            >
              {emoji}
            </button>
          ))}
          <button type="button" onClick={() => write('reply')}>
            Reply
          </button>
          {message.own && (
            <>
              <button type="button" onClick={() => write('edit')}>
                Edit
              </button>
              <button type="button" onClick={() => retract(message.id)}>
                Delete
              </button>
            </>
          )}
          {state.law.value !== null && <ByLaw message={message} law={state.law.value} />}
        </div>
      )}
    </div>
  );
}
