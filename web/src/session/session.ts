/** A stay in a room as the app wants it told: members, messages and words. */
import { checkProfile, checkRoom, didOf, type PeerEvent } from '#peer';
import { openSessionKey, type SessionKey } from '../keys/session-key.ts';
import { MESH_MEMBERS_DEFAULT } from '../signaling/signaling.ts';
import { toHex } from '../wallet/hex.ts';
import { ByHand } from './by-hand.ts';
import type {
  ChatSession,
  EnterRequest,
  HandCode,
  HandCodeContent,
  Member,
  Refusal,
  SessionEvent,
  SessionStatus,
} from './contract.ts';
import { HandStay } from './hand-stay.ts';
import { type Claim, delegationOf } from './login.ts';
import { memberOf } from './members.ts';
import type { OwnConfig } from './peer-driver.ts';
import { Stay } from './stay.ts';
import { refusalWords } from './words.ts';

export function createChatSession(): ChatSession {
  return new Session();
}

/** Bytes of a nonce that no server drew. */
const NONCE_BYTES = 16;

class Session implements ChatSession {
  readonly #listeners = new Set<(event: SessionEvent) => void>();
  readonly #others = new Map<string, Member>();
  #self: Member | null = null;
  #status: SessionStatus = 'connecting';
  #stay: Stay | HandStay | null = null;
  /** Members in all as the server said last, and above how many it counts a room as large. */
  #size = 0;
  #meshMembers = MESH_MEMBERS_DEFAULT;
  readonly #byHand = new ByHand((step) => this.#stay?.take(step));

  listen(listener: (event: SessionEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async enter(request: EnterRequest): Promise<void> {
    const key = await this.#openKey(request);
    if (key === null) return;
    const stay = this.#open(request, key);
    this.#stay = stay;
    try {
      await stay.opened;
    } catch (error) {
      this.#setStatus('left');
      throw error;
    }
  }

  async enterByHand(
    person: Omit<EnterRequest, 'room'>,
    invitation: HandCodeContent,
    replied: (reply: HandCode) => void,
  ): Promise<void> {
    const request = { ...person, room: invitation.room };
    const key = await this.#openKey(request);
    if (key === null) return;
    try {
      const nonce = toHex(crypto.getRandomValues(new Uint8Array(NONCE_BYTES))).slice(2);
      await delegationOf(request.wallet, key, nonce, () => this.#setStatus('signing'));
      const stay = await HandStay.begin(key, configOf(request, key), (event) => this.#hear(event));
      this.#stay = stay;
      if (this.#status === 'left') {
        stay.leave();
        return;
      }
      this.#setStatus('entering');
      replied(await this.#byHand.reply(invitation));
      this.#setStatus('answering');
      const refusal = await this.#byHand.linked(invitation);
      if (refusal !== null) throw new Error(refusal.text);
      this.#setStatus('unserved');
      this.#tellMembers();
    } catch (error) {
      if (this.#stay === null) key.release();
      this.leave();
      throw error;
    }
  }

  invite(): Promise<HandCode> {
    return this.#byHand.invite();
  }

  takeReply(reply: HandCodeContent): Promise<Refusal | null> {
    return this.#byHand.takeReply(reply);
  }

  say(text: string, action: boolean): Refusal | null {
    return this.#refusal(this.#stay?.take((peer, now) => peer.say(text, action, now)) ?? null);
  }

  setProfile(name: string, color: string): Refusal | null {
    const wrong = checkProfile(name, color);
    if (wrong !== null) return { code: 'profile_invalid', text: `Not changed: ${wrong}.` };
    return this.#refusal(
      this.#stay?.take((peer, now) => peer.changeProfile(name, color, now)) ?? null,
    );
  }

  setTyping(typing: boolean): void {
    this.#stay?.take((peer, now) => peer.setTyping(typing, now));
  }

  leave(): void {
    this.#setStatus('left');
    this.#stay?.leave();
  }

  /** The key of somebody who may enter; null where that person has left meanwhile. */
  async #openKey(request: EnterRequest): Promise<SessionKey | null> {
    const wrong = checkProfile(request.name, request.color) ?? checkRoom(request.room);
    if (wrong !== null) throw new Error(`Please change that: ${wrong}.`);
    this.#setStatus('connecting');
    const key = await openSessionKey(request.wallet.address);
    if (this.#status === 'left') {
      key.release();
      return null;
    }
    this.#self = selfOf(request, key);
    return key;
  }

  #open(request: EnterRequest, key: SessionKey): Stay {
    return new Stay(new URL('.', document.baseURI), key, {
      claim: (nonce) => this.#claim(request, key, nonce),
      config: () => configOf(request, key),
      entered: ({ meshMembers }) => {
        this.#meshMembers = meshMembers;
        this.#setStatus('entered');
        this.#tellMembers();
      },
      lost: () => this.#setStatus('reconnecting'),
      ended: (error) => {
        this.#tell({ type: 'problem', code: error.code, text: error.message });
        this.leave();
      },
      hear: (event) => this.#hear(event),
    });
  }

  async #claim(request: EnterRequest, key: SessionKey, nonce: string): Promise<Claim> {
    const { wallet, room } = request;
    const delegation = await delegationOf(wallet, key, nonce, () => this.#setStatus('signing'));
    if (this.#status !== 'reconnecting') this.#setStatus('entering');
    return {
      username: this.#self?.name ?? request.name,
      color: this.#self?.color ?? request.color,
      walletAddress: wallet.address,
      walletType: wallet.kind,
      room,
      message: delegation.message,
      signature: delegation.signature,
    };
  }

  #hear(event: PeerEvent): void {
    this.#byHand.hear(event);
    switch (event.type) {
      case 'memberJoined':
      case 'memberChanged':
      case 'memberRenamed':
        this.#hearOfMember(event);
        break;
      case 'memberLeft':
        this.#others.delete(event.member.key);
        this.#tell({ type: 'left', member: memberOf(event.member) });
        this.#tellMembers();
        break;
      case 'memberForgotten':
        this.#others.delete(event.member.key);
        this.#tellMembers();
        break;
      case 'roomSize':
        this.#size = event.members;
        this.#tellMembers();
        break;
      case 'profileChanged':
        this.#rename(event.name, event.color);
        break;
      case 'message':
        this.#hearMessage(event);
        break;
      case 'ownMessage':
        if (this.#self !== null) this.#tellMessage(this.#self, true, event);
        break;
      case 'codeMade':
      case 'codeRefused':
        // Whoever asked has it from ByHand.
        break;
      case 'refused':
        // What is refused at once is the call's own answer; this one comes later.
        if (event.code === 'not_signed') {
          this.#tell({ type: 'problem', code: event.code, text: refusalWords(event.code) });
        }
        break;
    }
  }

  #hearOfMember(
    event: Extract<PeerEvent, { type: 'memberJoined' | 'memberChanged' | 'memberRenamed' }>,
  ): void {
    const member = memberOf(event.member);
    const before = this.#others.get(member.id);
    this.#others.set(member.id, member);
    if (event.type === 'memberJoined' && !event.met) this.#tell({ type: 'joined', member });
    if (event.type === 'memberRenamed') {
      this.#tell({ type: 'renamed', member, formerName: event.formerName });
    }
    if (member.link === 'refused' && before?.link !== 'refused') {
      this.#tell({ type: 'refused', member });
    }
    this.#tellMembers();
  }

  /** What one said before a reload comes back from the others, and is one's own all the same. */
  #hearMessage(event: PeerEvent & { type: 'message' }): void {
    const { author } = event;
    const own = author.did !== null && author.did === this.#self?.did ? this.#self : null;
    this.#tellMessage(own ?? memberOf(author), own !== null, event);
  }

  #rename(name: string, color: string): void {
    if (this.#self === null) return;
    const formerName = this.#self.name;
    this.#self = { ...this.#self, name, color };
    if (formerName !== name) this.#tell({ type: 'renamed', member: this.#self, formerName });
    this.#tellMembers();
  }

  #tellMessage(
    { id: author, name, color, account, proof }: Member,
    own: boolean,
    { id, text, action, timeMillis }: Extract<PeerEvent, { type: 'message' | 'ownMessage' }>,
  ): void {
    const message = { id, text, action, timeMillis, author, name, color, account, proof, own };
    this.#tell({ type: 'message', message });
  }

  #refusal(code: Parameters<typeof refusalWords>[0] | null): Refusal | null {
    return code === null ? null : { code, text: refusalWords(code) };
  }

  #tellMembers(): void {
    if (this.#self === null) return;
    const members = [this.#self, ...this.#others.values()];
    // In a small room all are known, and the server's word is older.
    const large = this.#size > this.#meshMembers;
    const size = large ? Math.max(this.#size, members.length) : members.length;
    this.#tell({ type: 'members', members, size });
  }

  /** Nothing comes after `left`. */
  #setStatus(status: SessionStatus): void {
    if (this.#status === 'left') return;
    this.#status = status;
    this.#tell({ type: 'status', status });
  }

  #tell(event: SessionEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}

function selfOf({ wallet, name, color }: EnterRequest, key: SessionKey): Member {
  const did = didOf(key.publicKey);
  return {
    id: did,
    did,
    name: name.trim(),
    color,
    account: wallet.address,
    proof: 'wallet',
    link: 'self',
    typing: false,
    reason: null,
  };
}

function configOf(
  { wallet, room, name, color }: EnterRequest,
  key: SessionKey,
): Omit<OwnConfig, 'meshMembers'> {
  return {
    room,
    domains: [location.host],
    wallet: wallet.address,
    delegation: key.delegation,
    name,
    color,
  };
}
