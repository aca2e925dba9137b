/** A stay in a room as the app wants it told: members, messages and words. */
import { checkProfile, checkRoom, didOf, type PeerConfig, type PeerEvent } from '#peer';
import { openSessionKey, type SessionKey } from '../keys/session-key.ts';
import type {
  ChatSession,
  EnterRequest,
  Member,
  Refusal,
  SessionEvent,
  SessionStatus,
} from './contract.ts';
import { type Claim, delegationOf } from './login.ts';
import { memberOf } from './members.ts';
import { Stay } from './stay.ts';
import { refusalWords } from './words.ts';

export function createChatSession(): ChatSession {
  return new Session();
}

class Session implements ChatSession {
  readonly #listeners = new Set<(event: SessionEvent) => void>();
  readonly #others = new Map<string, Member>();
  #self: Member | null = null;
  #status: SessionStatus = 'connecting';
  #stay: Stay | null = null;

  listen(listener: (event: SessionEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async enter(request: EnterRequest): Promise<void> {
    const wrong = checkProfile(request.name, request.color) ?? checkRoom(request.room);
    if (wrong !== null) throw new Error(`Please change that: ${wrong}.`);
    this.#setStatus('connecting');
    const key = await openSessionKey(request.wallet.address);
    if (this.#status === 'left') {
      key.release();
      return;
    }
    this.#self = selfOf(request, key);
    this.#stay = this.#open(request, key);
    try {
      await this.#stay.opened;
    } catch (error) {
      this.#setStatus('left');
      throw error;
    }
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

  #open(request: EnterRequest, key: SessionKey): Stay {
    return new Stay(new URL('.', document.baseURI), key, {
      claim: (nonce) => this.#claim(request, key, nonce),
      config: () => configOf(request, key),
      entered: () => {
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
      case 'profileChanged':
        this.#rename(event.name, event.color);
        break;
      case 'message':
        this.#tellMessage(memberOf(event.author), false, event);
        break;
      case 'ownMessage':
        if (this.#self !== null) this.#tellMessage(this.#self, true, event);
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
    this.#tell({ type: 'members', members: [this.#self, ...this.#others.values()] });
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

function configOf({ wallet, room, name, color }: EnterRequest, key: SessionKey): PeerConfig {
  return {
    room,
    domains: [location.host],
    session: key.publicKey,
    wallet: wallet.address,
    delegation: key.delegation,
    name,
    color,
  };
}
