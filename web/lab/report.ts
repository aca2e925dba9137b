/** What the laboratory found, for people and for programs. */
import { execFileSync } from 'node:child_process';
import { availableParallelism, release } from 'node:os';
import type { Result } from './result.ts';

const HEADINGS = ['case', 'path', 'wanted', 'ms', 'goal', 'other figures, ms', ''] as const;
const GAP = '  ';

const millis = (value: number | null): string => (value === null ? '–' : `${Math.round(value)}`);

function cells({ played, outcome, verdict }: Result): readonly string[] {
  const others = Object.entries(outcome.figures ?? {}).map(([name, value]) => {
    return `${name.replace(/Millis$/, '')} ${Math.round(value)}`;
  });
  return [
    played.name,
    outcome.path,
    played.goal.path,
    millis(outcome.millis),
    `≤ ${played.goal.millis}`,
    others.join(', '),
    verdict,
  ];
}

/** The results in aligned columns, and what there is to remark. */
export function table(results: readonly Result[]): string {
  const rows = [HEADINGS, ...results.map(cells)];
  const widths = HEADINGS.map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join(GAP)
      .trimEnd(),
  );
  const remarks = results.flatMap(({ played, outcome }) =>
    outcome.remark ? [`• ${played.name}: ${outcome.remark}`] : [],
  );
  return [...lines, '', ...remarks].join('\n').trimEnd();
}

function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8', stdio: 'pipe' }).trim();
  } catch {
    return 'unknown';
  }
}

/** The same as a JSON file has it. */
export function json(
  results: readonly Result[],
  startedAt: Date,
  settings: Readonly<Record<string, unknown>>,
): string {
  const report = {
    command: 'lab nat',
    startedAt: startedAt.toISOString(),
    commit: commit(),
    machine: { cores: availableParallelism(), kernel: release() },
    settings,
    cases: results.map(({ played, verdict, outcome }) => ({
      name: played.name,
      words: played.words,
      verdict,
      path: outcome.path,
      wantedPath: played.goal.path,
      millis: outcome.millis,
      goalMillis: played.goal.millis,
      time: played.time,
      figures: outcome.figures ?? {},
      remark: outcome.remark ?? null,
    })),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}
