/**
 * Invitations into rooms that belong to somebody: the room's key, and the secret half of an Ed25519 key that a rule of
 * the room names. They travel in a link, behind the room's id; who comes by it proves that by a signature, so that the
 * secret half goes to nobody.
 */
import { base64UrlOf, bytesOfBase64Url } from '../base64url.ts';

type Bytes = Uint8Array<ArrayBuffer>;

export interface Invitation {
  /** The room's, 32 bytes. */
  readonly key: Bytes;
  /** The secret half (RFC 8032), 32 bytes. */
  readonly seed: Bytes;
}

/** Keys of rooms, and the secret halves of invitations. */
export const SECRET_BYTES = 32;

type Secrets = Readonly<Record<keyof Invitation, Uint8Array>>;

/** Where the address of a room begins. */
const ROOM_MARK = '/r/';

/** Both secrets in base64url. */
const TEXT_CHARS = Math.ceil((2 * SECRET_BYTES * 8) / 6);

/** What stands before a raw Ed25519 secret in PKCS #8 (RFC 8410, section 7). */
const PKCS8_HEAD = Uint8Array.of(
  ...[
    0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
  ],
);

export const DAMAGED_INVITATION =
  'That invitation link is damaged: a part is missing, or was changed on its way. Copy all of it once more, or ask for a new one.';

/** Whoever sees the link can come in: to be sent as secrets are. */
export function linkOf(room: string, invitation: Secrets | null, page: URL): string {
  const link = new URL(page);
  const behind = invitation === null ? '' : `/${invitationText(invitation)}`;
  link.hash = ROOM_MARK + room + behind;
  return link.href;
}

/** What stands behind the room's id. */
export function invitationText({ key, seed }: Secrets): string {
  return base64UrlOf(new Uint8Array([...key, ...seed]));
}

/** Reads what stands behind a room's id; null where it is damaged. */
export function readInvitation(text: string): Invitation | null {
  const bytes = text.length > TEXT_CHARS ? null : bytesOfBase64Url(text);
  // The last character has bits to spare, in which a changed link would look like a sound one.
  if (bytes?.length !== 2 * SECRET_BYTES || base64UrlOf(bytes) !== text) return null;
  return { key: bytes.slice(0, SECRET_BYTES), seed: bytes.slice(SECRET_BYTES) };
}

/** The two halves of an invitation's key. */
export interface InvitationKey {
  /** Raw, 32 bytes. */
  readonly publicKey: Bytes;
  sign(statement: Bytes): Promise<Bytes>;
}

export async function invitationKey(seed: Bytes): Promise<InvitationKey> {
  const subtle = crypto.subtle;
  const pkcs8 = new Uint8Array([...PKCS8_HEAD, ...seed]);
  // Extractable, since WebCrypto tells the public half only with the secret one.
  const key = await subtle.importKey('pkcs8', pkcs8, 'Ed25519', true, ['sign']);
  const { x } = await subtle.exportKey('jwk', key);
  const publicKey = x === undefined ? null : bytesOfBase64Url(x);
  if (publicKey === null) throw new Error('a key without a public half');
  return {
    publicKey,
    sign: async (statement) => new Uint8Array(await subtle.sign('Ed25519', key, statement)),
  };
}
