import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type Condition,
  type ConditionKind,
  NEW_DRAFT,
  newCondition,
  ruleOfDraft,
} from './draft.ts';

const CONTRACT = '0x00000000000000000000000000000000000000aa';

function condition(kind: ConditionKind, fields: Partial<Condition['fields']>): Condition {
  const made = newCondition(kind);
  return { ...made, fields: { ...made.fields, ...fields } };
}

const ruleOf = (...conditions: Condition[]) => ruleOfDraft({ ...NEW_DRAFT, conditions });

test('a condition becomes a rule', () => {
  assert.deepEqual(ruleOf(condition('erc721', { contract: ` ${CONTRACT} ` })), {
    rule: { erc721: { chain: 1, contract: CONTRACT, min: '1' } },
  });
  assert.deepEqual(ruleOf(condition('erc721', { contract: CONTRACT, ids: '7, 8 9' })), {
    rule: { erc721: { chain: 1, contract: CONTRACT, min: '1', ids: ['7', '8', '9'] } },
  });
  assert.deepEqual(ruleOf(condition('erc1155', { chain: '10', contract: CONTRACT, id: '3' })), {
    rule: { erc1155: { chain: 10, contract: CONTRACT, id: '3', min: '1' } },
  });
  assert.deepEqual(ruleOf(condition('ens', { suffix: 'club.eth' })), {
    rule: { ens: { suffix: 'club.eth' } },
  });
  assert.deepEqual(ruleOf(condition('allow', { addresses: `${CONTRACT}\n${CONTRACT}` })), {
    rule: { allow: [CONTRACT, CONTRACT] },
  });
});

test('options are written where they are on, and where there are such', () => {
  const on = { delegates: true, seat: true };
  const chosen = (kind: ConditionKind, fields: Partial<Condition['fields']>) =>
    ruleOf({ ...condition(kind, fields), options: on });
  assert.deepEqual(chosen('erc721', { contract: CONTRACT, ids: '7' }), {
    rule: { erc721: { chain: 1, contract: CONTRACT, min: '1', ids: ['7'], ...on } },
  });
  assert.deepEqual(chosen('erc20', { contract: CONTRACT, decimals: '0' }), {
    rule: { erc20: { chain: 1, contract: CONTRACT, min: '1', delegates: true } },
  });
  assert.deepEqual(chosen('erc1155', { contract: CONTRACT, id: '3' }), {
    rule: { erc1155: { chain: 1, contract: CONTRACT, id: '3', min: '1', delegates: true } },
  });
  assert.deepEqual(chosen('ens', { suffix: 'a.eth' }), { rule: { ens: { suffix: 'a.eth' } } });
});

test('amounts are told in the smallest unit', () => {
  const min = (amount: string, decimals = '18') => {
    const read = ruleOf(condition('native', { amount, decimals }));
    return 'wrong' in read ? read.wrong : (read.rule as { native: { min: string } }).native.min;
  };
  assert.equal(min('1.5'), '1500000000000000000');
  assert.equal(min('0.000001', '6'), '1');
  assert.equal(min('250', '0'), '250');
  assert.match(min('0.0000001', '6'), /more than 6 decimals/);
  assert.match(min('-1'), /like 1\.5/);
  assert.match(min('1', '78'), /at most 77/);
});

test('several are joined', () => {
  const two = [condition('ens', { suffix: 'a.eth' }), condition('ens', { suffix: 'b.eth' })];
  const rules = two.map(({ fields }) => ({ ens: { suffix: fields.suffix } }));
  assert.deepEqual(ruleOfDraft({ ...NEW_DRAFT, conditions: two }), { rule: { all: rules } });
  assert.deepEqual(ruleOfDraft({ ...NEW_DRAFT, wanted: 'atLeast', count: 2, conditions: two }), {
    rule: { atLeast: { count: 2, rules } },
  });
});

test('what is written as JSON counts in place of them', () => {
  const json = '{"not":{"ens":{"suffix":"x.eth"}}}';
  assert.deepEqual(ruleOfDraft({ ...NEW_DRAFT, json }), {
    rule: { not: { ens: { suffix: 'x.eth' } } },
  });
  assert.match(JSON.stringify(ruleOfDraft({ ...NEW_DRAFT, json: '{' })), /no JSON/);
});

test('says what is wrong with what was typed', () => {
  const wrong = (...conditions: Condition[]) => JSON.stringify(ruleOf(...conditions));
  assert.match(wrong(condition('erc721', { chain: 'main' })), /chain’s id is a whole number/);
  assert.match(wrong(condition('erc721', { ids: '7,x' })), /token’s number/);
  assert.match(wrong(), /Add a condition/);
});
