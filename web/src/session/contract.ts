/**
 * What the interface knows of a session in a room: the members, the messages and the words for what goes wrong.
 * The session drives core, signaling and links; the interface draws what it is told and asks for what people want.
 */

import type { ArchiveRecord, ArchiveSetting } from '../archive/open.ts';
import type { Archiving, Place, Receipt, Retention } from '../history/contract.ts';
import type { Card } from './card-contract.ts';
import type { Decree, InviteLink, NewRoom, RoomLaw } from './law-contract.ts';
import type { MirrorDoor } from './mirror-contract.ts';
import type { ContractWord, Wallet, WalletLetters } from './wallet-contract.ts';
import type { Ways } from './ways-contract.ts';

export * from './card-contract.ts';
export type * from './law-contract.ts';
export type * from './mirror-contract.ts';
export type * from './wallet-contract.ts';
export type * from './ways-contract.ts';

/** How far the link to a member has got; `indirect` is heard through others, `self` is the person at this page. */
export type LinkState =
  | 'self'
  | 'connecting'
  | 'verifying'
  | 'open'
  | 'relayed'
  | 'indirect'
  | 'lost'
  | 'refused'
  | 'incompatible';

/** `wallet`: a wallet's signature names the session key, checked in this page. `none`: only claimed. */
export type Proof = 'wallet' | 'none';

export interface Member {
  /** Unguessable id that the signaling server gave; changes with every entry into the room. */
  readonly id: string;
  /** did:key of the session, or null for pages that speak only the guide's events. */
  readonly did: string | null;
  readonly name: string;
  /** `#rrggbb`. */
  readonly color: string;
  readonly card: Card;
  /** Checksummed address, claimed or proven as `proof` says. */
  readonly account: string;
  readonly proof: Proof;
  readonly link: LinkState;
  /** Why the link is `lost`, `refused` or `incompatible`, in words for people. */
  readonly reason: string | null;
}

/** What a text said once, and when. */
export interface TextVersion {
  readonly text: string;
  readonly timeMillis: number;
}

export interface Reaction {
  readonly emoji: string;
  readonly names: readonly string[];
  /** The person at this page is among them. */
  readonly mine: boolean;
}

/** A message that another answers, or that is pinned, as far as it is here. */
export interface Quote {
  readonly id: string;
  /** Null where the message is not here. */
  readonly place: Place | null;
  readonly name: string;
  readonly account: string;
  readonly proof: Proof;
  readonly timeMillis: number;
  readonly text: string;
}

export interface ChatMessage {
  /** Content identifier of the signed entry. */
  readonly id: string;
  readonly place: Place;
  /** did:key of the author's session. */
  readonly author: string;
  readonly name: string;
  readonly color: string;
  readonly account: string;
  readonly proof: Proof;
  readonly text: string;
  /** `/me`: the text tells what the author does. */
  readonly action: boolean;
  /** The author's clock, Unix milliseconds. */
  readonly timeMillis: number;
  /** The author's clock was far off, or is. */
  readonly clockOff: boolean;
  readonly own: boolean;
  /** What it said before it was edited, the first one first; empty where it was not. */
  readonly former: readonly TextVersion[];
  readonly retracted: boolean;
  readonly reactions: readonly Reaction[];
  readonly reply: Quote | null;
  /** How far an own message has got; null for others'. */
  readonly receipt: Receipt | null;
  /** The other account, of what is between two alone; null of what all in the room read. */
  readonly with: string | null;
  /** A letter that this device cannot open, and the person's wallet can; it says nothing yet. */
  readonly closed: boolean;
}

/** What this account and another have written to one another. */
export interface Conversation {
  /** Checksummed address. */
  readonly account: string;
  /** As the other was called last; null where this account alone has written. */
  readonly name: string | null;
  readonly last: ChatMessage;
  /** Of the other's; at most {@link UNREAD_LETTERS_MAX} are counted. */
  readonly unread: number;
}

export const UNREAD_LETTERS_MAX = 99;

/** Letters that one box of a wallet's opens. */
export interface ClosedLetters {
  readonly box: Uint8Array<ArrayBuffer>;
  /** Content identifiers, that of the letter asked for first. */
  readonly ids: readonly string[];
}

/** What was said in the room before, as this browser keeps it. */
export interface History {
  /** The newest messages, the oldest of them first. */
  latest(count: number): Promise<readonly ChatMessage[]>;
  /** Messages beyond a place, the oldest of them first. */
  beyond(
    place: Place,
    direction: 'older' | 'newer',
    count: number,
  ): Promise<readonly ChatMessage[]>;
  /** The message at a place; null where it is not here. */
  at(place: Place): Promise<ChatMessage | null>;
  /** What was said to all, by its id, as far as it is here. */
  quote(id: string): Promise<Quote>;
  /** With whom this account has exchanged letters, whoever wrote last first. */
  conversations(): Promise<readonly Conversation[]>;
  /** The last letters exchanged with an account, the oldest of them first. */
  letters(account: string, count: number): Promise<readonly ChatMessage[]>;
  setReadLetters(account: string, place: Place): Promise<void>;
  /** The box of a closed letter that this account's wallet opens, and all letters with an account that it opens. */
  box(letter: Place, account: string): Promise<ClosedLetters | null>;
  /** The first that are found, and then all: the newest first. */
  search(query: string): AsyncIterable<readonly ChatMessage[]>;
  /** Somebody is about to search, or is done with it. */
  searching(open: boolean): void;
  /** Where a time begins; null where nothing was said since. */
  placeAt(timeMillis: number): Promise<Place | null>;
  /** Up to where the person has read before. */
  read(): Promise<Place | null>;
  setRead(place: Place): Promise<void>;
  retention(): Promise<Retention>;
  /** What is more, or older, is deleted. Of the number core hears on entering again. */
  setRetention(retention: Retention): Promise<void>;
  /** What `clear` deletes, and what comes of it, in words for people. */
  readonly clearing: string;
  /** Deletes what this browser keeps of the room; of a room that belongs to somebody, its keys and its law too. */
  clear(): Promise<void>;
}

/** What became of what an archive held. */
export interface ImportReport {
  /** Entries that are new here, and such as were here. */
  readonly taken: number;
  readonly known: number;
  /** Rules of the room that are new here. */
  readonly rules: number;
  /** What was refused, and why, in words for people. */
  readonly refused: readonly string[];
}

/** Where the room is archived. */
export interface ArchivePlaces {
  /** As far as this browser knows. */
  known(): Promise<Archiving>;
  /**
   * Puts what is not there yet into an archive, tells the room where that is, and remembers it.
   *
   * @param keep what comes from now on is archived without being asked for, while the room is open here
   * @param progress is told how far it is
   */
  archive(
    setting: ArchiveSetting,
    keep: boolean,
    progress: (record: ArchiveRecord) => void,
  ): Promise<ArchiveRecord>;
  /** Archives no longer there; what is there stays. */
  forget(kind: ArchiveSetting['kind']): Promise<void>;
}

/** The room's history out of this browser and back. All reject with an Error whose message is for people. */
export interface Archives {
  /** All of it as a CAR file; null where there is nothing. */
  car(): Promise<Blob | null>;
  /** All of it to read. */
  json(): Promise<Blob>;
  importCar(file: Blob): Promise<ImportReport>;
  readonly places: ArchivePlaces;
  /** Takes back what an archive holds; `foundBy` is what names it, as a member told. */
  restore(setting: ArchiveSetting, foundBy: string): Promise<ImportReport>;
}

/**
 * `reconnecting`: the server is out of reach, links to members stay; `answering`: a reply by hand is on its way;
 * `unserved`: in, by hand, with no server; `left`: over, by wish or by refusal.
 */
export type SessionStatus =
  | 'connecting'
  | 'signing'
  | 'entering'
  | 'entered'
  | 'reconnecting'
  | 'answering'
  | 'unserved'
  | 'left';

/** On the way in: nothing can be said yet. */
export const ARRIVING: readonly SessionStatus[] = ['connecting', 'signing', 'entering'];

export type SessionEvent =
  | { readonly type: 'status'; readonly status: SessionStatus }
  /** What this browser keeps of the room can be read from now on; the server may still have to let us in. */
  | { readonly type: 'opened' }
  /** All that are known; `size` are in the room, which are more where it is large. */
  | { readonly type: 'members'; readonly members: readonly Member[]; readonly size: number }
  /** All others who are typing now, by their ids. */
  | { readonly type: 'typing'; readonly ids: ReadonlySet<string> }
  | { readonly type: 'joined'; readonly member: Member }
  | { readonly type: 'left'; readonly member: Member }
  /** Something was wrong with the link to a member, who hears nothing from us any more; `reason` says what. */
  | { readonly type: 'refused'; readonly member: Member }
  | {
      readonly type: 'renamed';
      readonly member: Member;
      readonly formerName: string;
    }
  /** Just said, here or elsewhere. */
  | { readonly type: 'messages'; readonly messages: readonly ChatMessage[] }
  /** Messages that had been missed have come: up to a place, or anywhere among the others. */
  | { readonly type: 'late'; readonly upTo: Place | null }
  /** A message was edited, taken back or marked, or has got further. */
  | { readonly type: 'amended'; readonly id: string }
  /** Letters have come, or what is known of some has changed. */
  | { readonly type: 'letters' }
  /** Messages that had been missed are coming: so many, of so many. */
  | { readonly type: 'catchingUp'; readonly come: number; readonly of: number }
  /** All below the lamport is not kept any more; `elsewhere`: the person deleted all of it in another tab. */
  | {
      readonly type: 'dropped';
      readonly belowLamport: number;
      readonly elsewhere: boolean;
    }
  /** Messages that turned out not to count are deleted: their authors were no members any more, or not yet. */
  | { readonly type: 'erased'; readonly ids: readonly string[] }
  /** What the room asks of wallets (gates/words.ts tells it); null where it is open to all. */
  | { readonly type: 'gate'; readonly rule: unknown }
  /** The room's law is known, or is another now. */
  | { readonly type: 'law'; readonly law: RoomLaw }
  /** Whether an account that is a contract has let a session speak for it. */
  | { readonly type: 'contract'; account: string; session: string; word: ContractWord }
  /** What is wrong with what this browser keeps; null where nothing is any more. */
  | { readonly type: 'storage'; readonly words: string | null }
  | {
      readonly type: 'problem';
      readonly code: string;
      /** What happened, why, and what helps. */
      readonly text: string;
    };

/** A command that was refused, with words for people. */
export interface Refusal {
  readonly code: string;
  readonly text: string;
}

/** A code for joining by hand, as people carry it to somebody. */
export interface HandCode {
  readonly text: string;
  readonly link: string;
  /** Unix milliseconds. */
  readonly expiresAtMillis: number;
}

/** What a code says of itself; only the link that comes of it proves who made it. */
export interface HandCodeContent {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** It answers an invitation. */
  readonly reply: boolean;
  readonly room: string;
  /** did:key of the session that made it. */
  readonly did: string;
  readonly name: string;
  readonly expiresAtMillis: number;
}

export interface EnterRequest {
  readonly wallet: Wallet;
  readonly name: string;
  readonly color: string;
  readonly card: Card;
  readonly room: string;
  /** What stands behind the room's id in the link of an invitation. */
  readonly invitation?: string;
}

export interface ChatSession {
  /** Hears everything from now on; returns the unsubscriber. */
  listen(listener: (event: SessionEvent) => void): () => void;
  /** Resolves once the server has let us in; rejects with an Error whose message is for people. */
  enter(request: EnterRequest): Promise<void>;
  /**
   * Enters by somebody's invitation, with no server: `replied` gets what that person must be given. Resolves once the
   * link is there; rejects with an Error whose message is for people.
   */
  enterByHand(
    request: Omit<EnterRequest, 'room'>,
    invitation: HandCodeContent,
    replied: (reply: HandCode) => void,
  ): Promise<void>;
  /** Makes a code by which one person may join by hand. Rejects with an Error whose message is for people. */
  invite(): Promise<HandCode>;
  /** Takes the reply to an invitation: null once the person is linked. */
  takeReply(reply: HandCodeContent): Promise<Refusal | null>;
  readonly walletLetters: WalletLetters;
  readonly mirror: MirrorDoor;
  /** Null when accepted: the message then also arrives as an event. */
  say(text: string, action: boolean, reply: string | null, to?: string | null): Refusal | null;
  /** `to`, here as well: the account that alone is to read it, as it alone reads what this is about; else all do. */
  edit(id: string, text: string, to?: string | null): Refusal | null;
  retract(id: string, to?: string | null): Refusal | null;
  react(id: string, emoji: string, on: boolean, to?: string | null): Refusal | null;
  /**
   * Makes a room that belongs to the person, keeps it in this browser, and answers its id, by which it is entered like any
   * other. Rejects with an Error whose message is for people.
   */
  found(person: Omit<EnterRequest, 'room'>, room: NewRoom): Promise<string>;
  /** Null in a room of a short name, and before it is known. */
  readonly law: RoomLaw | null;
  /** Null when accepted: the law then also arrives as an event. */
  decree(decree: Decree): Refusal | null;
  /** A link by which so many may come in. Rejects with an Error whose message is for people. */
  inviteLink(uses: number, lastsMillis: number): Promise<InviteLink>;
  /** A link by which another device of the same account comes in; null before the room is entered. */
  deviceLink(): string | null;
  /** Null before this browser's store is open. */
  readonly history: History | null;
  /** Null before the room was entered. */
  readonly archives: Archives | null;
  /** Null before the room was entered. */
  readonly ways: Ways | null;
  setProfile(name: string, color: string, card: Card): Refusal | null;
  setTyping(typing: boolean): void;
  leave(): void;
}
