/** Types of the compiled core. Times are Unix milliseconds. Views that it hands out must not be written to. */

/** What the page does for core at once. */
export interface PagePort {
  sha256(data: Uint8Array): Uint8Array;
  keccak256(data: Uint8Array): Uint8Array;
  random(length: number): Uint8Array;
}

export interface PeerConfig {
  readonly room: string;
  /** Hosts of the sites whose delegations are taken. */
  readonly domains: readonly string[];
  /** Raw Ed25519 public key, 32 bytes. */
  readonly session: Uint8Array;
  /** Raw X25519 public key of this page, 32 bytes. */
  readonly sealing: Uint8Array;
  readonly wallet: string;
  readonly delegation: {
    readonly message: string;
    readonly signature: string;
  } | null;
  readonly name: string;
  readonly color: string;
  /** Members up to whom everybody is linked with everybody; the same for all of a room. */
  readonly meshMembers: number;
  /** Entries of the room that are kept; the oldest go first. */
  readonly entriesMax: number;
  /** `restored` will be called: nothing is said or compared with others before. */
  readonly restores: boolean;
}

export type PeerEntryKind = 'text' | 'profile' | 'edit' | 'retract' | 'react' | 'archive';

/** An entry whose signatures are all right. */
export interface PeerEntry {
  /** Content identifier. */
  readonly id: string;
  /** SHA-256 of the block: all of the identifier that differs between entries. */
  readonly digest: Uint8Array<ArrayBuffer>;
  readonly lamport: number;
  readonly block: Uint8Array<ArrayBuffer>;
  readonly kind: PeerEntryKind;
  /** did:key of the author's session. */
  readonly author: string;
  readonly name: string;
  readonly color: string;
  readonly account: string;
  readonly proven: boolean;
  /** Content identifier of the profile by which the author is known; null for a profile. */
  readonly profile: string | null;
  readonly timeMillis: number;
  /** The author's clock was far off. */
  readonly clockOff: boolean;
  /** Of texts and edits. */
  readonly text: string | null;
  readonly action: boolean;
  /** What a text answers. */
  readonly reply: string | null;
  /** What an edit, a retraction or a reaction is about. */
  readonly target: string | null;
  readonly emoji: string | null;
  readonly on: boolean;
  readonly archive: {
    readonly where: string;
    readonly head: string;
    readonly entries: number;
  } | null;
}

/** What the page kept of an entry, as far as core needs it again. */
export type KeptEntry = Pick<
  PeerEntry,
  'block' | 'author' | 'name' | 'color' | 'account' | 'proven'
>;

/** What a text has become. */
export interface FoldedText {
  /** The first one first; the last is what it says now. */
  readonly versions: readonly { readonly text: string; readonly timeMillis: number }[];
  readonly retracted: boolean;
  readonly reactions: readonly {
    readonly emoji: string;
    readonly author: string;
    readonly name: string;
    readonly account: string;
    readonly proven: boolean;
  }[];
}

/** `own`: we said it; `live`: just said; `late`: we had missed it; `archive`: imported. */
export type PeerOrigin = 'own' | 'live' | 'late' | 'archive';

/** Somebody in the room as the signaling server tells of them. */
export interface Introduction {
  readonly id: string;
  readonly did: string | null;
  readonly name: string;
  readonly color: string;
  readonly wallet: string;
}

export type SignalKind = 'offer' | 'answer' | 'candidate';

export interface PeerSignal {
  /** Who signals; on offers. */
  readonly did: string | null;
  readonly instance: string;
  readonly attempt: number;
  /** `decline`: no room for another link just now. */
  readonly kind: SignalKind | 'decline';
  /** An offer that may be declined. */
  readonly low: boolean;
  readonly body: string;
  /** Of descriptions: when the sender signed them, Unix milliseconds by its clock, and its signature, 64 bytes; else null. */
  readonly provenAtMillis: number;
  readonly proof: Uint8Array<ArrayBuffer> | null;
  /** It is about a link that the server is to carry. */
  readonly relayed: boolean;
}

export type PeerLinkState =
  | 'connecting'
  | 'verifying'
  | 'open'
  | 'relayed'
  | 'indirect'
  | 'lost'
  | 'refused'
  | 'incompatible';

export type PeerLinkEnd =
  | 'no_answer'
  | 'closed'
  | 'bye'
  | 'silent'
  | 'replaced'
  | 'declined'
  | 'crowded'
  | 'handshake_timeout'
  | 'malformed'
  | 'wrong_room'
  | 'wrong_session'
  | 'delegation_invalid'
  | 'proof_invalid'
  | 'entry_forged'
  | 'flood';

export interface PeerMember {
  readonly key: string;
  readonly did: string | null;
  readonly name: string;
  readonly color: string;
  readonly wallet: string;
  readonly proven: boolean;
  readonly link: PeerLinkState;
  readonly end: PeerLinkEnd | null;
  readonly typing: boolean;
}

export type PeerEvent =
  | {
      readonly type: 'memberJoined';
      readonly member: PeerMember;
      readonly met: boolean;
    }
  | { readonly type: 'memberChanged'; readonly member: PeerMember }
  | { readonly type: 'memberLeft'; readonly member: PeerMember }
  /** No longer kept track of; the member may well be there. */
  | { readonly type: 'memberForgotten'; readonly member: PeerMember }
  /** How many are in the room, this page among them. */
  | { readonly type: 'roomSize'; readonly members: number }
  | {
      readonly type: 'memberRenamed';
      readonly member: PeerMember;
      readonly formerName: string;
    }
  | {
      readonly type: 'profileChanged';
      readonly name: string;
      readonly color: string;
    }
  | {
      readonly type: 'message';
      readonly id: string;
      readonly author: PeerMember;
      readonly text: string;
      readonly action: boolean;
      readonly timeMillis: number;
    }
  | {
      readonly type: 'ownMessage';
      readonly id: string;
      readonly name: string;
      readonly color: string;
      readonly text: string;
      readonly action: boolean;
      readonly timeMillis: number;
    }
  /** How far something that we said has got: `reached` of `of` others told that they have it. */
  | {
      readonly type: 'reached';
      readonly id: string;
      readonly sent: boolean;
      readonly reached: number;
      readonly of: number;
    }
  /** Entries that we missed have come, so many of so many. */
  | { readonly type: 'catchingUp'; readonly come: number; readonly of: number }
  | {
      readonly type: 'imported';
      readonly taken: number;
      readonly known: number;
      readonly refused: Readonly<Partial<Record<PeerImportRefusal, number>>>;
    }
  /** A code for joining by hand, to be carried to another page. */
  | {
      readonly type: 'codeMade';
      readonly code: Uint8Array<ArrayBuffer>;
      /** It answers an invitation. */
      readonly reply: boolean;
      readonly expiresAtMillis: number;
    }
  | { readonly type: 'codeRefused'; readonly code: PeerCodeRefusal }
  | { readonly type: 'refused'; readonly code: PeerRefusal };

export type PeerCodeRefusal =
  | 'malformed'
  | 'wrong_room'
  | 'expired'
  | 'used'
  | 'own'
  | 'forged';

export type PeerImportRefusal = 'malformed' | 'forged' | 'nameless' | 'uncovered';

export type PeerRefusal =
  | 'text_empty'
  | 'text_too_long'
  | 'too_fast'
  | 'mark_invalid'
  | 'delegation_ended'
  | 'not_signed'
  | 'left';

export type PeerOutput =
  | {
      readonly type: 'openLink';
      readonly link: number;
      readonly initiator: boolean;
      readonly polite: boolean;
      /** Signal candidates as they come; otherwise descriptions wait for all of them. */
      readonly trickle: boolean;
    }
  /** Make a link that the server carries, sealed; descriptions are public keys. */
  | {
      readonly type: 'openRelay';
      readonly link: number;
      /** What the server calls the other end. */
      readonly to: string;
      readonly initiator: boolean;
      readonly polite: boolean;
    }
  | {
      readonly type: 'applySignal';
      readonly link: number;
      readonly kind: SignalKind;
      readonly body: string;
    }
  | {
      readonly type: 'sendSignal';
      readonly to: string;
      readonly signal: PeerSignal;
    }
  /** Answered by `sampled`, or not at all. */
  | { readonly type: 'askMembers' }
  | {
      readonly type: 'sendFragment';
      readonly link: number;
      /** On the second channel. */
      readonly bulk: boolean;
      readonly fragment: Uint8Array<ArrayBuffer>;
    }
  /** Look for paths anew (ICE restart). */
  | { readonly type: 'repairLink'; readonly link: number }
  | { readonly type: 'closeLink'; readonly link: number }
  | {
      readonly type: 'sign';
      readonly ticket: number;
      readonly message: Uint8Array<ArrayBuffer>;
    }
  | {
      readonly type: 'verify';
      readonly ticket: number;
      /** `session`: Ed25519, signer is the key. `wallet`: EIP-191, signer is the 20-byte address. */
      readonly by: 'session' | 'wallet';
      readonly signer: Uint8Array<ArrayBuffer>;
      readonly message: Uint8Array<ArrayBuffer>;
      readonly signature: Uint8Array<ArrayBuffer>;
    }
  /** HPKE to the X25519 key `to`; answered by `sealed`. */
  | {
      readonly type: 'seal';
      readonly ticket: number;
      readonly to: Uint8Array<ArrayBuffer>;
      readonly content: Uint8Array<ArrayBuffer>;
    }
  | {
      readonly type: 'unseal';
      readonly ticket: number;
      readonly sealed: Uint8Array<ArrayBuffer>;
    }
  /** Keep and show; answered by `stored`. */
  | {
      readonly type: 'store';
      readonly ticket: number;
      readonly origin: PeerOrigin;
      readonly entry: PeerEntry;
    }
  | {
      readonly type: 'storeProfile';
      readonly id: string;
      readonly block: Uint8Array<ArrayBuffer>;
    }
  /** Packed keys: for each the lamport in 8 bytes, big-endian, and the digest. Answered by `loaded`. */
  | {
      readonly type: 'load';
      readonly ticket: number;
      readonly keys: Uint8Array<ArrayBuffer>;
    }
  | {
      readonly type: 'loadProfiles';
      readonly ticket: number;
      readonly ids: readonly string[];
    }
  /** Keep no entries of a lower lamport any more. */
  | { readonly type: 'drop'; readonly belowLamport: number }
  | { readonly type: 'emit'; readonly event: PeerEvent };

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
  say(
    text: string,
    action: boolean,
    reply: string | null,
    nowMillis: number,
  ): PeerOutput[];
  edit(target: string, text: string, nowMillis: number): PeerOutput[];
  retract(target: string, nowMillis: number): PeerOutput[];
  react(
    target: string,
    emoji: string,
    on: boolean,
    nowMillis: number,
  ): PeerOutput[];
  archived(
    where: string,
    head: string,
    entries: number,
    nowMillis: number,
  ): PeerOutput[];
  changeProfile(name: string, color: string, nowMillis: number): PeerOutput[];
  setTyping(typing: boolean, nowMillis: number): PeerOutput[];
  leave(nowMillis: number): PeerOutput[];
  tick(nowMillis: number): PeerOutput[];
  /** Where an entry of the log stands, packed as in `load`; null where it is not kept. */
  find(id: string): Uint8Array<ArrayBuffer> | null;
  /** The link to a session, open or on its way; 0 where there is none. */
  linkTo(did: string): number;
  /** When to tick; Infinity when there is nothing to wait for. */
  deadlineMillis(): number;
}

export function createPeer(
  config: PeerConfig,
  page: PagePort,
  nowMillis: number,
): Peer;

export function delegationText(
  domain: string,
  wallet: string,
  chainId: number,
  session: Uint8Array,
  nonce: string,
  issuedAtMillis: number,
  expirationMillis: number,
  statement: string,
  page: PagePort,
): string;

export function loginStatement(domain: string, nonce: string): Uint8Array<ArrayBuffer>;
export function didOf(session: Uint8Array): string;
export function checksummedAddress(text: string, page: PagePort): string | null;
export function checkProfile(name: string, color: string): string | null;
export function checkRoom(text: string): string | null;
/** What a code for joining by hand says of itself, unproven; null where it is none. */
export function readCode(code: Uint8Array): CodeReading | null;
/** What a text that the page kept has become by the entries about it; null where the records are damaged. */
export function foldText(
  original: KeptEntry,
  about: readonly KeptEntry[],
  page: PagePort,
): FoldedText | null;
