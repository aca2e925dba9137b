/** The signaling server as a page sees it: Socket.IO events in, typed calls out. */
import { io, type Socket } from 'socket.io-client';
import type { Introduction, PeerSignal } from '#peer';
import { bytesOfBase64Url } from '../base64url.ts';
import type { Gate, GateDenial } from '../gates/rule.ts';
import { fromHex } from '../wallet/hex.ts';
import { askSigned, chainsOf } from './ask-signed.ts';
import { Lookups } from './lookups.ts';
import { readSignal, text, wireSignal } from './wire-signal.ts';

/** How long the server may take to answer a question. */
const ANSWER_MILLIS_MAX = 10_000;

/** How long a connection that may be dead may take to show that it is not. */
const CHECK_MILLIS_MAX = 3_000;

/** First and longest pause before the connection is tried again; socket.io-client spreads them by half. */
const RECONNECT_MILLIS_MIN = 500;
const RECONNECT_MILLIS_MAX = 5_000;

/** Where no server says otherwise: its own default. */
export const MESH_MEMBERS_DEFAULT = 20;

/** Where Socket.IO is mounted, beside the page. */
const SOCKET_PATH = 'socket.io/';

const UNREACHABLE =
  'The server that introduces people cannot be reached. Check the network, or whether the server runs, and try again.';

export interface Challenge {
  readonly nonce: string;
  /** The site that the server takes signatures for. */
  readonly domain: string;
}

export interface LoginRequest {
  readonly username: string;
  readonly walletAddress: string;
  readonly color: string;
  readonly room: string;
  readonly walletType: string;
  readonly message?: string;
  readonly signature?: string;
  readonly did: string;
  readonly proof: string;
}

/** Who is in the room: everybody but us, or some of them where it is large. */
export interface Roster {
  readonly others: readonly Introduction[];
  /** Members in all, we among them. */
  readonly size: number;
}

export interface Ice {
  readonly iceServers: RTCIceServer[];
  /** How long they are good; null for good. */
  readonly iceSeconds: number | null;
  /** URLs of STUN servers beside them, which no connection needs. */
  readonly alternateStun: readonly string[];
}

export interface Admission extends Roster, Ice {
  readonly id: string;
  /** Members up to whom everybody is linked with everybody. */
  readonly meshMembers: number;
  /** Sealed bytes a second that the server carries for one person, 0 for any; null where it carries none. */
  readonly relayBytesPerSecond: number | null;
  /** What the room asks of wallets; null where it is open to all. */
  readonly gate: Gate | null;
}

/** The server's no: `code` for programs, `message` for people. */
export class LoginRefused extends Error {
  readonly code: string;
  /** What the room asks for, and what of it the wallet lacks; null where it is not about that. */
  readonly denial: GateDenial | null;

  constructor(code: string, message: string, denial: GateDenial | null = null) {
    super(message);
    this.code = code;
    this.denial = denial;
  }
}

export interface SignalingEvents {
  /** Connected, for the first time or again: time to log in. */
  connected(): void;
  lost(): void;
  /** A connection could not be made, in words for people; it is tried again all the same. */
  unreachable(words: string): void;
  joined(who: Introduction): void;
  left(id: string): void;
  /** The room has become small again: this is everybody in it. */
  room(roster: Roster): void;
  signal(from: string, signal: PeerSignal): void;
  /** A sealed frame that the server carried. */
  relayed(from: string, frame: Uint8Array<ArrayBuffer>): void;
  /** The gatekeeper's signed word that some wallet may be here no longer. */
  lapsed(lapse: Uint8Array<ArrayBuffer>): void;
  /** We may be in the room no longer; the server closes the connection. */
  dismissed(why: LoginRefused): void;
  /** A frame was one too many, and is lost. */
  relayRefused(): void;
}

/** A user object as the server sends it; nothing of it is certain. */
interface WireUser {
  readonly id?: unknown;
  readonly username?: unknown;
  readonly walletAddress?: unknown;
  readonly color?: unknown;
  readonly did?: unknown;
}

/** A room's members as the server tells of them. */
interface WireRoster {
  readonly size?: unknown;
  readonly peers?: readonly WireUser[];
}

interface WireIce {
  readonly iceServers?: RTCIceServer[];
  readonly iceSeconds?: unknown;
  readonly alternateStun?: unknown;
}

interface WireAdmission extends WireRoster, WireIce {
  readonly id?: unknown;
  readonly names?: unknown;
  readonly avatars?: unknown;
  readonly chains?: unknown;
  readonly limits?: { readonly meshMembers?: unknown; readonly relayBytesPerSecond?: unknown };
  readonly gate?: { readonly rule?: unknown; readonly hash?: unknown };
  readonly gatekeepers?: unknown;
}

const number = (value: unknown, otherwise: number): number =>
  typeof value === 'number' && Number.isInteger(value) ? value : otherwise;

const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];

function ice({ iceServers, iceSeconds, alternateStun }: WireIce): Ice {
  const good = typeof iceSeconds === 'number' && iceSeconds > 0;
  return {
    iceServers: iceServers ?? [],
    iceSeconds: good ? iceSeconds : null,
    alternateStun: texts(alternateStun),
  };
}

function gateOf({ gate, gatekeepers }: WireAdmission): Gate | null {
  const hash = fromHex(text(gate?.hash));
  return hash === null ? null : { rule: gate?.rule, hash, keepers: texts(gatekeepers) };
}

function introduction(user: WireUser): Introduction {
  return {
    id: text(user.id),
    did: typeof user.did === 'string' ? user.did : null,
    name: text(user.username),
    color: text(user.color),
    wallet: text(user.walletAddress),
  };
}

export class Signaling {
  readonly #socket: Socket;
  /** What the server looks up. */
  readonly lookups: Lookups;
  /** Chains that the server asks. */
  #chains: readonly number[] = [];
  /** What the server calls us. */
  #id = '';
  #in = false;
  #checking = false;
  #over = false;

  /** `base` is the folder of the page or the server's URL: Socket.IO is below it. */
  constructor(base: URL, events: SignalingEvents) {
    this.#socket = io(base.origin, {
      path: new URL(SOCKET_PATH, base).pathname,
      transports: ['websocket', 'polling'],
      tryAllTransports: true,
      forceNew: true,
      reconnectionDelay: RECONNECT_MILLIS_MIN,
      reconnectionDelayMax: RECONNECT_MILLIS_MAX,
    });
    this.lookups = new Lookups(this.#socket);
    this.#socket.on('connect', () => events.connected());
    this.#socket.on('disconnect', () => {
      this.#in = false;
      events.lost();
    });
    this.#socket.on('connect_error', () => events.unreachable(UNREACHABLE));
    this.#socket.on('peer_joined', (user: WireUser) => events.joined(introduction(user)));
    this.#socket.on('peer_left', (user: WireUser) => events.left(text(user.id)));
    this.#socket.on('room', (answer: WireRoster) => events.room(this.#roster(answer)));
    this.#socket.on('signal', (message: { peerId?: unknown; signal?: unknown }) => {
      const signal = readSignal(message.signal);
      if (signal !== null) events.signal(text(message.peerId), signal);
    });
    this.#socket.on('lapse', ({ lapse }: { lapse?: unknown }) => {
      const bytes = bytesOfBase64Url(text(lapse));
      if (bytes !== null) events.lapsed(bytes);
    });
    this.#socket.on('refused', ({ code, message }: { code?: unknown; message?: unknown }) => {
      if (code === 'relay_quota') events.relayRefused();
      if (code === 'gate_lost' || code === 'gate_unknown') {
        events.dismissed(new LoginRefused(code, text(message)));
      }
    });
    this.#socket.on('relay', ({ peerId, frame }: { peerId?: unknown; frame?: unknown }) => {
      if (frame instanceof ArrayBuffer) events.relayed(text(peerId), new Uint8Array(frame));
    });
  }

  async challenge(): Promise<Challenge> {
    const answer = (await this.#socket
      .timeout(ANSWER_MILLIS_MAX)
      .emitWithAck('challenge')) as Challenge;
    return { nonce: text(answer.nonce), domain: text(answer.domain) };
  }

  /** Resolves when the server has let us in; rejects with {@link LoginRefused}, or an Error when it is silent. */
  authenticate(request: LoginRequest): Promise<Admission> {
    const socket = this.#socket;
    return new Promise((resolve, reject) => {
      const settle = (act: () => void) => {
        clearTimeout(timer);
        socket.off('authenticated', admitted).off('auth_error', refused).off('disconnect', lost);
        socket.off('verdict', judged);
        act();
      };
      const admitted = (answer: WireAdmission) => settle(() => resolve(this.#admission(answer)));
      const refused = (error: { code?: unknown; message?: unknown }) =>
        settle(() => reject(new LoginRefused(text(error.code), text(error.message), denial)));
      let denial: GateDenial | null = null;
      const judged = ({ rule, verdict }: GateDenial) => {
        denial = { rule, verdict };
      };
      const lost = () =>
        settle(() => reject(new Error('The connection to the server broke while signing in.')));
      const timer = setTimeout(
        () =>
          settle(() => reject(new Error('The server did not answer the login. Try again soon.'))),
        ANSWER_MILLIS_MAX,
      );
      socket.on('authenticated', admitted).on('auth_error', refused).on('disconnect', lost);
      socket.on('verdict', judged).emit('authenticate', request);
    });
  }

  /** Who is in the room now; null where no answer comes, as when it is asked too often. */
  async members(): Promise<Roster | null> {
    try {
      const answer = await this.#socket.timeout(ANSWER_MILLIS_MAX).emitWithAck('members');
      return this.#roster(answer as WireRoster);
    } catch {
      return null;
    }
  }

  /** What the server answers, of which nothing is certain; null where that is no object, or no answer comes. */
  async ask(
    event: string,
    question: object,
    answerMillisMax: number,
  ): Promise<Readonly<Record<string, unknown>> | null> {
    try {
      const answer: unknown = await this.#socket
        .timeout(answerMillisMax)
        .emitWithAck(event, question);
      return typeof answer === 'object' ? (answer as Readonly<Record<string, unknown>>) : null;
    } catch {
      return null;
    }
  }

  /** Whether wallets that are contracts have signed, by the server's word; null where it does not ask that chain, or not answer. */
  signed(
    chain: number,
    statements: readonly unknown[],
  ): Promise<readonly (boolean | null)[] | null> {
    return this.#chains.includes(chain)
      ? askSigned(this.#socket, statements)
      : Promise.resolve(null);
  }

  /** How it is carried just now; null where it is not. */
  get transport(): string | null {
    return this.#socket.connected ? this.#socket.io.engine.transport.name : null;
  }

  /** ICE servers with fresh credentials; null where no answer comes. */
  async ice(answerMillisMax = ANSWER_MILLIS_MAX): Promise<Ice | null> {
    try {
      const answer = (await this.#socket.timeout(answerMillisMax).emitWithAck('ice')) as WireIce;
      return Array.isArray(answer.iceServers) ? ice(answer) : null;
    } catch {
      return null;
    }
  }

  /** The way to the server may be another by now: a connection that is dead is made anew, and one that is wanting at once. */
  async check(): Promise<void> {
    if (!this.#socket.connected && !this.#over) this.#renew();
    // Who is not in yet gets no answer, and waits for one anyway.
    if (!this.#in || this.#checking) return;
    this.#checking = true;
    const answer = await this.ice(CHECK_MILLIS_MAX);
    this.#checking = false;
    if (answer === null && this.#in) this.#renew();
  }

  #renew(): void {
    this.#socket.disconnect().connect();
  }

  sendSignal(to: string, signal: PeerSignal): void {
    this.#socket.emit('signal', { peerId: to, signal: wireSignal(signal) });
  }

  /** Has the server carry a sealed frame to a member. */
  relay(to: string, frame: Uint8Array<ArrayBuffer>): void {
    // What waited for the next connection would come to nobody.
    if (this.#socket.connected) this.#socket.emit('relay', { peerId: to, frame });
  }

  /** Drops the connection and makes a new one after the usual pause. */
  restart(): void {
    this.#socket.io.engine.close();
  }

  close(): void {
    this.#over = true;
    this.#socket.disconnect();
  }

  #admission(answer: WireAdmission): Admission {
    this.#id = text(answer.id);
    const relay = number(answer.limits?.relayBytesPerSecond, -1);
    this.#in = true;
    this.lookups.hear(answer);
    this.#chains = chainsOf(answer.chains);
    return {
      ...this.#roster(answer),
      id: this.#id,
      ...ice(answer),
      meshMembers: number(answer.limits?.meshMembers, MESH_MEMBERS_DEFAULT),
      relayBytesPerSecond: relay < 0 ? null : relay,
      gate: gateOf(answer),
    };
  }

  #roster({ peers = [], size }: WireRoster): Roster {
    return {
      others: peers.map(introduction).filter((peer) => peer.id !== this.#id),
      size: number(size, peers.length),
    };
  }
}
