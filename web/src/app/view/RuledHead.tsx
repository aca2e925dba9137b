import { ruleOfBytes } from '../../gates/encoded.ts';
import type { RoomLaw } from '../../session/contract.ts';
import { ownRoleWords, sealWords, waitingWords } from '../law-words.ts';
import * as state from '../state.ts';
import GateHead from './GateHead.tsx';
import { Pins } from './Pins.tsx';

function Facts({ law }: { readonly law: RoomLaw }) {
  const { sign, words, more } = sealWords(law);
  const role = ownRoleWords(law.self);
  return (
    <p class="room-facts">
      <span title={more}>
        <span aria-hidden="true">{sign} </span>
        {words}
      </span>
      {role !== null && <span>{role}</span>}
    </p>
  );
}

/** What a room that belongs to somebody says of itself, below its name. */
export default function RuledHead() {
  const { value: law } = state.law;
  const waiting = waitingWords(law);
  const gate = law?.gate ?? null;
  const topic = law?.settings.topic ?? '';
  return (
    <div class="ruled-head">
      {topic !== '' && (
        <p class="topic">
          <bdi>{topic}</bdi>
        </p>
      )}
      {law !== null && <Facts law={law} />}
      {gate !== null && <GateHead rule={ruleOfBytes(gate.rule)} />}
      <div role="status">
        {waiting !== null && (
          <p class="waiting">
            <span class="spinner" aria-hidden="true" />
            {waiting}
          </p>
        )}
      </div>
      {law !== null && <Pins law={law} />}
    </div>
  );
}
