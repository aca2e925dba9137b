/** The links of a page that the server carries: which of them is with whom, and how much they may send together. */
import type { LinkEvents } from './link-events.ts';
import { RelayLink, type RelayLinkWish } from './relay-link.ts';
import { RelayPost } from './relay-post.ts';

type Bytes = Uint8Array<ArrayBuffer>;

export class RelayLinks {
  readonly #carry: (to: string, frame: Bytes) => void;
  readonly #post = new RelayPost();
  /** By what the server calls the other end. */
  readonly #links = new Map<string, RelayLink>();
  #settled: Promise<unknown> = Promise.resolve();

  /** @param carry has the server carry a frame */
  constructor(carry: (to: string, frame: Bytes) => void) {
    this.#carry = carry;
  }

  /** Bytes a second that the server carries for one person; 0 for any. */
  setRate(bytesPerSecond: number): void {
    this.#post.setRate(bytesPerSecond);
  }

  /** The server has refused a frame. */
  slowDown(): void {
    this.#post.slowDown();
  }

  open(to: string, wish: Omit<RelayLinkWish, 'carry'>, events: LinkEvents): RelayLink {
    const carry = (frame: Bytes) => this.#carry(to, frame);
    const link = new RelayLink({ ...wish, carry }, this.#post, events);
    this.#links.set(to, link);
    return link;
  }

  /** A frame came by way of the server; where there is no link for it, it is from before. */
  received(from: string, frame: Bytes): void {
    this.#links.get(from)?.received(frame);
  }

  /** A link is over, perhaps one of these. */
  forget(gone: object | undefined): void {
    for (const [to, link] of this.#links) {
      if (link !== gone) continue;
      this.#links.delete(to);
      this.#settled = Promise.all([this.#settled, link.settled]);
    }
  }

  /** Resolves once everything that links which are over were to send has been sent. */
  get settled(): Promise<unknown> {
    return this.#settled;
  }
}
