/**
 * A link that the server carries, for two pages that have no path to one another. It is to core what an RtcLink is: its
 * descriptions are public keys, its messages are sealed between the two, and the server sees their sizes and times.
 */
import type { SignalKind } from '#peer';
import { counterBytes, counterOf, createRelayKey, type RelaySeal } from '../keys/relay-key.ts';
import { fromHex, toHex } from '../wallet/hex.ts';
import type { LinkEvents } from './link-events.ts';
import type { RelayPost, RelaySender } from './relay-post.ts';

/** What the first byte of a frame's content says of the rest. */
const MESSAGE = 0;
const BULK = 1;
/** How many bytes of messages have come in all, 8 bytes. */
const RECEIVED = 2;
const CLOSE = 3;
/** Asks for an answer at once, and is one. */
const ECHO = 4;
const ECHOED = 5;

/** Counter and tag. */
const SEALING_BYTES = 24;

/** Bytes that may be on their way: what the server, or the other end's slow line, has to hold at most. */
const WINDOW_BYTES = 64 * 1024;

/** After so many bytes the other end is told that they have come: soon enough that it need not wait. */
const REPORT_BYTES = WINDOW_BYTES / 4;

/** Bytes that may wait here; beyond, the link is given up as too slow. */
const BUFFERED_BYTES_MAX = 8 * 1024 * 1024;

type Bytes = Uint8Array<ArrayBuffer>;

export interface RelayLinkWish {
  /** Make the offer. */
  readonly initiator: boolean;
  /** Give way where both ends offer at once. */
  readonly polite: boolean;
  /** Has the server carry a frame to the other end. */
  carry(frame: Bytes): void;
}

export class RelayLink implements RelaySender {
  readonly #wish: RelayLinkWish;
  readonly #post: RelayPost;
  readonly #events: LinkEvents;
  readonly #key = createRelayKey();
  #seal: RelaySeal | null = null;
  #offering: boolean;
  /** One step after the other, so that frames keep their order through WebCrypto. */
  #steps: Promise<void> = Promise.resolve();
  readonly #urgent: Bytes[] = [];
  readonly #patient: Bytes[] = [];
  #waitingBytes = 0;
  #sentFrames = 0;
  #heardFrames = 0;
  #sentBytes = 0;
  #arrivedBytes = 0;
  #heardBytes = 0;
  #reportedBytes = 0;
  /** Since when an echo is waited for; null where none is. */
  #askedAtMillis: number | null = null;
  #roundTripMillis: number | null = null;
  #over = false;

  constructor(wish: RelayLinkWish, post: RelayPost, events: LinkEvents) {
    this.#wish = wish;
    this.#post = post;
    this.#events = events;
    this.#offering = wish.initiator;
    if (wish.initiator) this.#step(() => this.#describe('offer'));
  }

  /** What the other end signalled: its public key. */
  apply(kind: SignalKind, body: string): void {
    this.#step(async () => {
      if (kind === 'offer') {
        if (this.#seal !== null || (this.#offering && !this.#wish.polite)) return;
        this.#offering = false;
        await this.#describe('answer');
        await this.#agree(body);
      } else if (kind === 'answer' && this.#offering) {
        this.#offering = false;
        await this.#agree(body);
      }
    });
  }

  async #describe(kind: SignalKind): Promise<void> {
    const { publicKey } = await this.#key;
    this.#events.signal(kind, toHex(publicKey));
  }

  async #agree(body: string): Promise<void> {
    const theirs = fromHex(body);
    if (theirs === null) throw new Error('the other end signalled no key');
    const key = await this.#key;
    this.#seal = await key.agree(theirs);
    if (!this.#over) this.#events.opened(fingerprint(key.publicKey), fingerprint(theirs));
  }

  send(message: Bytes): void {
    this.#push(this.#urgent, MESSAGE, message);
  }

  /** Sends when nothing else waits. */
  sendBulk(message: Bytes): void {
    this.#push(this.#patient, BULK, message);
  }

  /** There are no paths to look for. */
  restart(): void {}

  /** Nor servers to find them with. */
  renewIce(): void {}

  /** The round trip is that of the last time, and measured for the next. */
  async report() {
    this.#measure();
    return {
      path: 'relay' as const,
      roundTripMillis: this.#roundTripMillis,
      bytesSent: this.#sentBytes,
      bytesReceived: this.#heardBytes,
    };
  }

  #measure(): void {
    if (this.#over || this.#seal === null || this.#askedAtMillis !== null) return;
    this.#askedAtMillis = performance.now();
    this.#carry(contentOf(ECHO));
  }

  #onEchoed(): void {
    if (this.#askedAtMillis === null) return;
    this.#roundTripMillis = performance.now() - this.#askedAtMillis;
    this.#askedAtMillis = null;
  }

  #push(queue: Bytes[], kind: number, message: Bytes): void {
    if (this.#over || this.#seal === null) return;
    this.#waitingBytes += message.length;
    if (this.#waitingBytes > BUFFERED_BYTES_MAX) {
      this.#fail();
      return;
    }
    queue.push(contentOf(kind, message));
    this.#post.ready(this);
  }

  get urgent(): boolean {
    return this.#urgent.length > 0;
  }

  sendNext(): number {
    const queue = this.urgent ? this.#urgent : this.#patient;
    const [next] = queue;
    const room = WINDOW_BYTES - (this.#sentBytes - this.#arrivedBytes);
    if (this.#over || next === undefined || next.length - 1 > room) return 0;
    queue.shift();
    this.#waitingBytes -= next.length - 1;
    this.#sentBytes += next.length - 1;
    this.#carry(next);
    return next.length + SEALING_BYTES;
  }

  #carry(content: Bytes): void {
    const counter = ++this.#sentFrames;
    this.#step(async () => {
      const frame = await this.#seal?.seal(counter, content);
      if (frame !== undefined) this.#wish.carry(frame);
    });
  }

  /** A frame of the other end's came by way of the server. */
  received(frame: Bytes): void {
    this.#step(async () => {
      const content = await this.#open(frame);
      if (content !== null && !this.#over) this.#take(content[0], content.subarray(1));
    });
  }

  /** Null for what is passed over: what came before, and, until a frame has come, what is of a former link. */
  async #open(frame: Bytes): Promise<Bytes | null> {
    const counter = counterOf(frame);
    if (this.#seal === null || counter <= this.#heardFrames) return null;
    const first = this.#heardFrames === 0;
    if (counter !== this.#heardFrames + 1) {
      if (first) return null;
      throw new Error('a frame is missing');
    }
    try {
      const content = await this.#seal.open(frame);
      this.#heardFrames = counter;
      return content;
    } catch (error) {
      if (first) return null;
      throw error;
    }
  }

  #take(kind: number | undefined, content: Bytes): void {
    switch (kind) {
      case MESSAGE:
      case BULK:
        this.#heardBytes += content.length;
        this.#report();
        this.#events.received(content, kind === BULK);
        break;
      case RECEIVED:
        this.#onReport(counterOf(content));
        break;
      case ECHO:
        this.#carry(contentOf(ECHOED));
        break;
      case ECHOED:
        this.#onEchoed();
        break;
      default:
        this.#fail();
    }
  }

  #report(): void {
    if (this.#heardBytes - this.#reportedBytes < REPORT_BYTES) return;
    this.#reportedBytes = this.#heardBytes;
    this.#carry(contentOf(RECEIVED, counterBytes(this.#heardBytes)));
  }

  #onReport(bytes: number): void {
    if (!(bytes >= this.#arrivedBytes && bytes <= this.#sentBytes)) {
      this.#fail();
      return;
    }
    this.#arrivedBytes = bytes;
    this.#post.ready(this);
  }

  /** Resolves once everything that was to be sent has been. */
  get settled(): Promise<void> {
    return this.#steps;
  }

  /** Sends what the window has room for, then closes; `closed` is not called. */
  close(): void {
    while (this.urgent && this.sendNext() > 0);
    this.#end();
  }

  #fail(): void {
    if (this.#over) return;
    this.#end();
    this.#events.closed();
  }

  #end(): void {
    if (this.#over) return;
    this.#over = true;
    this.#post.leave(this);
    const seal = this.#seal;
    const counter = ++this.#sentFrames;
    // Behind what is being sealed.
    this.#steps = this.#steps
      .then(async () => {
        if (seal !== null) this.#wish.carry(await seal.seal(counter, contentOf(CLOSE)));
      })
      .catch(() => {});
  }

  /** Runs a step after all before it; one that fails ends the link. */
  #step(step: () => Promise<void>): void {
    this.#steps = this.#steps.then(step).catch(() => this.#fail());
  }
}

function contentOf(kind: number, rest: Bytes = new Uint8Array()): Bytes {
  const content = new Uint8Array(1 + rest.length);
  content[0] = kind;
  content.set(rest, 1);
  return content;
}

function fingerprint(publicKey: Bytes): string {
  return `x25519 ${toHex(publicKey)}`;
}
