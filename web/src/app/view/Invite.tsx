import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { HandCode } from '../../session/contract.ts';
import { invite, takeReply } from '../by-hand.ts';
import * as state from '../state.ts';
import { CodeField } from './CodeField.tsx';
import { clockTime } from './clock.ts';
import { HandCodeView } from './HandCodeView.tsx';
import { Modal } from './Modal.tsx';
import { Problem, Progress } from './Notes.tsx';

/** Whether a time has come; the screen follows when it does. */
function useHasCome(millis: number): boolean {
  const come = useSignal(millis <= Date.now());
  useEffect(() => {
    come.value = millis <= Date.now();
    const timer = setTimeout(
      () => {
        come.value = true;
      },
      Math.max(0, millis - Date.now()),
    );
    return () => clearTimeout(timer);
  }, [millis]);
  return come.value;
}

function Again({ words }: { readonly words: string }) {
  return (
    <button type="button" class="button" onClick={() => void invite()}>
      {words}
    </button>
  );
}

interface InvitationProps {
  readonly code: HandCode;
  readonly busy: boolean;
  readonly problem: string | null;
}

function Invitation({ code, busy, problem }: InvitationProps) {
  if (useHasCome(code.expiresAtMillis)) {
    return (
      <>
        <p>This invitation has ended: it was good for 10 minutes.</p>
        <Problem words={problem} />
        <Again words="Make a new one" />
      </>
    );
  }
  return (
    <>
      <p>
        Send this to one person, by whatever way you have. It is good for 10 minutes, until{' '}
        {clockTime(code.expiresAtMillis)}, and for that person alone.
      </p>
      <HandCodeView code={code} what="Invitation">
        <CodeField
          label="What they send back"
          button="Let them in"
          busy={busy}
          onCode={(text) => void takeReply(text)}
        />
        <Problem words={problem} />
      </HandCodeView>
    </>
  );
}

function Inside() {
  const { value: inviting } = state.inviting;
  if (inviting === null) return null;
  const { code, busy, problem, arrived } = inviting;
  return (
    <>
      {code === null ? (
        <Problem words={problem} />
      ) : (
        <Invitation key={code.text} code={code} busy={busy !== null} problem={problem} />
      )}
      <Progress words={busy} />
      <div role="status">
        {arrived !== null && (
          <p class="arrived">
            <bdi>{arrived}</bdi> is in. The others are introduced to them by and by.
          </p>
        )}
      </div>
      {code === null && busy === null && (
        <Again words={arrived === null ? 'Try again' : 'Invite somebody else'} />
      )}
    </>
  );
}

/** Bringing somebody in by hand, over the room. */
export default function Invite() {
  const close = (): void => {
    state.invitingOpen.value = false;
  };
  return (
    <Modal name="invite" title="Invite by hand" open={state.invitingOpen.value} close={close}>
      <p class="hint">
        For when the server that introduces people is out of reach: you introduce somebody yourself.
      </p>
      <Inside />
    </Modal>
  );
}
