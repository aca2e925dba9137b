/** A stretch of text: plain, or a link with the address it leads to. */
export interface Stretch {
  readonly text: string;
  /** Normalised, `http:` or `https:` only; null for plain text. */
  readonly href: string | null;
}

/** Neither spaces nor quotes nor the controls that turn the direction of writing, which could disguise an address. */
const CANDIDATE = /\bhttps?:\/\/[^\s<>"'`\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gi;

const TRAILING_PUNCTUATION = /[.,;:!?…*_~]$/;

const BRACKETS: readonly (readonly [open: string, close: string])[] = [
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
];

const count = (text: string, character: string): number => text.split(character).length - 1;

/** Leaves out the punctuation of the sentence around a link; a closing bracket stays when it was opened in the link. */
function trimEnd(candidate: string): string {
  let link = candidate;
  for (;;) {
    const closes = BRACKETS.some(
      ([open, close]) => link.endsWith(close) && count(link, close) > count(link, open),
    );
    if (!closes && !TRAILING_PUNCTUATION.test(link)) return link;
    link = link.slice(0, -1);
  }
}

/** Null for what is no address, and for addresses with a user name, which make another host look like this one. */
function safeHref(link: string): string | null {
  if (!URL.canParse(link)) return null;
  const url = new URL(link);
  const web = url.protocol === 'https:' || url.protocol === 'http:';
  return web && url.username === '' && url.password === '' ? url.href : null;
}

/** Splits a text at its links. The stretches joined are the text. */
export function linkify(text: string): readonly Stretch[] {
  const stretches: Stretch[] = [];
  let end = 0;
  for (const match of text.matchAll(CANDIDATE)) {
    const link = trimEnd(match[0]);
    const href = safeHref(link);
    if (href === null) continue;
    if (match.index > end) stretches.push({ text: text.slice(end, match.index), href: null });
    stretches.push({ text: link, href });
    end = match.index + link.length;
  }
  if (end < text.length) stretches.push({ text: text.slice(end), href: null });
  return stretches;
}
