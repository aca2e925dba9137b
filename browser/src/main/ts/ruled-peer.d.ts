/** Types of core as rooms that belong to somebody need it. Peers of this module are those of peer.d.ts. */

import type { Peer, PeerConfig, PagePort } from './peer.js';
import type {
  HistoryMode,
  PeerOutput,
  RoomPolicy,
  RoomSettings,
} from './peer-outputs.js';

/** A rule of a room as the page kept it. */
export interface KeptRule {
  /** The account that its profile proved, 20 bytes. */
  readonly account: Uint8Array;
  readonly block: Uint8Array;
}

/** What `decree` may say of a room and its people. */
export type DecreeOp =
  | 'appoint'
  | 'demote'
  | 'remove'
  | 'ban'
  | 'unban'
  | 'mute'
  | 'unmute'
  | 'strike'
  | 'pin'
  | 'unpin'
  | 'revoke'
  | 'withdraw'
  | 'leave';

/** A record that waits for the signature of its maker's session. */
export interface Founding {
  readonly signable: Uint8Array<ArrayBuffer>;
  /** The room's name, a CID, and the record's block. */
  signed(signature: Uint8Array): {
    readonly id: string;
    readonly block: Uint8Array<ArrayBuffer>;
  };
}

/** A peer in a room that belongs to somebody: `charter` is not null. */
export function createPeer(
  config: PeerConfig,
  page: PagePort,
  nowMillis: number,
): Peer;

/**
 * What the page keeps of the room's law, before the last `restored`: rules in the order in which they were stored, and the
 * states of epochs.
 */
export function lawRestored(
  peer: Peer,
  rules: readonly KeptRule[],
  epochs: readonly Uint8Array[],
  nowMillis: number,
): PeerOutput[];
/** Answers `makePreKey`: the public half; null where there is none. */
export function preKeyMade(
  peer: Peer,
  ticket: number,
  key: Uint8Array | null,
  nowMillis: number,
): PeerOutput[];
/**
 * The room's law from an archive, before what was said; answered by the event `imported`, which counts rules.
 *
 * @param record the room's record, as it is or sealed; null where the archive has none
 * @param rules each behind those that it builds on
 */
export function importLaw(
  peer: Peer,
  record: Uint8Array | null,
  rules: readonly Uint8Array[],
  profiles: readonly Uint8Array[],
  nowMillis: number,
): PeerOutput[];
/** A block that holds the record of a closed room, sealed with the room's key: the same whoever makes it. */
export function sealRecord(
  record: Uint8Array,
  key: Uint8Array,
  page: PagePort,
): Uint8Array<ArrayBuffer>;
/**
 * Changes the room's law, as far as the person may.
 *
 * @param account an address, for `appoint` to `unmute`; the session's did for `withdraw`; else null
 * @param target a CID, for `strike`, `pin`, `unpin` (an entry) and `revoke` (an invitation); else null
 * @param untilMillis for `mute`; else 0
 */
export function decree(
  peer: Peer,
  op: DecreeOp,
  account: string | null,
  target: string | null,
  untilMillis: number,
  page: PagePort,
  nowMillis: number,
): PeerOutput[];
/** The settings must have passed `checkSettings`. */
export function changeSettings(
  peer: Peer,
  settings: RoomSettings,
  nowMillis: number,
): PeerOutput[];
/** Whoever has the secret half of the Ed25519 key, 32 bytes, may come in. */
export function inviteKey(
  peer: Peer,
  key: Uint8Array,
  uses: number,
  expiresAtMillis: number,
  nowMillis: number,
): PeerOutput[];

/** Null where the settings are right; else, in words, what is wrong. */
export function checkSettings(settings: RoomSettings): string | null;
/**
 * A new room's record, to be signed. Throws an Error with words where the settings are wrong.
 *
 * @param delegation the wallet's word for the session that will sign
 * @param key the room's key, 32 bytes; null in a room that everybody may enter
 * @param gate what wallets must hold, as a gatekeeper wrote it, and `did:key`s of those whose word counts; null else
 */
export function foundRoom(
  settings: RoomSettings,
  policy: RoomPolicy,
  history: HistoryMode,
  delegation: { readonly message: string; readonly signature: string },
  timeMillis: number,
  key: Uint8Array | null,
  gate: { readonly rule: Uint8Array; readonly keepers: readonly string[] } | null,
  page: PagePort,
): Founding;
/** What an invitation's key signs for the account and the session of whoever comes in by it. */
export function knockStatement(
  room: string,
  account: string,
  session: Uint8Array,
  page: PagePort,
): Uint8Array<ArrayBuffer>;
