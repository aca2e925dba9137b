/** The room that people enter when they name none. */
export const LOBBY = 'lobby';

const PREFIX = '#/r/';

/** The room that an address names by `#/r/name`, or null. */
export function roomOfHash(hash: string): string | null {
  if (!hash.startsWith(PREFIX)) return null;
  try {
    return decodeURIComponent(hash.slice(PREFIX.length)).trim() || null;
  } catch {
    return null;
  }
}

export function hashOfRoom(room: string): string {
  return PREFIX + encodeURIComponent(room);
}
