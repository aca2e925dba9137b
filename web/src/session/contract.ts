/**
 * What the interface knows of a session in a room: the members, the messages and the words for what goes wrong.
 * The session drives core, signaling and links; the interface draws what it is told and asks for what people want.
 */

/** How far the link to a member has got; `indirect` is heard through others, `self` is the person at this page. */
export type LinkState =
  | 'self'
  | 'connecting'
  | 'verifying'
  | 'open'
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
  /** Checksummed address, claimed or proven as `proof` says. */
  readonly account: string;
  readonly proof: Proof;
  readonly link: LinkState;
  readonly typing: boolean;
  /** Why the link is `lost`, `refused` or `incompatible`, in words for people. */
  readonly reason: string | null;
}

export interface ChatMessage {
  /** Content identifier of the signed entry. */
  readonly id: string;
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
  readonly own: boolean;
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

export type SessionEvent =
  | { readonly type: 'status'; readonly status: SessionStatus }
  /** All that are known; `size` are in the room, which are more where it is large. */
  | { readonly type: 'members'; readonly members: readonly Member[]; readonly size: number }
  | { readonly type: 'joined'; readonly member: Member }
  | { readonly type: 'left'; readonly member: Member }
  /** Something was wrong with the link to a member, who hears nothing from us any more; `reason` says what. */
  | { readonly type: 'refused'; readonly member: Member }
  | {
      readonly type: 'renamed';
      readonly member: Member;
      readonly formerName: string;
    }
  | { readonly type: 'message'; readonly message: ChatMessage }
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

/** What signs once for the session: an injected wallet or the guest wallet. */
export interface Wallet {
  readonly kind: 'injected' | 'guest';
  /** As shown to people: the wallet's own name, or "Guest". */
  readonly label: string;
  /** Checksummed address of the account in use. */
  readonly address: string;
  /** EIP-155 chain id that the wallet is on. */
  readonly chainId: number;
  /** EIP-191 `personal_sign`: 65 bytes as 0x-hex. Rejects with an Error whose message is for people. */
  sign(message: string): Promise<string>;
  /** Calls back when the account changes (its new address) or the wallet locks (null); returns the unsubscriber. */
  onAccountChanged(listener: (address: string | null) => void): () => void;
}

export interface EnterRequest {
  readonly wallet: Wallet;
  readonly name: string;
  readonly color: string;
  readonly room: string;
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
  /** Null when accepted: the message then also arrives as an event. */
  say(text: string, action: boolean): Refusal | null;
  setProfile(name: string, color: string): Refusal | null;
  setTyping(typing: boolean): void;
  leave(): void;
}
