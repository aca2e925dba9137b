/** What is wrong with a browser's disk, in words for people. */
export type DiskProblem = 'missing' | 'full' | 'newer' | 'damaged';

const WORDS: Record<DiskProblem, string> = {
  missing:
    'This browser keeps nothing for this page (a private window, or storage is switched off), so what is said here is gone with this tab. Another window, or allowing storage, helps.',
  full: 'The disk space that this browser gives the page is used up. What comes from now on is kept in this tab only. Delete old history in the room’s settings, or free space on the disk, then reload.',
  newer:
    'A newer version of TropiChat has changed what this browser keeps, and this page is an older one. Reload it. Until then what is said is kept in this tab only.',
  damaged:
    'Some of what this browser kept of the room is damaged and was left out. What others in the room still have comes back from them.',
};

export const diskWords = (problem: DiskProblem): string => WORDS[problem];
