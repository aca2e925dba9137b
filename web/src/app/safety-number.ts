/** Numbers that two people read to one another, to know that each sees the other's own session: decision 0019. */

/** Digits in all, and in a group. */
const DIGITS = 60;
const GROUP_DIGITS = 5;

/** Ended by a zero byte, as all that is hashed or signed here. */
const PREFIX = 'tropichat safety number 1\0';

/** The number of two sessions, by their did:key in any order: 12 groups of 5 digits. */
export async function safetyNumber(one: string, other: string): Promise<readonly string[]> {
  const text = PREFIX + [one, other].sort().join('\0');
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  let value = 0n;
  for (const byte of new Uint8Array(digest)) value = (value << 8n) | BigInt(byte);
  const digits = (value % 10n ** BigInt(DIGITS)).toString().padStart(DIGITS, '0');
  return Array.from({ length: DIGITS / GROUP_DIGITS }, (_, at) =>
    digits.slice(at * GROUP_DIGITS, (at + 1) * GROUP_DIGITS),
  );
}
