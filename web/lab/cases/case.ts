import type { Conditions, Lab } from '../lab.ts';

/** What became of a case. */
export interface Outcome {
  /** How the two reached one another, in the table's words; `none` where they did not. */
  readonly path: string;
  /** What the goal is about, in milliseconds; null where it did not come to that. */
  readonly millis: number | null;
  /** Other figures, by name with its unit. */
  readonly figures?: Readonly<Record<string, number>>;
  /** What else a reader must know. */
  readonly remark?: string;
}

export interface Case {
  readonly name: string;
  /** What is tried, for people. */
  readonly words: string;
  readonly conditions: Conditions;
  readonly goal: { readonly path: string; readonly millis: number };
  /** What the goal's time is, for people. */
  readonly time: string;
  /** Among those that ./test plays. */
  readonly quick?: boolean;
  play(lab: Lab, room: string): Promise<Outcome>;
}

/** Nobody reached anybody. */
export const NO_PATH = 'none';

/** How long a link may take before a case gives it up: about twice the worst goal. */
export const LINK_MILLIS_MAX = 20_000;
