/** A gate's rule, and why a wallet fails it, in plain words. */
import type { GateDenial } from './rule.ts';

/** How deep a rule is told; what lies deeper than any rule may is not. */
const DEPTH_MAX = 8;

/** By their ids (EIP-155; chainlist.org). */
const CHAINS: Readonly<Record<number, string>> = {
  1: 'Ethereum',
  10: 'OP Mainnet',
  56: 'BNB Chain',
  100: 'Gnosis',
  137: 'Polygon',
  8453: 'Base',
  42161: 'Arbitrum One',
};

/** Both ends of an address. */
const ENDS = 4;
const ADDRESS_CHARS = 42;

/** The fields that rules, comparisons and verdicts have, if these are any. */
type Fields = {
  readonly [name in
    | 'abi'
    | 'chain'
    | 'compare'
    | 'contract'
    | 'count'
    | 'delegates'
    | 'id'
    | 'ids'
    | 'min'
    | 'op'
    | 'outcome'
    | 'parts'
    | 'reason'
    | 'rules'
    | 'seat'
    | 'suffix'
    | 'value']?: unknown;
};

const fields = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? (value as Fields) : {};

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const short = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? `${value}`
    : '?';

function address(value: unknown): string {
  const text = short(value);
  return text.length === ADDRESS_CHARS
    ? `${text.slice(0, 2 + ENDS)}…${text.slice(-ENDS)}`
    : text.slice(0, ADDRESS_CHARS);
}

const chain = (id: unknown): string =>
  (typeof id === 'number' ? CHAINS[id] : undefined) ?? `chain ${short(id)}`;

const min = (of: Fields): string => (of.min === undefined ? '1' : short(of.min));

const contract = (of: Fields): string =>
  `the contract ${address(of.contract)} on ${chain(of.chain)}`;

/** By the registry of delegate.xyz. */
const delegates = (of: Fields): string =>
  of.delegates === true ? ', or has been delegated to by one that does' : '';

function erc721(of: Fields): string {
  const ids = list(of.ids);
  const which = ids.length === 0 ? '' : ` (only number ${ids.map(short).join(', ')})`;
  const seat = of.seat === true ? '; each of these lets in one wallet at a time' : '';
  return `holds ${min(of)} or more tokens of ${contract(of)}${which}${delegates(of)}${seat}`;
}

function call(of: Fields): string {
  const { op, value } = fields(of.compare);
  const words: Readonly<Record<string, string>> = {
    eq: 'is',
    ne: 'is not',
    gt: 'is more than',
    gte: 'is at least',
    lt: 'is less than',
    lte: 'is at most',
  };
  return `is one of which ${short(of.abi).slice(0, 80)} of ${contract(of)} ${words[short(op)] ?? '?'} ${short(value)}`;
}

function several(rules: unknown, between: string, depth: number): string {
  return list(rules)
    .map((rule) => words(rule, depth + 1))
    .map((each) => (list(rules).length > 1 ? `(${each})` : each))
    .join(` ${between} `);
}

function words(rule: unknown, depth: number): string {
  const [kind, of] = Object.entries(fields(rule))[0] ?? ['', null];
  if (depth > DEPTH_MAX) return '…';
  switch (kind) {
    case 'all':
      return several(of, 'and', depth);
    case 'any':
      return several(of, 'or', depth);
    case 'atLeast':
      return `fulfils ${short(fields(of).count)} or more of: ${several(fields(of).rules, ',', depth)}`;
    case 'not':
      return `is none that ${words(of, depth + 1)}`;
    case 'erc721':
      return erc721(fields(of));
    case 'erc1155':
      return `holds ${min(fields(of))} or more of token ${short(fields(of).id)} of ${contract(fields(of))}${delegates(fields(of))}`;
    case 'erc20':
      return `holds ${min(fields(of))} or more of the smallest unit of the currency of ${contract(fields(of))}${delegates(fields(of))}`;
    case 'native':
      return `holds ${min(fields(of))} or more of the smallest unit of the coin of ${chain(fields(of).chain)}`;
    case 'call':
      return call(fields(of));
    case 'ens':
      return `goes by the name ${short(fields(of).suffix).slice(0, 80)} in ENS, or one below it`;
    case 'allow':
      return `is one of ${list(of).length} that are listed`;
    case 'allowRoot':
      return 'is in a list that its maker keeps';
    default:
      return 'fulfils a rule that this page does not know';
  }
}

/** What a wallet must be: goes on behind “a wallet that”. */
export const gateWords = (rule: unknown): string => words(rule, 1);

const REASONS: Readonly<Record<string, string>> = {
  holds: 'yes',
  lacks: 'it does not',
  too_new: 'it does only since a moment ago: try again in a minute',
  no_answer:
    'the contract gives no useful answer, so nobody can tell: whoever made the rule must mend it',
  unknown: 'the chain cannot be asked just now',
};

const IDS_WANTED =
  'the contract gives no useful answer, or does not list whose tokens are which: whoever made the rule must name the numbers of the tokens (ids)';

/** What became of a single condition. */
function reason(kind: string, of: unknown, verdict: unknown): string {
  const { seat, ids } = fields(of);
  const why = short(fields(verdict).reason);
  const wantsIds = kind === 'erc721' && seat === true && list(ids).length === 0;
  return (why === 'no_answer' && wantsIds ? IDS_WANTED : REASONS[why]) ?? 'nobody can tell';
}

/** The single conditions and what became of each, in their order. */
function leaves(rule: unknown, verdict: unknown, depth: number): string[] {
  const [kind, of] = Object.entries(fields(rule))[0] ?? ['', null];
  const parts = list(fields(verdict).parts);
  if (depth > DEPTH_MAX) return [];
  const inner = kind === 'atLeast' ? fields(of).rules : kind === 'not' ? [of] : of;
  if (['all', 'any', 'atLeast', 'not'].includes(kind) && parts.length > 0) {
    return list(inner).flatMap((each, index) => leaves(each, parts[index], depth + 1));
  }
  return [`${words(rule, depth)}: ${reason(kind, of, verdict)}`];
}

/** Whether a wallet would pass a rule that somebody makes, and why; `verdict` is undefined where none was looked at. */
export function gateTrialWords(
  rule: unknown,
  verdict: unknown,
): { readonly words: string; readonly tone: 'good' | 'bad' } {
  if (verdict === undefined) {
    const words =
      'The rule can be used. Whether your wallet would pass shows once it has told its address.';
    return { words, tone: 'good' };
  }
  const why = leaves(rule, verdict, 1).join('; ');
  switch (fields(verdict).outcome) {
    case 'pass':
      return { words: `Your wallet would pass, because: ${why}.`, tone: 'good' };
    case 'fail':
      return {
        words: `Your wallet would fail, because: ${why}. The room is yours all the same.`,
        tone: 'good',
      };
    default:
      return { words: `Nobody can tell now whether your wallet would pass: ${why}.`, tone: 'bad' };
  }
}

/** Why a wallet was not let in, and what would help. */
export function gateDenialWords({ rule, verdict }: GateDenial): string {
  return `This room is for whoever has a wallet that ${gateWords(rule)}. Whether yours does: ${leaves(rule, verdict, 1).join('; ')}.`;
}
