import { useSignal } from '@preact/signals';
import type { Member } from '../../session/contract.ts';
import { readable } from '../contrast.ts';
import { surface } from '../effects.ts';
import * as state from '../state.ts';
import { linkLook, linkSummary, peopleCount, shortAddress } from '../words.ts';
import { Mark } from './Mark.tsx';

/** How long the note of a copied address stays. */
const COPIED_MILLIS = 2_000;

/** Copies a text at a click and says so for a moment. */
export function CopyButton(props: {
  readonly text: string;
  readonly label: string;
  readonly class: string;
  readonly children: string;
}) {
  const note = useSignal<string | null>(null);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(props.text);
      note.value = 'Copied';
    } catch {
      note.value = 'Could not copy';
    }
    setTimeout(() => {
      note.value = null;
    }, COPIED_MILLIS);
  };
  return (
    <button type="button" class={props.class} title={props.label} onClick={copy}>
      <span class="sr-only">{props.label}</span>
      <span aria-hidden="true">{note.value ?? props.children}</span>
      <span class="sr-only" role="status">
        {note.value}
      </span>
    </button>
  );
}

function Person({ member }: { readonly member: Member }) {
  const look = linkLook(member.link);
  return (
    <li class={`person link-${member.link}`}>
      <span class="link-symbol" aria-hidden="true">
        {look.symbol}
      </span>
      <div class="person-lines">
        <bdi class="person-name" style={{ color: readable(member.color, surface.value) }}>
          {member.name}
        </bdi>
        <span class="person-facts">
          <Mark proof={member.proof} full />
          <CopyButton class="address" text={member.account} label={`Copy ${member.account}`}>
            {shortAddress(member.account)}
          </CopyButton>
        </span>
        <span class="person-link">{look.words}</span>
        {member.reason !== null && <span class="person-reason">{member.reason}</span>}
      </div>
    </li>
  );
}

/** Who is in the room, and how the link to each of them stands. */
export function People() {
  const people = state.people.value;
  return (
    <>
      <h2 id="people-title" class="panel-title">
        {peopleCount(people.length)}
      </h2>
      <ul class="people" aria-labelledby="people-title">
        {people.map((member) => (
          <Person key={member.id} member={member} />
        ))}
      </ul>
      <p class="link-summary">{linkSummary(people)}</p>
    </>
  );
}
