/** Types of the compiled core. Times are Unix milliseconds. Views that it hands out must not be written to. */

import type {
  FoldedText,
  Introduction,
  KeptEntry,
  PeerCard,
  PeerOutput,
  SignalKind,
} from './peer-outputs.js';

export type * from './peer-outputs.js';

/** What the page does for core at once. */
export interface PagePort {
  sha256(data: Uint8Array): Uint8Array;
  keccak256(data: Uint8Array): Uint8Array;
  random(length: number): Uint8Array;
  /**
   * AES-256-GCM: a key of 32 bytes, a nonce of 12; answers the ciphertext, then the tag. Throws where it is not loaded:
   * whoever enters a closed room waits for that first.
   */
  aesGcmSeal(
    key: Uint8Array,
    nonce: Uint8Array,
    associated: Uint8Array,
    content: Uint8Array,
  ): Uint8Array;
  /** What was sealed; null where it was not sealed so. Throws as `aesGcmSeal` does. */
  aesGcmOpen(
    key: Uint8Array,
    nonce: Uint8Array,
    associated: Uint8Array,
    sealed: Uint8Array,
  ): Uint8Array | null;
}

export interface PeerConfig {
  readonly room: string;
  /** Hosts of the sites whose delegations are taken. */
  readonly domains: readonly string[];
  /** Raw Ed25519 public key, 32 bytes. */
  readonly session: Uint8Array;
  /** Raw X25519 public key of this page, 32 bytes. */
  readonly sealing: Uint8Array;
  /** Raw X25519 public key of this device, 32 bytes, which lasts: letters and secrets of closed rooms are sealed to it. */
  readonly prekey: Uint8Array;
  readonly wallet: string;
  /** What the wallet opens letters with, as `shareWallet` has it; null where it does not. */
  readonly box: Uint8Array | null;
  readonly delegation: {
    readonly message: string;
    readonly signature: string;
  } | null;
  readonly name: string;
  readonly color: string;
  readonly card: PeerCard;
  /** Members up to whom everybody is linked with everybody; the same for all of a room. */
  readonly meshMembers: number;
  /** Entries of the room that are kept; the oldest go first. */
  readonly entriesMax: number;
  /** `restored` will be called: nothing is said or compared with others before. */
  readonly restores: boolean;
  /** The page can ask some chain itself what wallets hold: it answers `recheck`. */
  readonly asksChains: boolean;
  /** What this browser has of a room that belongs to somebody; null in an open room of a short name. */
  readonly charter: Charter | null;
}

/** What a browser has of a room that belongs to somebody, and this device in it. */
export interface Charter {
  /** The room's record; null where it has not come yet. */
  readonly record: Uint8Array | null;
  /** The room's key, 32 bytes; null in a room that everybody may enter. */
  readonly key: Uint8Array | null;
  /** Proof of an invitation: its Ed25519 public key, 32 bytes, and its signature over `knockStatement`, 64. */
  readonly knock: { readonly key: Uint8Array; readonly proof: Uint8Array } | null;
  /** By which the person tells this device from others: 1 to 32 printable characters. */
  readonly device: string;
}

/** A code for joining by hand, its signature unchecked. */
export interface CodeReading {
  readonly room: string;
  /** The session that made it. */
  readonly did: string;
  readonly name: string;
  /** It answers an invitation. */
  readonly reply: boolean;
  readonly expiresAtMillis: number;
}

export interface Peer {
  /** Before `entered`, where only certain wallets may be in the room: the hash of what they must fulfil, and whose word counts. */
  gated(hash: Uint8Array, keepers: readonly string[], nowMillis: number): PeerOutput[];
  /** What the gatekeeper signed; null where it gave nothing, or no answer came. */
  ticketGiven(ticket: Uint8Array | null, nowMillis: number): PeerOutput[];
  /**
   * Answers `recheck`.
   *
   * @param lacks the wallet does not hold what it must, by `PageGate.lacks`; false where it does, or nothing could be found out
   */
  rechecked(hash: Uint8Array, wallet: string, lacks: boolean, nowMillis: number): PeerOutput[];
  /** A gatekeeper's signed word that some wallet may be in the room no longer. */
  lapseTold(lapse: Uint8Array, nowMillis: number): PeerOutput[];
  entered(
    id: string,
    others: readonly Introduction[],
    size: number,
    /** The server carries sealed frames for those who have no other path. */
    relays: boolean,
    nowMillis: number,
  ): PeerOutput[];
  sampled(
    others: readonly Introduction[],
    size: number,
    nowMillis: number,
  ): PeerOutput[];
  joined(who: Introduction, nowMillis: number): PeerOutput[];
  left(id: string, nowMillis: number): PeerOutput[];
  signalingLost(nowMillis: number): PeerOutput[];
  signalReceived(
    from: string,
    did: string | null,
    instance: string,
    attempt: number,
    kind: string,
    low: boolean,
    body: string,
    provenAtMillis: number,
    proof: Uint8Array<ArrayBuffer> | null,
    relayed: boolean,
    nowMillis: number,
  ): PeerOutput[];
  signalMade(
    link: number,
    kind: SignalKind,
    body: string,
    nowMillis: number,
  ): PeerOutput[];
  linkOpened(
    link: number,
    localFingerprint: string,
    remoteFingerprint: string,
    nowMillis: number,
  ): PeerOutput[];
  fragmentReceived(
    link: number,
    bulk: boolean,
    fragment: Uint8Array,
    nowMillis: number,
  ): PeerOutput[];
  /** The page runs again after it slept. */
  awoke(nowMillis: number): PeerOutput[];
  /** The network is another one, or there again. */
  networkChanged(nowMillis: number): PeerOutput[];
  linkClosed(link: number, nowMillis: number): PeerOutput[];
  signed(
    ticket: number,
    signature: Uint8Array | null,
    nowMillis: number,
  ): PeerOutput[];
  verified(ticket: number, valid: boolean, nowMillis: number): PeerOutput[];
  sealed(
    ticket: number,
    sealed: Uint8Array | null,
    nowMillis: number,
  ): PeerOutput[];
  unsealed(
    ticket: number,
    content: Uint8Array | null,
    nowMillis: number,
  ): PeerOutput[];
  invite(nowMillis: number): PeerOutput[];
  takeCode(code: Uint8Array, nowMillis: number): PeerOutput[];
  stored(ticket: number, kept: boolean, nowMillis: number): PeerOutput[];
  /** One for each that was asked for; null where it is not kept. */
  loaded(
    ticket: number,
    blocks: readonly (Uint8Array | null)[],
    nowMillis: number,
  ): PeerOutput[];
  /**
   * What the page keeps from before, the newest first, in parts: keys packed as in `load`, with the first part the blocks
   * of the newest entries.
   */
  restored(
    keys: Uint8Array,
    newest: readonly Uint8Array[],
    last: boolean,
    nowMillis: number,
  ): PeerOutput[];
  /** The page keeps nothing below the lamport any more. */
  forgotten(belowLamport: number, nowMillis: number): PeerOutput[];
  /** Blocks from an archive; answered by the event `imported`. */
  importBlocks(
    profiles: readonly Uint8Array[],
    entries: readonly Uint8Array[],
    nowMillis: number,
  ): PeerOutput[];
  /** @param to address of the account that alone is to read it; null where it is for all. Here and below. */
  say(
    text: string,
    action: boolean,
    reply: string | null,
    to: string | null,
    nowMillis: number,
  ): PeerOutput[];
  edit(
    target: string,
    text: string,
    to: string | null,
    nowMillis: number,
  ): PeerOutput[];
  retract(target: string, to: string | null, nowMillis: number): PeerOutput[];
  react(
    target: string,
    emoji: string,
    on: boolean,
    to: string | null,
    nowMillis: number,
  ): PeerOutput[];
  /** The key, 32 bytes, of boxes that the wallet opens: letters are sealed to it from now on; null: not any more. */
  shareWallet(key: Uint8Array | null, nowMillis: number): PeerOutput[];
  /** What the wallet had in a closed letter's box. The letter is stored again, or `letter_closed` refused. */
  openLetter(id: string, secret: Uint8Array, nowMillis: number): PeerOutput[];
  archived(
    where: string,
    head: string,
    entries: number,
    nowMillis: number,
  ): PeerOutput[];
  changeProfile(
    name: string,
    color: string,
    card: PeerCard,
    nowMillis: number,
  ): PeerOutput[];
  setTyping(typing: boolean, nowMillis: number): PeerOutput[];
  leave(nowMillis: number): PeerOutput[];
  tick(nowMillis: number): PeerOutput[];
  /** Where an entry of the log stands, packed as in `load`; null where it is not kept. */
  find(id: string): Uint8Array<ArrayBuffer> | null;
  /** The link to a session, open or on its way; 0 where there is none. */
  linkTo(did: string): number;
  /** Whether what is written to an account alone can be opened by its wallet, too. */
  sealsToWallet(account: string): boolean;
  /** When to tick; Infinity when there is nothing to wait for. */
  deadlineMillis(): number;
}

/** A peer in a room of a short name: `charter` is null. */
export function createPeer(
  config: PeerConfig,
  page: PagePort,
  nowMillis: number,
): Peer;

/**
 * What a wallet signs so that the session may speak for it.
 *
 * @param account `did:pkh:…`
 */
export function delegationText(
  domain: string,
  account: string,
  session: Uint8Array,
  nonce: string,
  issuedAtMillis: number,
  expirationMillis: number,
  statement: string,
  page: PagePort,
): string;

export function loginStatement(domain: string, nonce: string): Uint8Array<ArrayBuffer>;
export function didOf(session: Uint8Array): string;
/** The address as wallets of its chain show it; null where it is none. */
export function walletAddress(text: string, page: PagePort): string | null;
export function checkProfile(
  name: string,
  color: string,
  card: PeerCard,
): string | null;
export function checkRoom(text: string): string | null;
/** What a code for joining by hand says of itself, unproven; null where it is none. */
export function readCode(code: Uint8Array): CodeReading | null;
/** What a text that the page kept has become by the entries about it; null where the records are damaged. */
export function foldText(
  original: KeptEntry,
  about: readonly KeptEntry[],
  page: PagePort,
): FoldedText | null;

/** Whether a room of this name belongs to somebody: it is the CID of its record. */
export function isRoomId(text: string): boolean;
