import { fold, wordsOf } from '../history/texts.ts';

export interface Piece {
  readonly text: string;
  readonly marked: boolean;
}

/** A text cut where words of a query occur in it, as the search sees them: case and accents make no difference. */
export function pieces(text: string, query: string): readonly Piece[] {
  const words = wordsOf(query);
  // Folding may change lengths: each character is folded by itself, and remembers where it came from.
  const origins: number[] = [];
  let folded = '';
  for (const { segment, index } of graphemes(text)) {
    const part = fold(segment);
    for (let at = 0; at < part.length; at++) origins.push(index);
    folded += part;
  }
  origins.push(text.length);
  const marks: [number, number][] = [];
  for (const word of words) {
    for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + word.length)) {
      marks.push([origins[at] ?? 0, origins[at + word.length] ?? text.length]);
    }
  }
  return cut(
    text,
    marks.sort(([one], [other]) => one - other),
  );
}

function graphemes(text: string): Iterable<{ segment: string; index: number }> {
  return new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text);
}

function cut(text: string, marks: readonly (readonly [number, number])[]): readonly Piece[] {
  const found: Piece[] = [];
  let end = 0;
  for (const [from, to] of marks) {
    if (to <= end) continue;
    const start = Math.max(from, end);
    if (start > end) found.push({ text: text.slice(end, start), marked: false });
    found.push({ text: text.slice(start, to), marked: true });
    end = to;
  }
  if (end < text.length) found.push({ text: text.slice(end), marked: false });
  return found;
}
