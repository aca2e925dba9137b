import { type Signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import {
  type Condition,
  type ConditionField,
  type ConditionKind,
  type ConditionOption,
  type Draft,
  FIELDS_OF,
  NEW_DRAFT,
  newCondition,
  OPTIONS_OF,
  ruleOfDraft,
} from '../../gates/draft.ts';
import { gateTrialWords, gateWords } from '../../gates/words.ts';
import type { NewRoom } from '../../session/contract.ts';
import { tryGate } from '../../session/gate-trial.ts';
import * as state from '../state.ts';

/** How long nothing is typed before the gatekeeper is asked. */
const PAUSE_MILLIS = 600;

/** As many as make sense without writing JSON; a guess. */
const CONDITIONS_MAX = 8;

const KINDS: Readonly<Record<ConditionKind, string>> = {
  erc721: 'An NFT (ERC-721)',
  erc1155: 'A token of a collection (ERC-1155)',
  erc20: 'A currency (ERC-20)',
  native: 'A chain’s own coin',
  ens: 'A name in ENS',
  allow: 'Certain addresses',
};

const LABELS: Readonly<Record<ConditionField, string>> = {
  chain: 'Chain’s id (1 is Ethereum)',
  contract: 'Contract',
  min: 'How many at least',
  ids: 'Only these numbers (any if empty)',
  id: 'Token’s id',
  amount: 'Amount at least',
  decimals: 'Decimals of the unit',
  suffix: 'Name, or what it ends with',
  addresses: 'Addresses',
};

const OPTIONS: Readonly<Record<ConditionOption, string>> = {
  delegates: 'Also by a vault that has delegated to the wallet (delegate.xyz)',
  seat: 'Each token lets in one wallet at a time',
};

interface ConditionProps {
  readonly at: number;
  readonly condition: Condition;
  readonly change: (to: Condition) => void;
  readonly remove: (() => void) | null;
}

function ConditionView({ at, condition, change, remove }: ConditionProps) {
  const { kind, fields, options } = condition;
  return (
    <fieldset class="gate-condition">
      <legend>Condition {at + 1}</legend>
      <label>
        What
        <select
          value={kind}
          onChange={({ currentTarget }) =>
            change({ ...condition, kind: currentTarget.value as ConditionKind })
          }
        >
          {Object.entries(KINDS).map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </select>
      </label>
      {FIELDS_OF[kind].map((field) => (
        <label key={field}>
          {LABELS[field]}
          <input
            type="text"
            value={fields[field]}
            autocomplete="off"
            spellcheck={false}
            onInput={({ currentTarget }) =>
              change({ ...condition, fields: { ...fields, [field]: currentTarget.value } })
            }
          />
        </label>
      ))}
      {OPTIONS_OF[kind].map((option) => (
        <label key={option} class="check">
          <input
            type="checkbox"
            checked={options[option]}
            onChange={({ currentTarget }) =>
              change({ ...condition, options: { ...options, [option]: currentTarget.checked } })
            }
          />
          {OPTIONS[option]}
        </label>
      ))}
      {remove !== null && (
        <button type="button" class="button" onClick={remove}>
          Remove condition {at + 1}
        </button>
      )}
    </fieldset>
  );
}

function Joining({ draft }: { readonly draft: Signal<Draft> }) {
  const { wanted, count, conditions } = draft.value;
  return (
    <div class="gate-joining">
      <label>
        A wallet has to fulfil
        <select
          value={wanted}
          onChange={({ currentTarget }) => {
            draft.value = { ...draft.value, wanted: currentTarget.value as Draft['wanted'] };
          }}
        >
          <option value="all">all of them</option>
          <option value="any">one of them</option>
          <option value="atLeast">some of them</option>
        </select>
      </label>
      {wanted === 'atLeast' && (
        <label>
          at least
          <input
            type="number"
            min="1"
            max={conditions.length}
            value={count}
            onInput={({ currentTarget }) => {
              draft.value = { ...draft.value, count: Number(currentTarget.value) };
            }}
          />
        </label>
      )}
    </div>
  );
}

/** The rule as JSON, for what the fields cannot say: questions to contracts, exceptions, roots of lists. */
function AsJson({ draft }: { readonly draft: Signal<Draft> }) {
  return (
    <details>
      <summary>Write the rule as JSON</summary>
      <label>
        <span>
          In place of the conditions; <code>all</code>, <code>any</code>, <code>atLeast</code>,{' '}
          <code>not</code>, <code>call</code> and <code>allowRoot</code> among them
        </span>
        <textarea
          rows={4}
          spellcheck={false}
          value={draft.value.json}
          onInput={({ currentTarget }) => {
            draft.value = { ...draft.value, json: currentTarget.value };
          }}
        />
      </label>
    </details>
  );
}

interface Trial {
  readonly words: string;
  readonly tone: 'busy' | 'good' | 'bad';
}

/** The chosen wallet's address, where it tells without being asked for leave. */
async function silentAddress(): Promise<string | null> {
  try {
    return (await state.walletChoice.value.connect('silent'))?.address ?? null;
  } catch {
    return null;
  }
}

/** Tries the rule, and whether the chosen wallet would pass; hands over what a room by it writes down. */
async function tryDraft(draft: Draft, chosen: (gate: NewRoom['gate']) => void): Promise<Trial> {
  const read = ruleOfDraft(draft);
  if ('wrong' in read) return { words: `${read.wrong}.`, tone: 'bad' };
  const tried = await tryGate(read.rule, await silentAddress());
  if (!tried.ok) return { words: tried.words, tone: 'bad' };
  chosen(tried.asked);
  return gateTrialWords(read.rule, tried.verdict);
}

function usePreview(draft: Signal<Draft>, change: (gate: NewRoom['gate']) => void): Signal<Trial> {
  const trial = useSignal<Trial>({ words: '', tone: 'busy' });
  const wallet = state.walletChoice.value;
  useEffect(() => {
    let isOver = false;
    change(null);
    trial.value = { words: 'Asking whether the rule can be used…', tone: 'busy' };
    const timer = setTimeout(async () => {
      const found = await tryDraft(draft.value, (gate) => {
        if (!isOver) change(gate);
      });
      if (!isOver) trial.value = found;
    }, PAUSE_MILLIS);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [draft.value, wallet]);
  return trial;
}

function Preview({ draft, trial }: { readonly draft: Draft; readonly trial: Trial }) {
  const read = ruleOfDraft(draft);
  return (
    <div class={`gate-preview ${trial.tone}`}>
      {'rule' in read && (
        <p>
          For whoever has a wallet that <bdi>{gateWords(read.rule)}</bdi>
        </p>
      )}
      <p role="status">{trial.words}</p>
    </div>
  );
}

/** Where one says what wallets must hold. */
export default function GateBuilder({
  change,
}: {
  readonly change: (gate: NewRoom['gate']) => void;
}) {
  const draft = useSignal(NEW_DRAFT);
  const trial = usePreview(draft, change);
  const { conditions } = draft.value;
  const put = (to: readonly Condition[]): void => {
    draft.value = { ...draft.value, conditions: to };
  };
  return (
    <fieldset class="gate-builder">
      <legend>What wallets must hold</legend>
      {conditions.map((condition, at) => (
        <ConditionView
          key={at}
          at={at}
          condition={condition}
          change={(to) => put(conditions.with(at, to))}
          remove={conditions.length > 1 ? () => put(conditions.toSpliced(at, 1)) : null}
        />
      ))}
      {conditions.length > 1 && <Joining draft={draft} />}
      {conditions.length < CONDITIONS_MAX && (
        <button
          type="button"
          class="button"
          onClick={() => put([...conditions, newCondition('erc721')])}
        >
          Add a condition
        </button>
      )}
      <AsJson draft={draft} />
      <Preview draft={draft.value} trial={trial.value} />
    </fieldset>
  );
}
