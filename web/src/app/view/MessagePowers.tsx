import type { ChatMessage, RoomLaw } from '../../session/contract.ts';
import { leads, mayStrike } from '../law.ts';
import { askToStrike, decreeAtOnce } from '../ruling.ts';
import * as state from '../state.ts';

interface MessagePowersProps {
  readonly message: ChatMessage;
  readonly law: RoomLaw;
}

/** What those may do with a message who lead the room. */
export default function MessagePowers({ message, law }: MessagePowersProps) {
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
