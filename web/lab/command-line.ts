import { parseArgs } from 'node:util';
import type { Case } from './cases/case.ts';
import { LINES, type Line } from './net/router.ts';

export const USAGE = `./tropichat lab nat [--quick] [--line LINE] [--sleep-seconds N] [--json FILE] [CASE…]

  --quick            a few cases in some two minutes, judged by their paths alone
  --line LINE        how good the routers' lines are: ${Object.keys(LINES).join(', ')}
  --sleep-seconds N  how long a page stands still that does; 120, with --quick 8
  --json FILE        writes the figures there too
  --list             shows the cases`;

/** Seconds. */
const SLEEP = '120';
const QUICK_SLEEP = '8';
const SLEEP_SECONDS_MAX = 3_600;

export interface Wish {
  /** Only show what cases there are. */
  readonly lists: boolean;
  readonly quick: boolean;
  readonly line: Line;
  readonly lineName: string;
  readonly sleepSeconds: number;
  readonly jsonFile: string | null;
  readonly wanted: readonly Case[];
}

const OPTIONS = {
  quick: { type: 'boolean', default: false },
  list: { type: 'boolean', default: false },
  line: { type: 'string', default: 'clear' },
  'sleep-seconds': { type: 'string' },
  json: { type: 'string' },
} as const;

/** What was asked for cannot be; the message is for people. */
export class BadCommand extends Error {}

/** What a command line asks for; throws {@link BadCommand}. */
export function read(words: readonly string[], cases: readonly Case[]): Wish {
  const { values, positionals } = parse(words);
  const line = LINES[values.line];
  if (!line) throw new BadCommand(`"${values.line}" is not a line.`);
  const unknown = positionals.find((name) => !cases.some((each) => each.name === name));
  if (unknown !== undefined) {
    throw new BadCommand(`"${unknown}" is not a case. There are:\n${list(cases)}`);
  }
  const { quick } = values;
  const wanted = (each: Case) =>
    positionals.length > 0 ? positionals.includes(each.name) : !quick || each.quick;
  return {
    quick,
    line,
    lineName: values.line,
    lists: values.list,
    sleepSeconds: seconds(values['sleep-seconds'] ?? (quick ? QUICK_SLEEP : SLEEP)),
    jsonFile: values.json ?? null,
    wanted: cases.filter(wanted),
  };
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new BadCommand(error instanceof Error ? error.message : `${error}`);
  }
}

function seconds(text: string): number {
  const value = Number(text);
  if (value > 0 && value <= SLEEP_SECONDS_MAX) return value;
  throw new BadCommand(`--sleep-seconds takes a number up to ${SLEEP_SECONDS_MAX}.`);
}

/** A line for each case. */
export function list(cases: readonly Case[]): string {
  return cases.map(({ name, words }) => `  ${name.padEnd(30)}${words}`).join('\n');
}
