/** `./tropichat lab nat`: real browsers behind real routers, and how they reach one another. */
import { writeFileSync } from 'node:fs';
import { cases } from './cases/all.ts';
import { BadCommand, list, read, USAGE, type Wish } from './command-line.ts';
import { Lab } from './lab.ts';
import { needs } from './needs.ts';
import { removeForgotten } from './net/namespace.ts';
import { json, table } from './report.ts';
import { play, type Result, type Verdict } from './result.ts';

/** Exit codes: all is reached; something is not; the command is not understood; this machine cannot (./test knows it). */
const REACHED = 0;
const MISSED = 1;
const MISUNDERSTOOD = 2;
const CANNOT = 77;

/** 128 + the signal's number, as shells say it. */
const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

async function run({ line, lineName, sleepSeconds, quick, wanted, jsonFile }: Wish) {
  const startedAt = new Date();
  removeForgotten();
  const lab = await Lab.open({ line, sleepSeconds });
  const results: Result[] = [];
  for (const each of wanted) {
    process.stderr.write(`${each.name}: ${each.words} …\n`);
    results.push(await play(each, lab));
  }
  await lab.close();
  console.log(table(results));
  if (jsonFile !== null) {
    const settings = { line: lineName, ...line, sleepSeconds };
    writeFileSync(jsonFile, json(results, startedAt, settings));
  }
  // Goals for times are for clear lines and machines that do nothing else.
  const tolerated: readonly Verdict[] = quick || lineName !== 'clear' ? ['slow'] : [];
  const fine: readonly Verdict[] = ['reached', ...tolerated];
  return results.every(({ verdict }) => fine.includes(verdict)) ? REACHED : MISSED;
}

for (const [signal, code] of Object.entries(SIGNALS)) {
  process.once(signal, () => process.exit(code));
}

function wish(): Wish | string {
  try {
    return read(process.argv.slice(3), cases);
  } catch (error) {
    if (error instanceof BadCommand) return `${error.message}\n\n${USAGE}`;
    throw error;
  }
}

async function answer(asked: Wish | string): Promise<number> {
  if (typeof asked === 'string') {
    console.error(asked);
    return MISUNDERSTOOD;
  }
  if (asked.lists) {
    console.log(list(cases));
    return REACHED;
  }
  const missing = needs();
  if (missing === null) return run(asked);
  console.error(missing);
  return CANNOT;
}

process.exit(await answer(wish()));
