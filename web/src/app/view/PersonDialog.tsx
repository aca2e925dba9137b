import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { RoomLaw } from '../../session/contract.ts';
import { mutedUntil, type Power, powersOver, roleOf } from '../law.ts';
import { MUTE_CHOICES, powerWords, remainingWords, roleWords } from '../law-words.ts';
import { openLetters } from '../letters.ts';
import { askToRule, mute, muteForMe } from '../ruling.ts';
import { safetyNumber } from '../safety-number.ts';
import type { Shown } from '../state.ts';
import * as state from '../state.ts';
import { lazily } from './lazily.tsx';
import { Modal } from './Modal.tsx';
import { EnsName } from './NameMarks.tsx';

const Card = lazily(() => import('./Card.tsx'), true);
const OwnCard = lazily(() => import('./OwnCard.tsx'), true);
const OwnMirror = lazily(() => import('./OwnMirror.tsx'), true);
const TheirMirror = lazily(() => import('./TheirMirror.tsx'), true);

function Facts({ law, account }: { readonly law: RoomLaw; readonly account: string }) {
  const now = Date.now();
  const until = mutedUntil(law, account, now);
  return (
    <p>
      In this room: {roleWords(roleOf(law, account))}
      {until !== null && `, muted for ${remainingWords(until, now)} more`}.
    </p>
  );
}

function Muting({ account }: { readonly account: string }) {
  return (
    <>
      {MUTE_CHOICES.map(({ words, millis }) => (
        <button key={millis} type="button" class="button" onClick={() => mute(account, millis)}>
          Mute {words}
        </button>
      ))}
    </>
  );
}

/** What the person at this page may do, by the law of the room. */
function Powers({ shown, powers }: { readonly shown: Shown; readonly powers: readonly Power[] }) {
  if (powers.length === 0) return null;
  return (
    <fieldset>
      <legend>For everybody</legend>
      <div class="person-buttons">
        {powers.map((power) =>
          power === 'mute' ? (
            <Muting key={power} account={shown.account} />
          ) : (
            <button
              key={power}
              type="button"
              class="button"
              onClick={() => askToRule(power, shown)}
            >
              {powerWords(power)}
            </button>
          ),
        )}
      </div>
      {powers.includes('mute') && (
        <p class="hint">What somebody says while muted is hidden from all; it ends by itself.</p>
      )}
    </fieldset>
  );
}

function ForMe({ account }: Shown) {
  const isMuted = state.mutedForMe.value.has(account);
  return (
    <fieldset>
      <legend>For you alone</legend>
      <button type="button" class="button" onClick={() => muteForMe(account, !isMuted)}>
        {isMuted ? 'Unmute for me' : 'Mute for me'}
      </button>
      <p class="hint">
        {isMuted
          ? 'You see nothing of what this account says, in any room. Nobody else knows.'
          : 'You then see nothing of what this account says, in any room. Nobody else learns of it.'}
      </p>
    </fieldset>
  );
}

/** To be read to one another. */
function SafetyNumber({ own, other }: { readonly own: string; readonly other: string }) {
  const number = useSignal<readonly string[]>([]);
  useEffect(() => {
    let wanted = true;
    void safetyNumber(own, other).then((made) => {
      if (wanted) number.value = made;
    });
    return () => {
      wanted = false;
    };
  }, [own, other]);
  return (
    <fieldset>
      <legend>Safety number</legend>
      <p class="safety-number">
        {number.value.map((group, at) => (
          <span key={at}>{group} </span>
        ))}
      </p>
      <p class="hint">
        Compare these aloud, by phone or face to face. If both of you see the same, each of you
        speaks with the other’s own session, and nobody between. Each device and window has a number
        of its own.
      </p>
    </fieldset>
  );
}

/** What goes to this account alone; others' accounts are only claimed, and nothing could be sealed for them. */
function Write({ account, name }: Shown) {
  return (
    <button type="button" class="primary" onClick={() => openLetters(account, name)}>
      Write privately
    </button>
  );
}

function Inside({ shown }: { readonly shown: Shown }) {
  const law = shown.proven ? state.law.value : null;
  const self = state.self.value?.account ?? '';
  const own = state.self.value?.did;
  return (
    <>
      <p class="whole-address">
        <code>{shown.account}</code>
        {shown.proven && <EnsName account={shown.account} />}
      </p>
      {shown.proven && <Card account={shown.account} name={shown.name} />}
      {shown.account !== self && shown.proven && <Write {...shown} />}
      {law !== null && <Facts law={law} account={shown.account} />}
      {law !== null && (
        <Powers shown={shown} powers={powersOver(law, self, shown.account, Date.now())} />
      )}
      {shown.account !== self && <ForMe {...shown} />}
      {shown.account === self && <OwnCard account={self} />}
      {shown.account === self ? <OwnMirror /> : shown.proven && <TheirMirror {...shown} />}
      {own != null && shown.did !== null && shown.did !== own && (
        <SafetyNumber own={own} other={shown.did} />
      )}
    </>
  );
}

/** Somebody, looked at more closely. */
export default function PersonDialog() {
  const { value: shown } = state.shown;
  return (
    <Modal
      name="about"
      title={<bdi>{shown?.name}</bdi>}
      open={shown !== null}
      close={() => {
        state.shown.value = null;
      }}
    >
      {shown !== null && <Inside shown={shown} />}
    </Modal>
  );
}
