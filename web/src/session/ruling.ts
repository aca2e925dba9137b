/** The law of a room as the interface is told of it, and what people change of it. */
import { didOf, type PeerEvent } from '#peer';
import type { DecreeOp } from '#ruled-peer';
import { invitationKey, linkOf, SECRET_BYTES } from '../rooms/invitation.ts';
import type { Decree, InviteLink, Refusal, RoomLaw, SessionEvent } from './contract.ts';
import { pagePort } from './page-port.ts';
import type { Step } from './peer-driver.ts';
import type { RuledCore } from './ruled-core.ts';
import type { RuledRoom } from './ruled-room.ts';
import { denialWords, removalWords, WITHDRAWN_WORDS } from './words.ts';

/** How long an invitation takes to be signed and judged, many times over. */
const INVITING_MILLIS_MAX = 10_000;

const NO_LAW: Refusal = {
  code: 'no_law',
  text: 'What belongs to whom in this room is not known here yet, or the room belongs to nobody. Try again in a moment.',
};

const NOT_INVITED_YET =
  'The invitation could not be made in time. Try again; if this stays, reload the page.';

type LawEvent = Extract<PeerEvent, { type: 'lawChanged' | 'denied' | 'removed' | 'withdrawn' }>;

export interface RulingHost {
  /** Lets core take a step, if it is time for that; why not, in words. */
  ask(step: Step): Refusal | null;
  tell(event: SessionEvent): void;
  /** The person cannot be in this room. */
  over(problem: Refusal | null): void;
}

export class Ruling {
  readonly #host: RulingHost;
  readonly #waiting = new Set<(law: RoomLaw) => void>();
  /** Null in an open room of a short name, and before one is entered. */
  #room: RuledRoom | null = null;
  #leaving = false;
  law: RoomLaw | null = null;

  constructor(host: RulingHost) {
    this.#host = host;
  }

  enter(room: RuledRoom | null): void {
    this.#room = room;
  }

  hear(event: LawEvent): void {
    switch (event.type) {
      case 'lawChanged':
        this.law = event.law;
        this.#room?.log.changed(event.law);
        this.#host.tell({ type: 'law', law: event.law });
        for (const hear of [...this.#waiting]) hear(event.law);
        break;
      case 'denied':
        this.#room?.log.denied(event.code);
        this.#host.over({ code: event.code, text: denialWords(event.code) });
        break;
      case 'withdrawn':
        this.#host.over({ code: 'withdrawn', text: WITHDRAWN_WORDS });
        break;
      case 'removed':
        // Who leaves for good knows why.
        this.#host.over(this.#leaving ? null : { code: 'removed', text: removalWords(event.why) });
        break;
    }
  }

  /** A wallet that lacks what the room asks for need not wait until members say so. */
  async judged(rule: Uint8Array, verdict: unknown): Promise<void> {
    if (this.#isMember || (verdict as { outcome?: unknown } | undefined)?.outcome !== 'fail')
      return;
    const [{ gateDenialWords }, { ruleOfBytes }] = await Promise.all([
      import('../gates/words.ts'),
      import('../gates/encoded.ts'),
    ]);
    const text = gateDenialWords({ rule: ruleOfBytes(rule), verdict });
    if (!this.#isMember) this.#host.over({ code: 'gate_failed', text });
  }

  get #isMember(): boolean {
    return this.law !== null && !['none', 'banned'].includes(this.law.self);
  }

  decree(decree: Decree): Refusal | null {
    if (this.law === null) return NO_LAW;
    const core = this.#room?.core;
    if (core === undefined) return NO_LAW;
    const wrong = decree.op === 'settings' ? core.checkSettings(decree.settings) : null;
    if (wrong !== null) return { code: 'settings_wrong', text: `Please change that: ${wrong}.` };
    const refusal = this.#host.ask(stepOf(core, decree));
    if (decree.op === 'leave' && refusal === null) this.#leaving = true;
    return refusal;
  }

  /** It holds the room's key, and an invitation that no rule names: it lets in nobody who is no member. */
  deviceLink(): string | null {
    const room = this.#room;
    if (room === null) return null;
    const { key } = room.charter;
    const seed = crypto.getRandomValues(new Uint8Array(SECRET_BYTES));
    return linkOf(room.id, key === null ? null : { key, seed }, new URL(location.href));
  }

  /** Rejects with an Error for people. */
  async inviteLink(uses: number, lastsMillis: number): Promise<InviteLink> {
    const room = this.#room;
    if (room === null || this.law === null) throw new Error(NO_LAW.text);
    const page = new URL(location.href);
    const { key } = room.charter;
    if (key === null) {
      return { link: linkOf(room.id, null, page), expiresAtMillis: Number.POSITIVE_INFINITY };
    }
    if (this.law.policy === 'gate') {
      return { link: this.deviceLink() ?? '', expiresAtMillis: Number.POSITIVE_INFINITY };
    }
    const seed = crypto.getRandomValues(new Uint8Array(SECRET_BYTES));
    const { publicKey } = await invitationKey(seed);
    const expiresAtMillis = Date.now() + lastsMillis;
    const refusal = this.#host.ask((peer, now) =>
      room.core.inviteKey(peer, publicKey, uses, expiresAtMillis, now),
    );
    if (refusal !== null) throw new Error(refusal.text);
    if (!(await this.#isInvited(didOf(publicKey)))) throw new Error(NOT_INVITED_YET);
    return { link: linkOf(room.id, { key, seed }, page), expiresAtMillis };
  }

  /** Whether the law names the invitation in time: nobody could come by it before. */
  #isInvited(key: string): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (invited: boolean): void => {
        clearTimeout(timer);
        this.#waiting.delete(hear);
        resolve(invited);
      };
      const hear = ({ invitations }: RoomLaw): void => {
        if (invitations.some((each) => each.key === key)) settle(true);
      };
      const timer = setTimeout(() => settle(false), INVITING_MILLIS_MAX);
      this.#waiting.add(hear);
      if (this.law !== null) hear(this.law);
    });
  }
}

function stepOf(core: RuledCore, decree: Decree): Step {
  const say =
    (account: string | null, target: string | null, untilMillis: number): Step =>
    (peer, now) =>
      core.decree(peer, decree.op as DecreeOp, account, target, untilMillis, pagePort, now);
  switch (decree.op) {
    case 'appoint':
    case 'demote':
    case 'remove':
    case 'ban':
    case 'unban':
    case 'unmute':
      return say(decree.account, null, 0);
    case 'mute':
      return say(decree.account, null, decree.untilMillis);
    case 'strike':
    case 'pin':
    case 'unpin':
    case 'revoke':
      return say(null, decree.id, 0);
    case 'withdraw':
      return say(decree.did, null, 0);
    case 'leave':
      return say(null, null, 0);
    case 'settings':
      return (peer, now) => core.changeSettings(peer, decree.settings, now);
  }
}
