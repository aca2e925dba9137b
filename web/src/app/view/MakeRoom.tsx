import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { HistoryMode, NewRoom, RoomPolicy } from '../../session/contract.ts';
import { makeRoom } from '../actions.ts';
import * as state from '../state.ts';
import { NameField } from './Fields.tsx';
import { lazily } from './lazily.tsx';
import { Bounds, NameAndTopic, SETTINGS_DEFAULT } from './SettingsFields.tsx';
import { WhoForm } from './WhoForm.tsx';

const GateBuilder = lazily(() => import('./GateBuilder.tsx'));

interface ChoiceProps<Value extends string> {
  readonly name: string;
  readonly value: Value;
  readonly chosen: Value;
  readonly choose: (value: Value) => void;
  readonly children: ComponentChildren;
}

function Choice<Value extends string>(props: ChoiceProps<Value>) {
  const { name, value, chosen, choose, children } = props;
  return (
    <label class="choice">
      <input type="radio" name={name} checked={value === chosen} onChange={() => choose(value)} />
      <span>{children}</span>
    </label>
  );
}

interface KindProps {
  readonly policy: RoomPolicy;
  readonly history: HistoryMode;
  readonly choose: (change: Partial<Pick<NewRoom, 'policy' | 'history' | 'gate'>>) => void;
}

/** What stays as it is once the room is made. */
function Kind({ policy, history, choose }: KindProps) {
  return (
    <>
      <fieldset class="choices">
        <legend>Who may come in</legend>
        <Choice
          name="policy"
          value="invite"
          chosen={policy}
          choose={(to) => choose({ policy: to })}
        >
          <strong>Invited people</strong>: what is said is sealed, and only members can read it
        </Choice>
        <Choice name="policy" value="gate" chosen={policy} choose={(to) => choose({ policy: to })}>
          <strong>Whoever holds something</strong>: tokens, coins, a name. What is said is sealed,
          and who gives it away is out
        </Choice>
        <Choice name="policy" value="open" chosen={policy} choose={(to) => choose({ policy: to })}>
          <strong>Everybody</strong> who has the link
        </Choice>
      </fieldset>
      {policy === 'gate' && <GateBuilder change={(gate) => choose({ gate })} />}
      {policy !== 'open' && (
        <fieldset class="choices">
          <legend>What newcomers read</legend>
          <Choice
            name="history"
            value="shared"
            chosen={history}
            choose={(to) => choose({ history: to })}
          >
            <strong>All</strong> that the room keeps
          </Choice>
          <Choice
            name="history"
            value="forward-secret"
            chosen={history}
            choose={(to) => choose({ history: to })}
          >
            <strong>Only what is said from then on</strong>: keys are erased after use, so nothing
            earlier can be given to anybody
          </Choice>
        </fieldset>
      )}
      <p class="hint">This stays as it is once the room is made. All else can be changed.</p>
    </>
  );
}

/** Where one makes a room of one's own. */
export default function MakeRoom() {
  const room = useSignal<NewRoom>({
    settings: SETTINGS_DEFAULT,
    policy: 'invite',
    history: 'shared',
    gate: null,
  });
  const { settings, policy, history, gate } = room.value;
  const change = (part: Partial<NewRoom>): void => {
    room.value = { ...room.value, ...part };
  };
  const submit = (): void => {
    const [name, topic] = [settings.name.trim(), settings.topic.trim()];
    if (name === '') {
      state.problem.value = 'Give the room a name, so that people know it again.';
      return;
    }
    if (policy === 'gate' && gate === null) {
      state.problem.value = 'Say what wallets must hold: the rule cannot be used yet as it is.';
      return;
    }
    void makeRoom({
      settings: { ...settings, name, topic },
      policy,
      history: policy === 'open' ? 'shared' : history,
      gate: policy === 'gate' ? gate : null,
    });
  };
  return (
    <WhoForm
      legend="Your room, and who you are"
      intro={
        <>
          <p>The room is yours: you say who may come in, who leads it with you, and who must go.</p>
          <NameAndTopic settings={settings} change={(to) => change({ settings: to })} />
          <Kind policy={policy} history={history} choose={change} />
          <details>
            <summary>More settings</summary>
            <Bounds settings={settings} change={(to) => change({ settings: to })} />
          </details>
        </>
      }
      fields={
        <div class="fields one">
          <NameField />
        </div>
      }
      buttons={
        <>
          <button
            key="back"
            type="button"
            class="button"
            onClick={() => {
              state.problem.value = null;
              state.making.value = false;
            }}
          >
            Back
          </button>
          <button key="make" type="submit" class="primary">
            Make the room
          </button>
        </>
      }
      onSubmit={submit}
    />
  );
}
