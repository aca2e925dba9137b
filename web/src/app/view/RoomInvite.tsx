import { useSignal } from '@preact/signals';
import type { InviteLink, RoomLaw } from '../../session/contract.ts';
import { sessionInRoom } from '../actions.ts';
import { showInvitation } from '../by-hand.ts';
import { leads } from '../law.ts';
import { LASTING_CHOICES, remainingWords, USES_CHOICES, usesWords } from '../law-words.ts';
import { decree } from '../ruling.ts';
import * as state from '../state.ts';
import { LinkView } from './LinkView.tsx';
import { Modal } from './Modal.tsx';
import { Problem, Progress } from './Notes.tsx';

const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

function Made({ made, uses }: { readonly made: InviteLink; readonly uses: number }) {
  return (
    <LinkView link={made.link}>
      <p role="status">
        {uses === 1 ? 'One person' : `Up to ${usesWords(uses)}`} may come in by this link, until{' '}
        {moment.format(made.expiresAtMillis)}. The room’s key is in it: send it as you would send a
        password. It is shown only now.
      </p>
    </LinkView>
  );
}

/** Making a link by which some may come in. */
function NewInvitation() {
  const uses = useSignal(1);
  const lasts = useSignal(LASTING_CHOICES[1]?.millis ?? 0);
  const made = useSignal<{ readonly link: InviteLink; readonly uses: number } | null>(null);
  const busy = useSignal(false);
  const problem = useSignal<string | null>(null);
  const make = async (): Promise<void> => {
    busy.value = true;
    made.value = null;
    problem.value = null;
    const wanted = uses.value;
    try {
      const link = await sessionInRoom()?.inviteLink(wanted, lasts.value);
      if (link !== undefined) made.value = { link, uses: wanted };
    } catch (error) {
      problem.value = error instanceof Error ? error.message : String(error);
    }
    busy.value = false;
  };
  return (
    <>
      <div class="invite-fields">
        <label>
          For{' '}
          <select
            value={uses.value}
            onChange={({ currentTarget }) => {
              uses.value = Number(currentTarget.value);
            }}
          >
            {USES_CHOICES.map((count) => (
              <option key={count} value={count}>
                {usesWords(count)}
              </option>
            ))}
          </select>
        </label>
        <label>
          Good for{' '}
          <select
            value={lasts.value}
            onChange={({ currentTarget }) => {
              lasts.value = Number(currentTarget.value);
            }}
          >
            {LASTING_CHOICES.map(({ words, millis }) => (
              <option key={millis} value={millis}>
                {words}
              </option>
            ))}
          </select>
        </label>
        <button type="button" class="primary" disabled={busy.value} onClick={() => void make()}>
          Make a link
        </button>
      </div>
      <Progress words={busy.value ? 'Making a link…' : null} />
      <Problem words={problem.value} />
      {made.value !== null && <Made made={made.value.link} uses={made.value.uses} />}
    </>
  );
}

/** Invitations that can still be used. */
function OpenInvitations({ law }: { readonly law: RoomLaw }) {
  const problem = useSignal<string | null>(null);
  const now = Date.now();
  const open = law.invitations.filter(({ expiresAtMillis }) => expiresAtMillis > now);
  if (open.length === 0) return <p class="hint">No other invitation is open.</p>;
  return (
    <section aria-labelledby="open-invitations">
      <h3 id="open-invitations">Open invitations</h3>
      <ul class="law-list">
        {open.map(({ id, uses, usesLeft, expiresAtMillis }) => {
          const words = `${usesLeft} of ${usesWords(uses)} may still come, for ${remainingWords(expiresAtMillis, now)} more`;
          return (
            <li key={id}>
              <span title={`Until ${moment.format(expiresAtMillis)}`}>{words}</span>
              <button
                type="button"
                class="button"
                aria-label={`Revoke the invitation: ${words}`}
                onClick={() => {
                  problem.value = decree({ op: 'revoke', id });
                }}
              >
                Revoke
              </button>
            </li>
          );
        })}
      </ul>
      <Problem words={problem.value} />
    </section>
  );
}

/** Everybody may enter: the room's own address is all it takes. */
function OpenRoom() {
  return (
    // What stands in the address bar of a room is its own link.
    <LinkView link={location.href}>
      <p>Everybody may enter this room who has its link.</p>
    </LinkView>
  );
}

/** Whoever holds what the room asks for comes in; the link holds the key to what the room is. */
function GatedRoom() {
  const link = useSignal<string | null>(null);
  if (link.value === null) link.value = sessionInRoom()?.deviceLink() ?? location.href;
  return (
    <LinkView link={link.value}>
      <p>
        Whoever holds what this room asks for comes in by this link, as often as wanted. Whoever has
        the link alone can see who is in the room, and nothing of what is said.
      </p>
    </LinkView>
  );
}

function Inside({ law }: { readonly law: RoomLaw | null }) {
  if (law === null) return <p>It is not known yet what this room is. Wait for a member.</p>;
  if (law.policy === 'open') return <OpenRoom />;
  if (law.policy === 'gate') return <GatedRoom />;
  if (!leads(law)) {
    return <p>The room’s owner and its moderators can invite people. Ask one of them.</p>;
  }
  return (
    <>
      <NewInvitation />
      <OpenInvitations law={law} />
    </>
  );
}

/** Bringing people into a room that belongs to somebody. */
export default function RoomInvite() {
  const close = (): void => {
    state.roomInviteOpen.value = false;
  };
  return (
    <Modal name="invite" title="Invite people" open={state.roomInviteOpen.value} close={close}>
      <Inside law={state.law.value} />
      <p class="other-way">
        No server? Introduce somebody yourself; a closed room asks for an invitation all the same.
        <button
          type="button"
          class="button"
          onClick={() => {
            close();
            showInvitation();
          }}
        >
          Invite by hand
        </button>
      </p>
    </Modal>
  );
}
