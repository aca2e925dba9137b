import { useEffect, useRef } from 'preact/hooks';
import { verdictOf } from '../../doctor/verdict.ts';
import {
  figuresOf,
  type Linked,
  linkedWords,
  type Probe,
  probesOf,
  signOf,
  textOf,
} from '../../doctor/words.ts';
import { readable } from '../contrast.ts';
import { examineAgain, examineOnce, findings, linked, lookAtLinks, onServer } from '../doctor.ts';
import { surface } from '../effects.ts';
import * as state from '../state.ts';
import { CopyButton } from './CopyButton.tsx';
import { Modal } from './Modal.tsx';
import { Progress } from './Notes.tsx';

// Loaded together: of two parts that share a third, the bundler makes the first load larger by a kilobyte.
export { EmptyRoom } from './EmptyRoom.tsx';

/** How often the members' links are looked at while the doctor is open. */
const LOOK_MILLIS = 2_000;

function VerdictWords() {
  const { value: found } = findings;
  const verdict = found === null ? null : verdictOf(found);
  return (
    <>
      <div role="status">
        {verdict !== null && (
          <div class={`verdict verdict-${verdict.tone}`}>
            <p>{verdict.problem}</p>
            <p>{verdict.advice ?? 'Nothing need be done.'}</p>
          </div>
        )}
      </div>
      <Progress words={found?.done === true ? null : 'Trying your connections…'} />
    </>
  );
}

function ProbeLine({ probe }: { readonly probe: Probe }) {
  return (
    <li class={`probe probe-${probe.mark}`}>
      <span class="sign" aria-hidden="true">
        {signOf(probe.mark)}
      </span>
      <span class="probe-label">{probe.label}</span>
      <span class="probe-words">{probe.words}</span>
      {probe.figure !== null && <span class="figure">{probe.figure}</span>}
    </li>
  );
}

function LinkLine({ each }: { readonly each: Linked }) {
  const { member } = each;
  const figures = figuresOf(each);
  return (
    <li>
      <bdi class="person-name" style={{ color: readable(member.color, surface.value) }}>
        {member.name}
      </bdi>
      <span>{linkedWords(each)}</span>
      {figures !== null && <span class="figure">{figures}</span>}
      {member.reason !== null && <span class="person-reason">{member.reason}</span>}
    </li>
  );
}

function Links() {
  if (linked.value.length === 0) return <p class="hint">Nobody else is known here just now.</p>;
  return (
    <ul class="links" aria-labelledby="doctor-links">
      {linked.value.map((each) => (
        <LinkLine key={each.member.id} each={each} />
      ))}
    </ul>
  );
}

function Inside() {
  const { value: found } = findings;
  const { value: status } = state.status;
  const first = useRef(true);
  useEffect(() => {
    void examineOnce();
    void lookAtLinks();
    const timer = setInterval(() => void lookAtLinks(), LOOK_MILLIS);
    return () => clearInterval(timer);
  }, []);
  useEffect(() => {
    // What the first look finds, the examination tells.
    if (!first.current) void onServer();
    first.current = false;
  }, [status]);
  return (
    <>
      <VerdictWords />
      <section aria-labelledby="doctor-probes">
        <h3 id="doctor-probes">Ways to be reached</h3>
        <ul class="probes" aria-labelledby="doctor-probes">
          {(found === null ? [] : probesOf(found)).map((probe) => (
            <ProbeLine key={probe.label} probe={probe} />
          ))}
        </ul>
      </section>
      <section aria-labelledby="doctor-links">
        <h3 id="doctor-links">Links to people</h3>
        <Links />
      </section>
      <div class="doctor-foot">
        <button
          type="button"
          class="button"
          disabled={found?.done !== true}
          onClick={() => void examineAgain()}
        >
          Try again
        </button>
        <CopyButton
          class="button"
          text={found === null ? '' : textOf(found, linked.value)}
          label="Copy all of this as text, without addresses and names"
        >
          Copy as text
        </CopyButton>
      </div>
    </>
  );
}

/** Tries the ways to be reached, and says what is the matter. */
export default function Doctor() {
  const close = (): void => {
    state.doctorOpen.value = false;
  };
  return (
    <Modal name="doctor" title="Connection doctor" open={state.doctorOpen.value} close={close}>
      <Inside />
    </Modal>
  );
}
