import type { Member } from '../../session/contract.ts';
import { readable } from '../contrast.ts';
import { surface } from '../effects.ts';
import * as state from '../state.ts';
import { linkLook, linkSummary, peopleSeen, shortAddress } from '../words.ts';
import { CopyButton } from './CopyButton.tsx';
import { DoctorButton } from './DoctorButton.tsx';
import { lazily } from './lazily.tsx';
import { Mark } from './Mark.tsx';
import { NameMarks } from './NameMarks.tsx';
import { PersonButton } from './PersonButton.tsx';

const RuledPeople = lazily(() => import('./RuledPeople.tsx'), true);
const Avatar = lazily(() => import('./Avatar.tsx'), true);
const Conversations = lazily(() => import('./Conversations.tsx'), true);
const LawMarks = lazily(
  async () => ({ default: (await import('./RuledPeople.tsx')).LawMarks }),
  true,
);

function Person({ member }: { readonly member: Member }) {
  const look = linkLook(member.link);
  const { account, card } = member;
  const { avatar } = card;
  const proven = member.proof === 'wallet';
  return (
    <li class={`person link-${member.link}`}>
      <span class="link-symbol" aria-hidden="true">
        {look.symbol}
      </span>
      {avatar !== null && proven && (
        <Avatar account={account} avatar={avatar} name={member.name} size="small" />
      )}
      <div class="person-lines">
        <bdi class="person-name" style={{ color: readable(member.color, surface.value) }}>
          {member.name}
        </bdi>
        <span class="person-facts">
          <Mark proof={member.proof} account={account} session={member.did} full />
          {state.law.value !== null && proven && <LawMarks account={account} />}
          <CopyButton class="address" text={account} label={`Copy ${account}`}>
            {shortAddress(account)}
          </CopyButton>
          <NameMarks id={member.id} account={account} />
        </span>
        <span class="person-link">{look.words}</span>
        {member.reason !== null && <span class="person-reason">{member.reason}</span>}
      </div>
      <PersonButton shown={{ account, name: member.name, proven, did: member.did }} />
    </li>
  );
}

/** Who is in the room, and how the link to each of them stands. */
export function People() {
  const people = state.people.value;
  return (
    <>
      <h2 id="people-title" class="panel-title">
        {peopleSeen(state.size.value, people.length)}
      </h2>
      <ul class="people" aria-labelledby="people-title">
        {people.map((member) => (
          <Person key={member.id} member={member} />
        ))}
      </ul>
      <Conversations />
      {state.law.value !== null && <RuledPeople />}
      <p class="link-summary">{linkSummary(people, state.size.value)}</p>
      <DoctorButton words="Connection doctor" />
    </>
  );
}
