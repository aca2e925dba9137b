import type { Conversation } from '../../session/contract.ts';
import { correspondentName, lastWords, unreadLettersWords } from '../letter-words.ts';
import { openLetters } from '../letters.ts';
import * as state from '../state.ts';
import { WalletSwitch } from './WalletSwitch.tsx';

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
          {lastWords(last)}
        </span>
      </button>
    </li>
  );
}

/** With whom this account has exchanged letters, and whether its wallet opens them. */
export default function Conversations() {
  const { value: conversations } = state.conversationsSeen;
  return (
    <>
      {(conversations.length > 0 || state.walletLettersHere.value) && (
        <h3 id="conversations-title">Privately</h3>
      )}
      {conversations.length > 0 && (
        <ul class="conversations" aria-labelledby="conversations-title">
          {conversations.map((each) => (
            <Entry key={each.account} conversation={each} />
          ))}
        </ul>
      )}
      <WalletSwitch />
    </>
  );
}
