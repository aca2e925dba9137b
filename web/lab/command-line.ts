import type { Case } from './cases/case.ts';
import { LINES, type Line } from './net/router.ts';

export const USAGE = `./tropichat lab nat [--quick] [--line LINE] [--sleep-seconds N] [--json FILE] [CASE…]

  --quick            a few cases in about a minute, judged by their paths alone
  --line LINE        how good the routers' lines are: ${Object.keys(LINES).join(', ')}
  --sleep-seconds N  how long a page stands still that does; 120, with --quick 8
  --json FILE        writes the figures there too
  --list             shows the cases`;

const SLEEP_SECONDS = 120;
const QUICK_SLEEP_SECONDS = 8;
const SLEEP_SECONDS_MAX = 3_600;

export interface Wish {
  readonly quick: boolean;
  readonly line: Line;
  readonly lineName: string;
  readonly sleepSeconds: number;
  readonly jsonFile: string | null;
  readonly wanted: readonly Case[];
}

/** What a command line asks for, or in words why it cannot be. */
export function read(words: readonly string[], cases: readonly Case[]): Wish | string {
  const rest = [...words];
  const names: string[] = [];
  let quick = false;
  let lineName = 'clear';
  let sleep: string | null = null;
  let jsonFile: string | null = null;
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--quick') quick = true;
    else if (word === '--line') lineName = rest.shift() ?? '';
    else if (word === '--sleep-seconds') sleep = rest.shift() ?? '';
    else if (word === '--json') jsonFile = rest.shift() ?? '';
    else if (word.startsWith('-')) return `"${word}" is not known.`;
    else names.push(word);
  }
  const line = LINES[lineName];
  if (!line) return `"${lineName}" is not a line.`;
  const sleepSeconds = Number(sleep ?? (quick ? QUICK_SLEEP_SECONDS : SLEEP_SECONDS));
  if (!(sleepSeconds > 0 && sleepSeconds <= SLEEP_SECONDS_MAX)) {
    return `--sleep-seconds takes a number up to ${SLEEP_SECONDS_MAX}.`;
  }
  if (jsonFile === '') return '--json wants the name of a file.';
  const unknown = names.find((name) => !cases.some((each) => each.name === name));
  if (unknown !== undefined) return `"${unknown}" is not a case.\n${list(cases)}`;
  const named = names.length > 0 ? cases.filter(({ name }) => names.includes(name)) : cases;
  const wanted = quick && names.length === 0 ? named.filter((each) => each.quick) : named;
  return { quick, line, lineName, sleepSeconds, jsonFile, wanted };
}

/** A line for each case. */
export function list(cases: readonly Case[]): string {
  return cases.map(({ name, words }) => `  ${name.padEnd(30)}${words}`).join('\n');
}
