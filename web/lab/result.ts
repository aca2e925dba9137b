import type { Case, Outcome } from './cases/case.ts';
import type { Lab } from './lab.ts';

export type Verdict = 'reached' | 'slow' | 'missed';

/** A case that was played. */
export interface Result {
  readonly played: Case;
  readonly verdict: Verdict;
  readonly outcome: Outcome;
}

/** Words that fit in a line. */
const REMARK_CHARACTERS_MAX = 300;

function verdictOn({ goal }: Case, { path, millis }: Outcome): Verdict {
  if (path !== goal.path || millis === null) return 'missed';
  return millis <= goal.millis ? 'reached' : 'slow';
}

/** Plays a case; whatever goes wrong in it is a miss of this case alone. */
export async function play(played: Case, lab: Lab): Promise<Result> {
  try {
    const outcome = await played.play(lab, lab.nextRoom());
    return { played, verdict: verdictOn(played, outcome), outcome };
  } catch (error) {
    const remark = `${error instanceof Error ? error.message : error}`.replaceAll(/\s+/g, ' ');
    const outcome = { path: '–', millis: null, remark: remark.slice(0, REMARK_CHARACTERS_MAX) };
    return { played, verdict: 'missed', outcome };
  } finally {
    await lab.clear();
  }
}
