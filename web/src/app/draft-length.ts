/** Bytes of UTF-8 that one message may have; core's Limits.TEXT_BYTES_MAX, which decides. */
export const TEXT_BYTES_MAX = 8 * 1024;

/** With fewer bytes left than this, the composer says how many. */
export const BYTES_LEFT_SHOWN = 1024;

const encoder = new TextEncoder();

/** Bytes that the text may still grow by; negative when it is too long. */
export function bytesLeft(text: string): number {
  return TEXT_BYTES_MAX - encoder.encode(text).length;
}

/** What the composer says about a draft's length; null while there is room enough. */
export function lengthWords(text: string): string | null {
  const left = bytesLeft(text);
  if (left >= BYTES_LEFT_SHOWN) return null;
  const bytes = Math.abs(left) === 1 ? '1 byte' : `${Math.abs(left)} bytes`;
  return left < 0 ? `${bytes} too long: shorten it, or send it in parts.` : `${bytes} left`;
}
