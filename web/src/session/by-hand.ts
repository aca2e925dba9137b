/** Joining by hand, asked and answered: core takes a code at once, and tells by events what came of it. */
import { type PeerEvent, readCode } from '#peer';
import type { HandCode, HandCodeContent, Refusal } from './contract.ts';
import { handCodeOf, handLinkOf, readHandCode } from './hand-code.ts';
import type { Step } from './peer-driver.ts';
import { codeRefusalWords } from './words.ts';

/** How long a code takes to be made: gathering addresses takes seconds where a STUN server does not answer. */
const MAKING_MILLIS_MAX = 20_000;

/** From a reply to a link: what core gives a connection and its handshake. */
const LINKING_MILLIS_MAX = 25_000;

const NOT_MADE = 'This browser could not make a code in time. Try again.';

const NO_ANSWER: Refusal = {
  code: 'no_answer',
  text: 'No connection came about: the other page may be closed, or a firewall on either side blocks it. Make a new invitation and try again.',
};

/** What a code turned out to hold. */
export type HandCodeOpening =
  | { readonly type: 'content'; readonly content: HandCodeContent }
  | { readonly type: 'refused'; readonly refusal: Refusal };

/** What settles somebody who waits; undefined leaves it waiting. */
type Reading<T> = (event: PeerEvent) => T | undefined;

export class ByHand {
  readonly #take: (step: Step) => void;
  readonly #waiting = new Set<(event: PeerEvent) => void>();

  constructor(take: (step: Step) => void) {
    this.#take = take;
  }

  /** Everything that core tells. */
  hear(event: PeerEvent): void {
    for (const hear of [...this.#waiting]) hear(event);
  }

  /** A code by which one person may join. Rejects with an Error for people. */
  async invite(): Promise<HandCode> {
    const made = this.#until(MAKING_MILLIS_MAX, readMade(false));
    this.#take((peer, now) => peer.invite(now));
    return carried(await made);
  }

  /** Follows an invitation: resolves to the reply. Rejects with an Error for people. */
  async reply({ bytes }: HandCodeContent): Promise<HandCode> {
    const made = this.#until(MAKING_MILLIS_MAX, readMade(true));
    this.#take((peer, now) => peer.takeCode(bytes, now));
    return carried(await made);
  }

  /** Takes a reply; null once its sender is linked. */
  async takeReply({ bytes, did }: HandCodeContent): Promise<Refusal | null> {
    const linked = this.#until(LINKING_MILLIS_MAX, readLinked(did));
    this.#take((peer, now) => peer.takeCode(bytes, now));
    const outcome = await linked;
    return outcome === 'linked' ? null : (outcome ?? NO_ANSWER);
  }

  /** Resolves once the sender of a code is linked; to why not, where that did not come about in time. */
  async linked({ did, expiresAtMillis }: HandCodeContent): Promise<Refusal | null> {
    const millis = expiresAtMillis - Date.now() + LINKING_MILLIS_MAX;
    const outcome = await this.#until(millis, readLinked(did));
    return outcome === 'linked' ? null : (outcome ?? NO_ANSWER);
  }

  /** The first event that says something; null where none does in time. */
  #until<T>(millis: number, read: Reading<T>): Promise<T | null> {
    return new Promise((resolve) => {
      const settle = (value: T | null) => {
        clearTimeout(timer);
        this.#waiting.delete(hear);
        resolve(value);
      };
      const hear = (event: PeerEvent) => {
        const value = read(event);
        if (value !== undefined) settle(value);
      };
      const timer = setTimeout(() => settle(null), millis);
      this.#waiting.add(hear);
    });
  }
}

type Made = PeerEvent & { type: 'codeMade' };

function refusalOf(event: PeerEvent): Refusal | undefined {
  return event.type === 'codeRefused'
    ? { code: event.code, text: codeRefusalWords(event.code) }
    : undefined;
}

const readMade =
  (reply: boolean): Reading<Made | Refusal> =>
  (event) =>
    event.type === 'codeMade' && event.reply === reply ? event : refusalOf(event);

const readLinked =
  (did: string): Reading<'linked' | Refusal> =>
  (event) => {
    const tells = event.type === 'memberJoined' || event.type === 'memberChanged';
    const linked = tells && event.member.did === did && event.member.link === 'open';
    return linked ? 'linked' : refusalOf(event);
  };

async function carried(made: Made | Refusal | null): Promise<HandCode> {
  if (made === null) throw new Error(NOT_MADE);
  if ('text' in made) throw new Error(made.text);
  // The view is core's own memory.
  const text = await handCodeOf(made.code.slice());
  const link = handLinkOf(text, new URL(location.href));
  return { text, link, expiresAtMillis: made.expiresAtMillis };
}

/** Reads what somebody pasted, and what it says of itself. */
export async function openHandCode(text: string): Promise<HandCodeOpening> {
  const reading = await readHandCode(text);
  if (reading.type === 'refused') return reading;
  const { bytes } = reading;
  const content = readCode(bytes);
  if (content !== null) return { type: 'content', content: { ...content, bytes } };
  return { type: 'refused', refusal: { code: 'malformed', text: codeRefusalWords('malformed') } };
}
