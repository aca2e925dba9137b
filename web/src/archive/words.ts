/** Says in words for people what happened, why, and what helps. */
export function trouble(what: string, why: string, help: string): Error {
  return new Error(`${what}: ${why}. ${help}`);
}

/** The words of whatever was thrown, without the full stop, so that others can go on. */
export function wordsOf(error: unknown): string {
  const words = error instanceof Error ? error.message : String(error);
  return words.replace(/[.\s]+$/, '');
}

/** "1 block", "2 blocks". */
export function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? '' : 's'}`;
}

/** How much of somebody else's text is shown at most. */
const QUOTE_LENGTH_MAX = 200;

/** What a server said, in one line that fits on a screen. */
export function quote(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > QUOTE_LENGTH_MAX ? `${line.slice(0, QUOTE_LENGTH_MAX)}…` : line;
}
