/** The room that people enter when they name none. */
export const LOBBY = 'lobby';

const PREFIX = '#/r/';

/** What an address leads to. */
export interface RoomAddress {
  readonly room: string;
  /** What stands behind the id of a room that belongs to somebody: whoever has it may come in. */
  readonly invitation: string | null;
}

/** A CID (version 1) of DAG-CBOR by SHA-256: the id of a room that belongs to somebody. Whether there is one, core says. */
const ID = /^bafyrei[a-z2-7]{52}$/;

/** Such an id, a slash, and base64url. */
const INVITATION = /^(?<room>bafyrei[a-z2-7]{52})\/(?<invitation>[^/]*)$/;

/** Whether a room belongs to somebody: it is named by its record, not by a short name. */
export const isRuled = (room: string): boolean => ID.test(room);

/** Where an address of the form `#/r/name` leads, or null. */
export function addressOfHash(hash: string): RoomAddress | null {
  if (!hash.startsWith(PREFIX)) return null;
  const path = hash.slice(PREFIX.length);
  const { room: invitedTo, invitation = '' } = INVITATION.exec(path)?.groups ?? {};
  if (invitedTo !== undefined) return { room: invitedTo, invitation: invitation || null };
  try {
    const room = decodeURIComponent(path).trim();
    return room === '' ? null : { room, invitation: null };
  } catch {
    return null;
  }
}

/** Where a link leads that somebody pasted, whatever page it is of; null where the text is no link to a room. */
export function addressOfLink(text: string): RoomAddress | null {
  const at = text.indexOf(PREFIX);
  return at < 0 ? null : addressOfHash(text.slice(at).trim());
}

/** The room that an address names by `#/r/name`, or null. */
export function roomOfHash(hash: string): string | null {
  return addressOfHash(hash)?.room ?? null;
}

export function hashOfRoom(room: string): string {
  return PREFIX + encodeURIComponent(room);
}
