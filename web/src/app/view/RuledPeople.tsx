import type { RoomLaw } from '../../session/contract.ts';
import { awayOf, bannedOf, mutedUntil, roleOf } from '../law.ts';
import { roleWords } from '../law-words.ts';
import * as state from '../state.ts';
import { shortAddress } from '../words.ts';
import { CopyButton } from './CopyButton.tsx';
import { PersonButton } from './PersonButton.tsx';

/** People of a list that are shown; the others are counted. A guess. */
const SHOWN_MAX = 200;

/** What the law says of somebody, as words beside the name. */
export function LawMarks({ account }: { readonly account: string }) {
  const { value: law } = state.law;
  if (law === null) return null;
  const role = roleOf(law, account);
  const isMuted = mutedUntil(law, account, Date.now()) !== null;
  // In a room that everybody may enter, most are no members; elsewhere all who are here should be.
  const isPlain = role === 'member' || (role === 'none' && law.policy === 'open');
  return (
    <>
      {!isPlain && <span class={`role role-${role}`}>{roleWords(role)}</span>}
      {isMuted && <span class="role role-muted">muted</span>}
    </>
  );
}

/** Somebody who is not here. */
function Absent({ account, words }: { readonly account: string; readonly words: string }) {
  const name = state.names.value.get(account) ?? shortAddress(account);
  return (
    <li class="person link-away">
      <span class="link-symbol" aria-hidden="true">
        ☾
      </span>
      <div class="person-lines">
        <bdi class="person-name">{name}</bdi>
        <span class="person-facts">
          <LawMarks account={account} />
          <CopyButton class="address" text={account} label={`Copy ${account}`}>
            {shortAddress(account)}
          </CopyButton>
        </span>
        <span class="person-link">{words}</span>
      </div>
      <PersonButton shown={{ account, name, proven: true, did: null }} />
    </li>
  );
}

interface AbsentListProps {
  readonly id: string;
  readonly title: string;
  readonly people: RoomLaw['people'];
  /** How it stands with each of them. */
  readonly words: string;
}

function AbsentList({ id, title, people, words }: AbsentListProps) {
  if (people.length === 0) return null;
  const more = people.length - SHOWN_MAX;
  return (
    <>
      <h3 id={id}>{title}</h3>
      <ul class="absent" aria-labelledby={id}>
        {people.slice(0, SHOWN_MAX).map(({ account }) => (
          <Absent key={account} account={account} words={words} />
        ))}
        {more > 0 && <li class="person-link">and {more} more</li>}
      </ul>
    </>
  );
}

/** Of a room that belongs to somebody: its members who are not here, and those who may not come. */
export default function RuledPeople() {
  const { value: law } = state.law;
  if (law === null) return null;
  const proven = state.members.value.filter(({ proof }) => proof === 'wallet');
  const here = new Set(proven.map(({ account }) => account));
  return (
    <>
      <AbsentList
        id="away-title"
        title="Members who are not here"
        people={awayOf(law, here)}
        words="away"
      />
      <AbsentList id="banned-title" title="Banned" people={bannedOf(law)} words="may not come in" />
    </>
  );
}
