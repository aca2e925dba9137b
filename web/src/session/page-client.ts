/**
 * TropiChat for any page, by one script tag: the calls and callbacks of the guide's `p2pClient`, over the same peer as
 * the app's.
 */
import { didOf, isRoomId, type PeerEvent, type PeerMember } from '#peer';
import { memoryStore } from '../history/room-store.ts';
import { openSessionKey } from '../keys/session-key.ts';
import { LoginRefused } from '../signaling/signaling.ts';
import { NO_CARD } from './card-contract.ts';
import { Stay } from './stay.ts';

import { refusalWords } from './words.ts';

const DEFAULT_ROOM = 'lobby';
const DEFAULT_COLOR = '#ff6b6b';

/** Messages said before that a page is told of. */
const HISTORY_MAX = 200;

const RULED =
  'That room belongs to somebody. Such rooms can be entered with TropiChat’s own page only: open the room’s link.';

/** What a page says of its user; `message` and `signature` prove the wallet to the server. */
export interface UserData {
  readonly username: string;
  readonly walletAddress: string;
  readonly color?: string;
  readonly signature?: string;
  readonly message?: string;
  readonly room?: string;
}

export interface User {
  readonly id: string;
  readonly username: string;
  readonly walletAddress: string;
  readonly color: string;
}

export interface PageMessage {
  readonly id: string;
  readonly content: string;
  readonly username: string;
  readonly walletAddress: string;
  readonly color: string;
  readonly timestamp: number;
}

/** An Error whose message is for people and whose `code` is for programs. */
export type PageError = Error & { readonly code: string };

type Listener<T> = (value: T) => void;

export class PageClient {
  readonly #scriptUrl: string;
  readonly #peers = new Map<string, User>();
  readonly #onMessage = new Set<Listener<PageMessage>>();
  readonly #onPeerJoined = new Set<Listener<User>>();
  readonly #onPeerLeft = new Set<Listener<User>>();
  readonly #onConnected = new Set<Listener<User>>();
  readonly #onError = new Set<Listener<PageError>>();
  #server: URL | null = null;
  #stay: Stay | null = null;
  #user: User | null = null;
  #did: string | null = null;
  #connected = false;

  /** `scriptUrl` is where this script came from: the server to use where the page names none. */
  constructor(scriptUrl: string) {
    this.#scriptUrl = scriptUrl;
  }

  init(serverUrl?: string): void {
    const server = serverUrl
      ? new URL(serverUrl, location.href)
      : new URL('.', new URL(this.#scriptUrl, location.href));
    if (!server.pathname.endsWith('/')) server.pathname += '/';
    this.#server = server;
  }

  /** Signs in and enters; a second call leaves first. What goes wrong comes to `onError`. */
  authenticate(userData: UserData): void {
    this.#leave();
    this.#enter(userData).catch((error: unknown) => this.#fail(error));
  }

  /** Sends to everybody; false, with the reason to `onError`, where that was not possible. */
  sendMessage(content: string): boolean {
    if (this.#stay === null || !this.#connected) return false;
    const refusal = this.#stay.take((peer, now) => peer.say(content, false, null, null, now));
    if (refusal === null) return true;
    this.#tellError(refusal, refusalWords(refusal));
    return false;
  }

  /** Everybody else in the room. */
  getPeers(): User[] {
    return [...this.#peers.values()];
  }

  onMessage(listener: Listener<PageMessage>): void {
    this.#onMessage.add(listener);
  }

  onPeerJoined(listener: Listener<User>): void {
    this.#onPeerJoined.add(listener);
  }

  onPeerLeft(listener: Listener<User>): void {
    this.#onPeerLeft.add(listener);
  }

  /** Called with the current user, on entering and on coming back. */
  onConnected(listener: Listener<User>): void {
    this.#onConnected.add(listener);
  }

  onError(listener: Listener<PageError>): void {
    this.#onError.add(listener);
  }

  /** In the room; stays true while the server is out of reach, since links live on. */
  isConnected(): boolean {
    return this.#connected;
  }

  getCurrentUser(): User | null {
    return this.#user;
  }

  async #enter(userData: UserData): Promise<void> {
    if (this.#server === null) this.init();
    const { username, walletAddress, color = DEFAULT_COLOR, room = DEFAULT_ROOM } = userData;
    const { message, signature } = userData;
    if (isRoomId(room)) throw new Error(RULED);
    const key = await openSessionKey(walletAddress);
    this.#did = didOf(key.publicKey);
    const user = { id: '', username: username.trim(), walletAddress, color };
    const signed = message === undefined || signature === undefined ? {} : { message, signature };
    const store = Promise.resolve(memoryStore(HISTORY_MAX));
    const stay = new Stay(this.#server ?? new URL(location.href), key, store, {
      claim: async () => ({ username, walletAddress, color, room, walletType: 'page', ...signed }),
      config: () => ({
        room,
        entriesMax: HISTORY_MAX,
        domains: [location.host],
        wallet: walletAddress,
        delegation: null,
        charter: null,
        chain: null,
        name: username,
        color,
        card: NO_CARD,
      }),
      entered: ({ id }) => {
        this.#connected = true;
        this.#user = { ...user, id };
        tell(this.#onConnected, this.#user);
      },
      // Links live on without the server, so people can go on talking.
      lost: () => {},
      ended: (error) => this.#tellError(error.code, error.message),
      hear: (event) => this.#hear(event),
      said: () => {},
      came: () => {},
      kept: () => {},
    });
    this.#stay = stay;
    await stay.opened;
  }

  #hear(event: PeerEvent): void {
    switch (event.type) {
      case 'memberJoined':
        this.#peers.set(event.member.key, userOf(event.member));
        tell(this.#onPeerJoined, userOf(event.member));
        break;
      case 'memberChanged':
      case 'memberRenamed':
        this.#peers.set(event.member.key, userOf(event.member));
        break;
      case 'memberLeft':
      case 'memberForgotten':
        this.#peers.delete(event.member.key);
        tell(this.#onPeerLeft, userOf(event.member));
        break;
      case 'message':
        // What one said before a reload comes back from the others.
        tell(this.#onMessage, messageOf(event, this.#own(event.author) ?? userOf(event.author)));
        break;
      case 'ownMessage':
        if (this.#user !== null) tell(this.#onMessage, messageOf(event, this.#user));
        break;
      case 'reached':
      case 'catchingUp':
      case 'imported':
      case 'profileChanged':
      case 'roomSize':
      case 'codeMade':
      case 'codeRefused':
      case 'lawChanged':
      case 'denied':
      case 'removed':
      case 'withdrawn':
      case 'refused':
        break;
    }
  }

  #own(author: PeerMember): User | null {
    return author.did === this.#did ? this.#user : null;
  }

  #leave(): void {
    this.#stay?.leave();
    this.#stay = null;
    this.#connected = false;
    this.#peers.clear();
  }

  #fail(error: unknown): void {
    this.#leave();
    const code = error instanceof LoginRefused ? error.code : 'failed';
    this.#tellError(code, error instanceof Error ? error.message : String(error));
  }

  #tellError(code: string, words: string): void {
    tell(this.#onError, Object.assign(new Error(words), { code }));
  }
}

function tell<T>(listeners: ReadonlySet<Listener<T>>, value: T): void {
  for (const listener of listeners) listener(value);
}

function userOf({ key, name, wallet, color }: PeerMember): User {
  return { id: key, username: name, walletAddress: wallet, color };
}

function messageOf(
  { id, text, action, timeMillis }: Extract<PeerEvent, { type: 'message' | 'ownMessage' }>,
  { username, walletAddress, color }: User,
): PageMessage {
  const content = action ? `*${text}*` : text;
  return { id, content, username, walletAddress, color, timestamp: timeMillis };
}
