import type { Conversation } from '../../session/contract.ts';
import { correspondentName, unreadLettersWords } from '../letter-words.ts';
import { openLetters } from '../letters.ts';
import * as state from '../state.ts';

function Entry({ conversation }: { readonly conversation: Conversation }) {
  const { account, last, unread } = conversation;
  const name = correspondentName(conversation);
  return (
    <li>
      <button
        type="button"
        class="conversation"
        aria-haspopup="dialog"
        onClick={() => openLetters(account, name)}
      >
        <bdi class="person-name">{name}</bdi>
        {unread > 0 && <span class="badge">{unreadLettersWords(unread)}</span>}
        <span class="last-letter" dir="auto">
          {last.retracted ? '(taken back)' : last.text}
        </span>
      </button>
    </li>
  );
}

/** With whom this account has exchanged letters. */
export default function Conversations() {
  return (
    <>
      <h3 id="conversations-title">Privately</h3>
      <ul class="conversations" aria-labelledby="conversations-title">
        {state.conversationsSeen.value.map((each) => (
          <Entry key={each.account} conversation={each} />
        ))}
      </ul>
    </>
  );
}
