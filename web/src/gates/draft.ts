/** A rule while somebody makes it: conditions as they are typed, and the JSON that they stand for. */

export type ConditionKind = 'erc721' | 'erc1155' | 'erc20' | 'native' | 'ens' | 'allow';

export type ConditionField =
  | 'chain'
  | 'contract'
  | 'min'
  | 'ids'
  | 'id'
  | 'amount'
  | 'decimals'
  | 'suffix'
  | 'addresses';

/** What can be put to a condition: tokens of those who delegated to the wallet count; each token lets in one at a time. */
export type ConditionOption = 'delegates' | 'seat';

/** What a wallet must fulfil, as typed. */
export interface Condition {
  readonly kind: ConditionKind;
  readonly fields: Readonly<Record<ConditionField, string>>;
  readonly options: Readonly<Record<ConditionOption, boolean>>;
}

export interface Draft {
  /** How many of the conditions: all, one, or so many. */
  readonly wanted: 'all' | 'any' | 'atLeast';
  readonly count: number;
  readonly conditions: readonly Condition[];
  /** The rule written as JSON, in place of the conditions; empty for none. */
  readonly json: string;
}

export const FIELDS_OF: Readonly<Record<ConditionKind, readonly ConditionField[]>> = {
  erc721: ['chain', 'contract', 'min', 'ids'],
  erc1155: ['chain', 'contract', 'id', 'min'],
  erc20: ['chain', 'contract', 'amount', 'decimals'],
  native: ['chain', 'amount', 'decimals'],
  ens: ['suffix'],
  allow: ['addresses'],
};

export const OPTIONS_OF: Readonly<Record<ConditionKind, readonly ConditionOption[]>> = {
  erc721: ['delegates', 'seat'],
  erc1155: ['delegates'],
  erc20: ['delegates'],
  native: [],
  ens: [],
  allow: [],
};

const OPTIONS_DEFAULT: Condition['options'] = { delegates: false, seat: false };

/** Ethereum, one token, and as many digits as most currencies have. */
const FIELDS_DEFAULT: Condition['fields'] = {
  chain: '1',
  contract: '',
  min: '1',
  ids: '',
  id: '',
  amount: '1',
  decimals: '18',
  suffix: '',
  addresses: '',
};

export const newCondition = (kind: ConditionKind): Condition => ({
  kind,
  fields: FIELDS_DEFAULT,
  options: OPTIONS_DEFAULT,
});

export const NEW_DRAFT: Draft = {
  wanted: 'all',
  count: 1,
  conditions: [newCondition('erc721')],
  json: '',
};

const WHOLE = /^\d+$/;
const AMOUNT = /^(\d+)(?:\.(\d+))?$/;

/** As many digits as the largest number of a contract has. */
const DECIMALS_MAX = 77;

/** A rule, or what is wrong with what was typed. */
export type Read = { readonly rule: unknown } | { readonly wrong: string };

class Wrong extends Error {}

function whole(text: string, what: string): string {
  const trimmed = text.trim();
  if (!WHOLE.test(trimmed)) throw new Wrong(`${what} is a whole number, like 1`);
  return trimmed;
}

const several = (text: string): string[] => text.split(/[\s,;]+/).filter((each) => each !== '');

/** In the smallest unit: 1.5 with 18 decimals is 1500000000000000000. */
function smallest({ amount, decimals }: Condition['fields']): string {
  const digits = Number(whole(decimals, 'The number of decimals'));
  const [, front = '', behind = ''] = AMOUNT.exec(amount.trim()) ?? [];
  if (front === '') throw new Wrong('An amount is a number, like 1.5');
  if (digits > DECIMALS_MAX) throw new Wrong(`There are at most ${DECIMALS_MAX} decimals`);
  if (behind.length > digits) throw new Wrong(`The amount has more than ${digits} decimals`);
  return BigInt(front + behind.padEnd(digits, '0')).toString();
}

/** Those that are on; rules without any are written as ever. */
const chosen = ({ kind, options }: Condition): Partial<Record<ConditionOption, true>> =>
  Object.fromEntries(
    OPTIONS_OF[kind].filter((option) => options[option]).map((option) => [option, true]),
  );

function ruleOfCondition(condition: Condition): unknown {
  const { kind, fields } = condition;
  const chain = () => Number(whole(fields.chain, 'A chain’s id'));
  const contract = fields.contract.trim();
  const min = () => whole(fields.min, 'How many');
  switch (kind) {
    case 'erc721': {
      const ids = several(fields.ids).map((id) => whole(id, 'A token’s number'));
      const of = { chain: chain(), contract, min: min(), ...chosen(condition) };
      return { erc721: ids.length === 0 ? of : { ...of, ids } };
    }
    case 'erc1155':
      return {
        erc1155: {
          chain: chain(),
          contract,
          id: whole(fields.id, 'A token’s id'),
          min: min(),
          ...chosen(condition),
        },
      };
    case 'erc20':
      return { erc20: { chain: chain(), contract, min: smallest(fields), ...chosen(condition) } };
    case 'native':
      return { native: { chain: chain(), min: smallest(fields) } };
    case 'ens':
      return { ens: { suffix: fields.suffix.trim() } };
    case 'allow':
      return { allow: several(fields.addresses) };
  }
}

function ruleOfJson(json: string): Read {
  try {
    return { rule: JSON.parse(json) as unknown };
  } catch {
    return {
      wrong: 'What is written there is no JSON: look for a missing comma or quotation mark',
    };
  }
}

/** What the draft stands for; whether it is a rule that can be used, a gatekeeper says. */
export function ruleOfDraft({ wanted, count, conditions, json }: Draft): Read {
  if (json.trim() !== '') return ruleOfJson(json);
  try {
    const rules = conditions.map(ruleOfCondition);
    if (rules.length === 0) return { wrong: 'Add a condition' };
    if (rules.length === 1) return { rule: rules[0] };
    return { rule: wanted === 'atLeast' ? { atLeast: { count, rules } } : { [wanted]: rules } };
  } catch (error) {
    if (error instanceof Wrong) return { wrong: error.message };
    throw error;
  }
}
