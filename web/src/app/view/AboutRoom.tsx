import { useSignal } from '@preact/signals';
import type { RoomLaw, RoomSettings } from '../../session/contract.ts';
import { sessionInRoom } from '../actions.ts';
import { ownRoleWords, sealWords } from '../law-words.ts';
import { askToLeaveForGood, askToWithdraw, decree } from '../ruling.ts';
import * as state from '../state.ts';
import { shortAddress } from '../words.ts';
import { BackupButton } from './BackupButton.tsx';
import { LinkView } from './LinkView.tsx';
import { Modal } from './Modal.tsx';
import { Problem } from './Notes.tsx';
import { Bounds, boundsWords, NameAndTopic } from './SettingsFields.tsx';

const calendar = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });

/** The owner changes what may be changed. */
function Editing({ settings }: { readonly settings: RoomSettings }) {
  const draft = useSignal(settings);
  const problem = useSignal<string | null>(null);
  const saved = useSignal(false);
  const change = (to: RoomSettings): void => {
    draft.value = to;
    saved.value = false;
  };
  const save = (): void => {
    const { name, topic } = draft.value;
    const wanted = { ...draft.value, name: name.trim(), topic: topic.trim() };
    problem.value = decree({ op: 'settings', settings: wanted });
    saved.value = problem.value === null;
  };
  return (
    <form
      noValidate
      class="form-body"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <NameAndTopic settings={draft.value} change={change} />
      <Bounds settings={draft.value} change={change} />
      <Problem words={problem.value} />
      <div class="form-foot">
        <p class="progress" role="status">
          {saved.value && 'Saved, for everybody.'}
        </p>
        <button type="submit" class="primary">
          Save
        </button>
      </div>
    </form>
  );
}

function nameOf(account: string) {
  const name = state.names.value.get(account);
  return name === undefined ? (
    <code>{shortAddress(account)}</code>
  ) : (
    <>
      <bdi>{name}</bdi> (<code>{shortAddress(account)}</code>)
    </>
  );
}

function Facts({ law }: { readonly law: RoomLaw }) {
  const { words, more } = sealWords(law);
  const { topic } = law.settings;
  return (
    <>
      {law.self !== 'owner' && topic !== '' && (
        <p>
          <bdi>{topic}</bdi>
        </p>
      )}
      <p>
        {words}. {more}
      </p>
      <p>
        Made on {calendar.format(law.founded)} by {nameOf(law.owner)}.{' '}
        {law.self !== 'owner' && ownRoleWords(law.self)}
      </p>
    </>
  );
}

function Reading({ settings }: { readonly settings: RoomSettings }) {
  return (
    <dl class="settings">
      {boundsWords(settings).map(({ label, words }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{words}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Brings another device of the person's in: the room's key goes to it by the link, the secrets come sealed. */
function AnotherDevice() {
  const link = useSignal<string | null>(null);
  if (link.value === null) {
    return (
      <button
        type="button"
        class="button"
        onClick={() => {
          link.value = sessionInRoom()?.deviceLink() ?? null;
        }}
      >
        Link another device
      </button>
    );
  }
  return (
    <LinkView link={link.value}>
      <p role="status">
        Open this on your other device, and enter with the same wallet; a guest first restores a
        backup there. The room’s key is in the link, so show it to nobody; it lets in no other
        account.
      </p>
    </LinkView>
  );
}

/** The person's own devices in this room. */
function Devices({ law }: { readonly law: RoomLaw }) {
  const { value: self } = state.self;
  const own = law.devices.filter(({ account }) => account === self?.account);
  if (own.length === 0) return null;
  return (
    <section aria-labelledby="devices-title">
      <h3 id="devices-title">Your devices in this room</h3>
      <ul class="law-list">
        {own.map(({ did, name }) => (
          <li key={did}>
            <span>
              <bdi>{name}</bdi>
              {did === self?.did && ' (this one)'}
            </span>
            {did !== self?.did && (
              <button
                type="button"
                class="button"
                aria-label={`Withdraw ${name}`}
                onClick={() => askToWithdraw(did, name)}
              >
                Withdraw
              </button>
            )}
          </li>
        ))}
      </ul>
      <AnotherDevice />
      <p class="hint">
        Each browser, and each window that is open beside another, is one: the room’s secrets are
        given to it. Withdraw those that you do not use any more, or have lost.
      </p>
    </section>
  );
}

function Inside({ law }: { readonly law: RoomLaw | null }) {
  if (law === null) return <p>It is not known yet what this room is. Wait for a member.</p>;
  return (
    <>
      <Facts law={law} />
      {law.self === 'owner' ? (
        <Editing settings={law.settings} />
      ) : (
        <Reading settings={law.settings} />
      )}
      <Devices law={law} />
      {law.policy !== 'open' && (
        <p class="other-way">
          You have the room’s keys in this browser alone.
          <BackupButton what="make" />
        </p>
      )}
      {(law.self === 'member' || law.self === 'moderator') && (
        <button type="button" class="button leave-for-good" onClick={askToLeaveForGood}>
          Leave for good
        </button>
      )}
    </>
  );
}

/** What the room is, and what may be changed of it. */
export default function AboutRoom() {
  return (
    <Modal
      name="about"
      title={<bdi>{state.roomLabel.value}</bdi>}
      open={state.roomOpen.value}
      close={() => {
        state.roomOpen.value = false;
      }}
    >
      <Inside law={state.law.value} />
    </Modal>
  );
}
