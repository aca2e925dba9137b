import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { verdictOf } from '../../doctor/verdict.ts';
import { examineOnce, findings } from '../doctor.ts';
import { type Emptiness, emptinessOf, unreachedWords, WAIT_MILLIS } from '../empty-room.ts';
import { hashOfRoom, isRuled } from '../room-address.ts';
import * as state from '../state.ts';
import { clockTime } from './clock.ts';
import { DoctorButton } from './DoctorButton.tsx';

function Alone({ room }: { readonly room: string }) {
  if (isRuled(room)) {
    return (
      <p>
        {state.law.value === null
          ? 'You are alone here: come back when a member is here, or ask one to come.'
          : 'You are alone here. “Invite” makes a link for whoever is to come.'}
      </p>
    );
  }
  return (
    <>
      <p>You are alone here. Send this link to whoever is to come:</p>
      <p class="room-link">{new URL(hashOfRoom(room), location.href).href}</p>
    </>
  );
}

function Unserved() {
  return (
    <p>
      The server that introduces people has been out of reach since{' '}
      {clockTime(state.statusSinceMillis.value)}. It is tried again by itself. The room lives on
      without it: “Invite by hand” brings somebody in.
    </p>
  );
}

/** Why nobody can be reached is found out by itself, once. */
function Unreached({ others }: { readonly others: number }) {
  useEffect(() => void examineOnce(), []);
  const { value: found } = findings;
  const verdict = found === null ? null : verdictOf(found);
  return (
    <>
      <p>
        {unreachedWords(others)} {verdict === null && 'Finding out why…'}
        {verdict?.tone === 'good' &&
          'Nothing is wrong on your side: the matter may be theirs. It is tried again and again.'}
      </p>
      {verdict !== null && verdict.tone !== 'good' && (
        <p>
          {verdict.problem} {verdict.advice}
        </p>
      )}
      <DoctorButton words="See what the doctor found" />
    </>
  );
}

function Words({ emptiness, room }: { readonly emptiness: Emptiness; readonly room: string }) {
  switch (emptiness.kind) {
    case 'alone':
      return <Alone room={room} />;
    case 'aloneByHand':
      return (
        <p>You are alone here, and there is no server: “Invite by hand” brings somebody in.</p>
      );
    case 'unserved':
      return <Unserved />;
    case 'unreached':
      return <Unreached others={emptiness.others} />;
  }
}

/** What the room says while nobody in it can be reached; nothing otherwise, and at first. */
export function EmptyRoom({ room }: { readonly room: string }) {
  const emptiness = emptinessOf({
    status: state.status.value,
    members: state.members.value,
    size: state.size.value,
  });
  const kind = emptiness?.kind ?? null;
  const said = useSignal<Emptiness['kind'] | null>(null);
  useEffect(() => {
    said.value = null;
    if (kind === null) return undefined;
    const timer = setTimeout(() => {
      said.value = kind;
    }, WAIT_MILLIS[kind]);
    return () => clearTimeout(timer);
  }, [kind, said]);
  return (
    <div class="empty-room" role="status">
      {emptiness !== null && said.value === kind && <Words emptiness={emptiness} room={room} />}
    </div>
  );
}
