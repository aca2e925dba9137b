import type { HandCode, HandCodeContent } from '../../session/contract.ts';
import { enterByHand, leave } from '../actions.ts';
import { askForInvitation, joinByServer, takeInvitation } from '../by-hand.ts';
import type { Joining } from '../state.ts';
import * as state from '../state.ts';
import { CodeField } from './CodeField.tsx';
import { clockTime } from './clock.ts';
import { NameField } from './Fields.tsx';
import { HandCodeView } from './HandCodeView.tsx';
import { RoomName } from './joining-title.tsx';
import { Problem, Progress } from './Notes.tsx';
import { WhoForm } from './WhoForm.tsx';

function Asking() {
  return (
    <div class="joining">
      <p>
        Without the server, somebody who is in a room can bring you in: ask them to press “Invite by
        hand” there and to send you what comes of it.
      </p>
      <CodeField
        label="The invitation that you were sent"
        button="Read it"
        busy={false}
        onCode={(text) => void takeInvitation(text)}
      />
      <Problem words={state.problem.value} />
      <div class="form-foot">
        <button type="button" class="button" onClick={joinByServer}>
          Enter by the server instead
        </button>
      </div>
    </div>
  );
}

function Invited({ invitation }: { readonly invitation: HandCodeContent }) {
  return (
    <WhoForm
      legend="Who you are"
      intro={
        <p>
          The invitation is good until {clockTime(invitation.expiresAtMillis)}. Say who you are;
          then you get a reply to send back.
        </p>
      }
      fields={
        <div class="fields one">
          <NameField />
        </div>
      }
      buttons={
        <>
          <button key="back" type="button" class="button" onClick={askForInvitation}>
            Back
          </button>
          <button key="reply" type="submit" class="primary">
            Make the reply
          </button>
        </>
      }
      onSubmit={() => void enterByHand()}
    />
  );
}

function Replied(props: { readonly invitation: HandCodeContent; readonly reply: HandCode }) {
  const { invitation, reply } = props;
  return (
    <div class="joining">
      <p>
        You are in as soon as <bdi>{invitation.name}</bdi> has put it into “What they send back”. It
        is good until {clockTime(reply.expiresAtMillis)}; keep this page open until then.
      </p>
      <HandCodeView code={reply} what="Reply" />
      <div class="form-foot">
        <Progress words={`Waiting for ${invitation.name}…`} />
        <button type="button" class="button" onClick={leave}>
          Cancel
        </button>
      </div>
    </div>
  );
}

function Passed({ reply }: { readonly reply: HandCodeContent }) {
  return (
    <p class="joining">
      <span>
        The reply of <bdi>{reply.name}</bdi> went to your other window, where you are in{' '}
        <RoomName room={reply.room} />. You can close this one.
      </span>
    </p>
  );
}

/** The way into a room by somebody who is in it. */
export default function JoinByHand({ joining }: { readonly joining: Joining }) {
  switch (joining.at) {
    case 'asking':
      return <Asking />;
    case 'passed':
      return <Passed reply={joining.reply} />;
    case 'invited':
      return <Invited invitation={joining.invitation} />;
    case 'replied':
      return <Replied invitation={joining.invitation} reply={joining.reply} />;
  }
}
