/** What core tells a page, and asks of it: entries, signals, members, events, outputs. */

export type PeerEntryKind =
  | 'text'
  | 'profile'
  | 'edit'
  | 'retract'
  | 'react'
  | 'archive'
  | 'letter';

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
  /**
   * Of letters that could be opened: to whom, and what is said, by the fields above. Of those that could not, and that wallets
   * open: to whom the author says it is. Null of all else.
   */
  readonly letter: PeerLetter | null;
}

export interface PeerLetter {
  /** Address as wallets show it; the author's is `account`. */
  readonly to: string;
  readonly kind: 'text' | 'edit' | 'retract' | 'react' | 'closed';
  /** Of closed ones: what the wallet of `account` opens, and that of `to`. */
  readonly boxes: readonly [Uint8Array<ArrayBuffer> | null, Uint8Array<ArrayBuffer> | null];
}

/** What the page kept of an entry, as far as core needs it again. */
export type KeptEntry = Pick<
  PeerEntry,
  'block' | 'author' | 'name' | 'color' | 'account' | 'proven'
> &
  /** Of what was sealed: what it said when it was opened. */
  Pick<PeerEntry, 'kind' | 'text' | 'action' | 'target' | 'emoji' | 'on'> & {
    readonly letter: Pick<PeerLetter, 'to' | 'kind'> | null;
  };

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

/** What a person adds to name and colour; nothing of it is proven. */
export interface PeerCard {
  /** `ens`: that of the wallet's name; else a token, as `eip155:1/erc721:0x…/7`; null for none. */
  readonly avatar: string | null;
  /** At most 4, by HTTPS. */
  readonly links: readonly string[];
}

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
  | 'no_ticket'
  | 'not_admitted'
  | 'removed'
  /** The wallet does not hold what the room asks for, by the chain that this page has asked itself. */
  | 'unfulfilled'
  | 'entry_forged'
  | 'flood';

export interface PeerMember {
  readonly key: string;
  readonly did: string | null;
  readonly name: string;
  readonly color: string;
  readonly card: PeerCard;
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
      readonly card: PeerCard;
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
  | { readonly type: 'lawChanged'; readonly law: Law }
  /** We cannot come into this room. */
  | { readonly type: 'denied'; readonly code: PeerDenial }
  /** This account is no member any more. */
  | { readonly type: 'removed'; readonly why: 'removed' | 'banned' | 'lapsed' }
  /** Another device of this account has withdrawn this one. */
  | { readonly type: 'withdrawn' }
  | { readonly type: 'refused'; readonly code: PeerRefusal };

/** Who may enter a room: everybody, whoever is invited, or whoever holds what the room asks for. */
export type RoomPolicy = 'open' | 'invite' | 'gate';

/** Whether newcomers can read what was said before they came. */
export type HistoryMode = 'shared' | 'forward-secret';

export interface RoomSettings {
  readonly name: string;
  readonly topic: string;
  /** Members that it may have. */
  readonly capacity: number;
  /** How much of what was said is kept; 0 for no bound. */
  readonly keptEntries: number;
  readonly keptDays: number;
  /** Between two entries of a member. */
  readonly slowSeconds: number;
}

/** What a room that belongs to somebody is by its record and the rules that are known. */
export interface Law {
  readonly settings: RoomSettings;
  /** Of slow mode, the last set last: for a message the last one counts whose lamport lies below its own. */
  readonly paces: readonly { readonly lamport: number; readonly slowSeconds: number }[];
  readonly policy: RoomPolicy;
  /** What wallets must hold, as DAG-CBOR, and `did:key`s of those whose word counts; null in a room without a gate. */
  readonly gate: { readonly rule: Uint8Array; readonly keepers: readonly string[] } | null;
  readonly history: HistoryMode;
  /** Address as wallets show it: checksummed, or of Solana base58. */
  readonly owner: string;
  /** Unix milliseconds. */
  readonly founded: number;
  /** What the person at this page is in it. */
  readonly self: 'owner' | 'moderator' | 'member' | 'none' | 'banned';
  /** Members, the owner first, then by seniority; then accounts that are banned, and former members that are muted. */
  readonly people: readonly LawPerson[];
  /** Those that can be used. */
  readonly invitations: readonly LawInvitation[];
  /** CIDs of entries that are to be seen by all. */
  readonly pins: readonly string[];
  /** Entries that were taken back by others; not those of the accounts in `except`. */
  readonly strikes: readonly { readonly id: string; readonly except: readonly string[] }[];
  readonly devices: readonly LawDevice[];
  /** The number of the epoch in which is spoken; 0 where there is none. */
  readonly epoch: number;
  /** In a closed room: its keys are there. */
  readonly ready: boolean;
}

export interface LawPerson {
  /** Address as wallets show it: checksummed, or of Solana base58. */
  readonly account: string;
  readonly role: 'owner' | 'moderator' | 'member' | 'none' | 'banned';
  /** What this person says above the lamport and before the time is hidden. */
  readonly mutes: readonly { readonly lamport: number; readonly untilMillis: number }[];
}

export interface LawInvitation {
  /** CID of its rule. */
  readonly id: string;
  /** did:key of its public half. */
  readonly key: string;
  readonly uses: number;
  readonly usesLeft: number;
  readonly expiresAtMillis: number;
}

export interface LawDevice {
  /** Address as wallets show it: checksummed, or of Solana base58. */
  readonly account: string;
  /** did:key of its session. */
  readonly did: string;
  readonly name: string;
}

export type PeerDenial =
  | 'not_invited'
  | 'invitation_over'
  | 'invitation_used'
  | 'banned'
  | 'full'
  | 'no_ticket'
  | 'contract'
  | 'wrong_key'
  | 'record_wrong';

export type PeerCodeRefusal =
  | 'malformed'
  | 'wrong_room'
  | 'expired'
  | 'used'
  | 'own'
  | 'forged';

export type PeerImportRefusal =
  | 'malformed'
  | 'forged'
  | 'nameless'
  | 'uncovered'
  | 'locked'
  | 'unlawful'
  /** It builds on rules that are not here. */
  | 'early';

export type PeerRefusal =
  | 'text_empty'
  | 'text_too_long'
  | 'too_fast'
  | 'mark_invalid'
  | 'delegation_ended'
  | 'not_signed'
  | 'left'
  /** The person's role does not allow it. */
  | 'not_allowed'
  /** What the person says is hidden for now. */
  | 'muted'
  /** The room has everybody wait between two things said. */
  | 'slow'
  | 'not_member'
  | 'letter_to_self'
  /** No device of the account is known for which a letter could be sealed. */
  | 'letter_unreachable'
  /** Comes later: it could be sealed for no device of the account. */
  | 'letter_unsealed'
  /** Comes later: what the wallet gave does not open the letter, or it is not kept any more. */
  | 'letter_closed';

/** What is sealed for one purpose opens for no other: `signal` to a page's key, the others to a device's lasting one. */
export type UnsealPurpose = 'signal' | 'grant' | 'letter';

/** `wallet`: not by HPKE, but in a box for a wallet (x25519-xsalsa20-poly1305). */
export type SealPurpose = UnsealPurpose | 'wallet';

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
  /** For each that holds no more what the rule asks for `lapseTold` is called. */
  | {
      readonly type: 'askLapses';
      /** As DAG-CBOR. */
      readonly rule: Uint8Array;
      readonly keepers: readonly string[];
      /** Addresses as wallets show them; at most 50. */
      readonly wallets: readonly string[];
    }
  /** Answered by `ticketGiven`. */
  | {
      readonly type: 'askTicket';
      /** What wallets must hold, as DAG-CBOR; null where the server made the rule. */
      readonly rule: Uint8Array | null;
      readonly keepers: readonly string[];
    }
  /** Ask a chain, past any gatekeeper; answered by `rechecked`. Only where `asksChains`. */
  | {
      readonly type: 'recheck';
      /** Of what wallets must hold, 32 bytes. */
      readonly hash: Uint8Array;
      /** The same as DAG-CBOR; null where only the server has told of it. */
      readonly rule: Uint8Array | null;
      readonly wallet: string;
    }
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
      /** `ed25519`: signer is the key, a session's or a Solana wallet's. `eip191`: signer is the 20-byte address. */
      readonly by: 'ed25519' | 'eip191';
      readonly signer: Uint8Array<ArrayBuffer>;
      readonly message: Uint8Array<ArrayBuffer>;
      readonly signature: Uint8Array<ArrayBuffer>;
    }
  /**
   * Whether the contract `signer` (20 bytes) on `chain` takes the signature for its own (ERC-1271, 6492), of `message` as EIP-191 has
   * it; answered by `verified`, true only where that chain itself was asked.
   */
  | {
      readonly type: 'askContract';
      readonly ticket: number;
      readonly chain: number;
      readonly signer: Uint8Array<ArrayBuffer>;
      readonly message: Uint8Array<ArrayBuffer>;
      readonly signature: Uint8Array<ArrayBuffer>;
    }
  /** To the X25519 key `to`, by HPKE unless it is a wallet's; answered by `sealed`. */
  | {
      readonly type: 'seal';
      readonly ticket: number;
      readonly purpose: SealPurpose;
      readonly to: Uint8Array<ArrayBuffer>;
      readonly content: Uint8Array<ArrayBuffer>;
    }
  | {
      readonly type: 'unseal';
      readonly ticket: number;
      readonly purpose: UnsealPurpose;
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
  /** The record of the room, once it is known to be right. */
  | { readonly type: 'storeRecord'; readonly block: Uint8Array<ArrayBuffer> }
  | {
      readonly type: 'storeRule';
      readonly id: string;
      /** 20 bytes. */
      readonly account: Uint8Array<ArrayBuffer>;
      readonly block: Uint8Array<ArrayBuffer>;
    }
  /** Secret. To be kept before any later output of the same turn is carried out; null: to be forgotten. */
  | {
      readonly type: 'storeEpoch';
      readonly id: string;
      readonly state: Uint8Array<ArrayBuffer> | null;
    }
  /** Make and keep another X25519 key for grants in this room; answered by ruled-peer's `preKeyMade`. */
  | { readonly type: 'makePreKey'; readonly ticket: number }
  /** Erase the keys for grants in this room that are older than this one. */
  | { readonly type: 'erasePreKeys'; readonly before: Uint8Array<ArrayBuffer> }
  /** Delete entries that do not count any more: keys packed as in `load`. */
  | { readonly type: 'erase'; readonly keys: Uint8Array<ArrayBuffer> }
  /** Keep no entries of a lower lamport any more. */
  | { readonly type: 'drop'; readonly belowLamport: number }
  | { readonly type: 'emit'; readonly event: PeerEvent };
