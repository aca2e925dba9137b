/** Names that look like others, or are put together of letters that do. */

/**
 * Letters of Latin, Greek and Cyrillic that look like a Latin one, which stands behind them: those of Unicode's
 * confusables.txt (UTS #39) that occur in names.
 */
const LOOK_ALIKES: readonly (readonly [letters: string, latin: string])[] = [
  ['\u0430\u03B1\u0251', 'a'],
  ['\u0410\u0391', 'A'],
  ['\u0412\u0392', 'B'],
  ['\u042C', 'b'],
  ['\u0441\u03F2', 'c'],
  ['\u0421\u03F9', 'C'],
  ['\u0501', 'd'],
  ['\u0435\u04BD', 'e'],
  ['\u0415\u0395', 'E'],
  ['\u0261', 'g'],
  ['\u050C', 'G'],
  ['\u04BB', 'h'],
  ['\u041D\u0397', 'H'],
  ['\u0456\u04CF\u03B9\u0131', 'i'],
  ['\u0458\u03F3', 'j'],
  ['\u0408\u037F', 'J'],
  ['\u041A\u039A', 'K'],
  ['I1|\u0406\u0399\u04C0', 'l'],
  ['\u041C\u039C', 'M'],
  ['\u039D', 'N'],
  ['\u043E\u03BF\u03C3', 'o'],
  ['0\u041E\u039F', 'O'],
  ['\u0440\u03C1', 'p'],
  ['\u0420\u03A1', 'P'],
  ['\u051B', 'q'],
  ['\u0433', 'r'],
  ['\u0455', 's'],
  ['\u0405', 'S'],
  ['\u0422\u03A4', 'T'],
  ['\u03C5', 'u'],
  ['\u0475\u03BD', 'v'],
  ['\u0474', 'V'],
  ['\u051D\u0461', 'w'],
  ['\u051C', 'W'],
  ['\u0445', 'x'],
  ['\u0425\u03A7', 'X'],
  ['\u0443\u04AF\u03B3', 'y'],
  ['\u0423\u04AE\u03A5', 'Y'],
  ['\u0396', 'Z'],
];

const LATIN_OF: ReadonlyMap<string, string> = new Map(
  LOOK_ALIKES.flatMap(([letters, latin]) => [...letters].map((letter) => [letter, latin] as const)),
);

/** Marks, and what takes no room: names are told apart without them. */
const UNSEEN = /[\p{M}\p{Cf}\s]/gu;

/** Alphabets that share letters to the eye. */
const ALPHABETS = [/\p{Script=Latin}/u, /\p{Script=Greek}/u, /\p{Script=Cyrillic}/u];

const inLatin = (text: string): string =>
  Array.from(text, (letter) => LATIN_OF.get(letter) ?? letter).join('');

/** Names with the same skeleton look alike: a variant of UTS #39's, that case and marks make no difference to. */
export function skeleton(name: string): string {
  // Before NFKD, too: it makes other letters of some.
  const plain = inLatin(name.normalize('NFD')).normalize('NFKD').replace(UNSEEN, '');
  return inLatin(plain).toLowerCase();
}

/** Whether letters of several alphabets, of which some look alike, are in one name. */
export function mixesAlphabets(name: string): boolean {
  return ALPHABETS.filter((alphabet) => alphabet.test(name)).length > 1;
}

export type NameDoubt = 'mixed' | 'alike';

/** Somebody, under all the names that are shown. */
export interface Named {
  readonly id: string;
  /** Who is the same person under several ids. */
  readonly account: string;
  readonly names: readonly string[];
}

/** Of whose names one should think twice, by their ids: another account's names look the same, or letters are mixed. */
export function nameDoubts(people: readonly Named[]): ReadonlyMap<string, NameDoubt> {
  const accounts = new Map<string, Set<string>>();
  const looks = people.map(({ account, names }) => {
    const skeletons = names.map(skeleton);
    for (const each of skeletons)
      accounts.set(each, (accounts.get(each) ?? new Set()).add(account));
    return skeletons;
  });
  const doubts = new Map<string, NameDoubt>();
  for (const [at, { id, names }] of people.entries()) {
    const isAlike = looks[at]?.some((each) => (accounts.get(each)?.size ?? 0) > 1) ?? false;
    if (isAlike) doubts.set(id, 'alike');
    else if (names.some(mixesAlphabets)) doubts.set(id, 'mixed');
  }
  return doubts;
}
