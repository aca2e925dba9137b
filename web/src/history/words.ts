/** What is wrong with a browser's disk, in words for people. */
import { MEMORY_ENTRIES_MAX } from './memory.ts';

export type DiskProblem = 'missing' | 'full' | 'newer' | 'broken';

const HERE_ONLY = `What comes from now on is kept in this tab only, the newest ${MEMORY_ENTRIES_MAX.toLocaleString('en')} messages of it.`;

const WORDS: Record<DiskProblem, string> = {
  missing: `This browser keeps nothing for this page (a private window, or storage is switched off). ${HERE_ONLY} Another window, or allowing storage, helps.`,
  full: `The disk space that this browser gives the page is used up. ${HERE_ONLY} Free space on the disk, or delete old history in the room’s settings (the browser may give that space back only later): what waits is then written by itself.`,
  newer: `A newer version of TropiChat has changed what this browser keeps, and this page is an older one. ${HERE_ONLY} Reload the page.`,
  broken: `This browser cannot read or write what it keeps for this page just now. ${HERE_ONLY} It is tried again by itself; if this stays, reload the page.`,
};

export const diskWords = (problem: DiskProblem): string => WORDS[problem];

/** What is wrong, by the error that the browser gave. */
export function problemOf(error: unknown): DiskProblem {
  if (!globalThis.indexedDB) return 'missing';
  switch (error instanceof Error ? error.name : '') {
    case 'QuotaExceededError':
      return 'full';
    case 'VersionError':
      return 'newer';
    case 'SecurityError':
      return 'missing';
    default:
      return 'broken';
  }
}

/** Damaged records that are told apart at most; beyond, "or more" is said. */
export const DAMAGED_MAX = 1_000;

/** Damaged records that are named. */
const NAMED_MAX = 3;

/** @param names content identifiers of what is damaged */
export function damagedWords(names: ReadonlySet<string>): string {
  const count = `${names.size}${names.size < DAMAGED_MAX ? '' : ' or more'}`;
  const named = [...names].slice(0, NAMED_MAX).join(', ');
  const others = names.size > NAMED_MAX ? ' and others' : '';
  return `Damaged in this browser and left out: ${count} of this room’s records (${named}${others}). All the rest is there. What others in the room still have comes back from them.`;
}
