import { useState } from 'preact/hooks';
import type { ChatMessage } from '../../session/contract.ts';
import { react, retract } from '../actions.ts';
import { openLetters } from '../letters.ts';
import * as state from '../state.ts';
import { lazily } from './lazily.tsx';

const MessagePowers = lazily(() => import('./MessagePowers.tsx'), true);

/** Emoji at hand for a reaction; any other goes into an answer. */
const REACTIONS = ['👍', '❤️', '😂', '🌴', '😮', '😢'];

interface MessageActionsProps {
  readonly message: ChatMessage;
  /** When it was said, where nothing else on the line tells: shown beside the button. */
  readonly time?: string;
}

/** What can be done with a message. */
export function MessageActions({ message, time }: MessageActionsProps) {
  const [open, setOpen] = useState(false);
  const write = (to: 'reply' | 'edit') => {
    state.writingTo.value = { to, message };
  };
  return (
    <>
      <button
        type="button"
        class="message-menu"
        data-time={time}
        aria-label={`What to do with the message of ${message.name}${time ? `, ${time}` : ''}`}
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
              onClick={() => react(message, emoji, true)}
            >
              {emoji}
            </button>
          ))}
          <button type="button" onClick={() => write('reply')}>
            Reply
          </button>
          {!message.own && message.with === null && message.proof === 'wallet' && (
            <button type="button" onClick={() => openLetters(message.account, message.name)}>
              Write privately
            </button>
          )}
          {message.own && (
            <>
              <button type="button" onClick={() => write('edit')}>
                Edit
              </button>
              <button type="button" onClick={() => retract(message)}>
                Delete
              </button>
            </>
          )}
          {message.with === null && state.law.value !== null && (
            <MessagePowers message={message} law={state.law.value} />
          )}
        </div>
      )}
    </>
  );
}
