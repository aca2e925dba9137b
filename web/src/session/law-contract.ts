/** What the interface knows of a room that belongs to somebody: its law, what people may change of it, and its making. */
import type { HistoryMode, Law, RoomPolicy, RoomSettings } from '#peer';

export type { HistoryMode, RoomPolicy, RoomSettings } from '#peer';

/** Who may what in the room, and what was decided of it. */
export type RoomLaw = Law;

/** What somebody wants to be different in the room; whether that person may, core says. */
export type Decree =
  | {
      readonly op: 'appoint' | 'demote' | 'remove' | 'ban' | 'unban' | 'unmute';
      /** Address. */
      readonly account: string;
    }
  | { readonly op: 'mute'; readonly account: string; readonly untilMillis: number }
  /** About an entry. */
  | { readonly op: 'strike' | 'pin' | 'unpin'; readonly id: string }
  /** About an invitation. */
  | { readonly op: 'revoke'; readonly id: string }
  /** A session of the person's own is to get no more of the room's secrets. */
  | { readonly op: 'withdraw'; readonly did: string }
  | { readonly op: 'leave' }
  | { readonly op: 'settings'; readonly settings: RoomSettings };

/** A room that somebody wants to make; once it is made, all but the settings stays. */
export interface NewRoom {
  readonly settings: RoomSettings;
  readonly policy: RoomPolicy;
  readonly history: HistoryMode;
  /** What wallets must hold (DAG-CBOR), and by whose word, with the policy `gate`; null with any other. */
  readonly gate: { readonly rule: Uint8Array; readonly keepers: readonly string[] } | null;
}

/** By which others come in. */
export interface InviteLink {
  readonly link: string;
  /** Unix milliseconds; Infinity in a room that everybody may enter. */
  readonly expiresAtMillis: number;
}
