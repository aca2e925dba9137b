import { apartCases } from './apart.ts';
import type { Case } from './case.ts';
import { changeCases } from './changes.ts';
import { doctorCases } from './doctor.ts';
import { pairCases } from './pairs.ts';
import { sleepCases } from './sleep.ts';

/** In the order in which they are played. */
export const cases: readonly Case[] = [
  ...pairCases,
  ...apartCases,
  ...changeCases,
  ...doctorCases,
  ...sleepCases,
];
