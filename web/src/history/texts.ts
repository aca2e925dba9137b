/**
 * Texts as they are searched: many in one string, folded so that case and accents make no difference, with a zero
 * between two, and their places beside.
 */
import type { LogEntry, SearchHit } from './contract.ts';
import { KEY_BYTES, packed, placeIn } from './places.ts';

const BETWEEN = '\0';

export interface Segment {
  readonly folded: string;
  /** Packed places, one for each text. */
  readonly keys: Uint8Array<ArrayBuffer>;
  /** Of edits: what they are about, by their number in the segment. */
  readonly targets: Readonly<Record<number, string>>;
  /** The highest lamport. */
  readonly newest: number;
}

export function isSegment(record: unknown): record is Segment {
  const { folded, keys, targets, newest } = (record ?? {}) as Partial<Segment>;
  return (
    typeof folded === 'string' &&
    keys instanceof Uint8Array &&
    keys.length > 0 &&
    keys.length % KEY_BYTES === 0 &&
    typeof targets === 'object' &&
    typeof newest === 'number'
  );
}

/** Texts in a segment, once small ones are put together: some 200 kB. */
export const SEGMENT_TEXTS = 1_000;

export function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replaceAll(BETWEEN, ' ');
}

/** The segment of what can be searched among the entries; null where nothing can. */
export function segmentOf(entries: readonly LogEntry[]): Segment | null {
  // Who searches the room looks for what was said to all.
  const texts = entries.filter(({ text, kind }) => text !== null && kind !== 'letter');
  if (texts.length === 0) return null;
  const targets: Record<number, string> = {};
  texts.forEach(({ target }, at) => {
    if (target !== null) targets[at] = target;
  });
  return {
    folded: texts.map(({ text }) => fold(text ?? '')).join(BETWEEN),
    keys: packed(texts),
    targets,
    newest: Math.max(...texts.map(({ lamport }) => lamport)),
  };
}

export const countOf = ({ keys }: Segment): number => keys.length / KEY_BYTES;

/** One segment of several. */
export function joined(segments: readonly Segment[]): Segment {
  const keys = new Uint8Array(segments.reduce((sum, each) => sum + each.keys.length, 0));
  const targets: Record<number, string> = {};
  let at = 0;
  for (const segment of segments) {
    keys.set(segment.keys, at);
    for (const [number, target] of Object.entries(segment.targets)) {
      targets[at / KEY_BYTES + Number(number)] = target;
    }
    at += segment.keys.length;
  }
  return {
    folded: segments.map(({ folded }) => folded).join(BETWEEN),
    keys,
    targets,
    newest: Math.max(...segments.map(({ newest }) => newest)),
  };
}

/** The texts in which all words of the query occur, in the order of the segment. */
export function searchSegment(
  { folded, keys, targets }: Segment,
  words: readonly string[],
): SearchHit[] {
  const [first = '', ...others] = words;
  const hits: SearchHit[] = [];
  let number = 0;
  let counted = 0;
  for (let at = folded.indexOf(first); at >= 0; ) {
    const start = folded.lastIndexOf(BETWEEN, at) + 1;
    for (let gap = folded.indexOf(BETWEEN, counted); gap >= 0 && gap < start; ) {
      number++;
      counted = gap + 1;
      gap = folded.indexOf(BETWEEN, counted);
    }
    const gap = folded.indexOf(BETWEEN, at);
    const end = gap < 0 ? folded.length : gap;
    const text = folded.slice(start, end);
    if (others.every((word) => text.includes(word))) {
      hits.push({ place: placeIn(keys, number * KEY_BYTES), target: targets[number] ?? null });
    }
    at = folded.indexOf(first, end);
  }
  return hits;
}

export function wordsOf(query: string): string[] {
  const words = fold(query)
    .split(/\s+/)
    .filter((word) => word !== '');
  // The longest first: it occurs least.
  return words.sort((one, other) => other.length - one.length);
}
