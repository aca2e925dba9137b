/** A stay in a room: login, the peer, and what the interface is told of both. */
import { checkProfile, checkRoom, createPeer, didOf, type PeerEvent } from '#peer';
import { openSessionKey, type SessionKey } from '../keys/session-key.ts';
import { LoginRefused, Signaling } from '../signaling/signaling.ts';
import type {
  ChatSession,
  EnterRequest,
  Member,
  Refusal,
  SessionEvent,
  SessionStatus,
} from './contract.ts';
import { type Claim, delegationOf, logIn } from './login.ts';
import { memberOf } from './members.ts';
import { pagePort } from './page-port.ts';
import { PeerDriver } from './peer-driver.ts';
import { refusalWords } from './words.ts';

/** Refusals of a login that pass by themselves. */
const PASSING: readonly string[] = ['busy', 'nonce_invalid', 'already_in'];

export function createChatSession(): ChatSession {
  return new Session();
}

class Session implements ChatSession {
  readonly #listeners = new Set<(event: SessionEvent) => void>();
  readonly #others = new Map<string, Member>();
  #self: Member | null = null;
  #status: SessionStatus = 'connecting';
  #key: SessionKey | null = null;
  #signaling: Signaling | null = null;
  #driver: PeerDriver | null = null;

  listen(listener: (event: SessionEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async enter(request: EnterRequest): Promise<void> {
    const wrong = checkProfile(request.name, request.color) ?? checkRoom(request.room);
    if (wrong !== null) throw new Error(`Please change that: ${wrong}.`);
    this.#setStatus('connecting');
    this.#key = await openSessionKey(request.wallet.address);
    if (this.#status === 'left') this.#release();
    else await this.#connect(request, this.#key);
  }

  say(text: string, action: boolean): Refusal | null {
    return this.#refusal(this.#driver?.take((peer, now) => peer.say(text, action, now)) ?? null);
  }

  setProfile(name: string, color: string): Refusal | null {
    const wrong = checkProfile(name, color);
    if (wrong !== null) return { code: 'profile_invalid', text: `Not changed: ${wrong}.` };
    return this.#refusal(
      this.#driver?.take((peer, now) => peer.changeProfile(name, color, now)) ?? null,
    );
  }

  setTyping(typing: boolean): void {
    this.#driver?.take((peer, now) => peer.setTyping(typing, now));
  }

  leave(): void {
    if (this.#status === 'left') return;
    this.#setStatus('left');
    this.#release();
  }

  #release(): void {
    this.#driver?.leave();
    this.#signaling?.close();
    this.#key?.release();
  }

  /** Resolves with the first admission; later ones, after the server was out of reach, happen by themselves. */
  #connect(request: EnterRequest, key: SessionKey): Promise<void> {
    return new Promise((resolve, reject) => {
      const signaling = new Signaling(new URL('.', document.baseURI), {
        connected: () => {
          this.#logIn(request, key, signaling).then(resolve, (error: unknown) => {
            if (this.#driver === null) {
              this.leave();
              reject(error);
            } else this.#loginFailed(error, signaling);
          });
        },
        unreachable: (words) => {
          if (this.#driver !== null) return;
          this.leave();
          reject(new Error(words));
        },
        lost: () => {
          if (this.#driver === null || this.#status === 'left') return;
          this.#driver.signalingEvents.lost();
          this.#setStatus('reconnecting');
        },
        joined: (who) => this.#driver?.signalingEvents.joined(who),
        left: (id) => this.#driver?.signalingEvents.left(id),
        signal: (from, signal) => this.#driver?.signalingEvents.signal(from, signal),
      });
      this.#signaling = signaling;
    });
  }

  async #logIn(request: EnterRequest, key: SessionKey, signaling: Signaling): Promise<void> {
    const again = this.#driver !== null;
    const admission = await logIn(signaling, key, async (nonce) => {
      const delegation = await delegationOf(request.wallet, key, nonce, () =>
        this.#setStatus('signing'),
      );
      if (!again) this.#setStatus('entering');
      return this.#claim(request, delegation);
    });
    if (this.#status === 'left') return;
    this.#driver ??= this.#createDriver(request, key, signaling);
    this.#setStatus('entered');
    this.#driver.entered(admission);
    this.#tellMembers();
  }

  #claim(
    { wallet, room, name, color }: EnterRequest,
    delegation: { readonly message: string; readonly signature: string },
  ): Claim {
    return {
      username: this.#self?.name ?? name,
      color: this.#self?.color ?? color,
      walletAddress: wallet.address,
      walletType: wallet.kind,
      room,
      message: delegation.message,
      signature: delegation.signature,
    };
  }

  #createDriver(request: EnterRequest, key: SessionKey, signaling: Signaling): PeerDriver {
    const { wallet, room, name, color } = request;
    const config = {
      room,
      domains: [location.host],
      session: key.publicKey,
      wallet: wallet.address,
      delegation: key.delegation,
      name,
      color,
    };
    const peer = createPeer(config, pagePort, Date.now());
    const did = didOf(key.publicKey);
    this.#self = {
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
    return new PeerDriver(peer, key, signaling, (event) => this.#hear(event));
  }

  /** We were in already, and the links live on: what passes is tried again, anything else ends the stay. */
  #loginFailed(error: unknown, signaling: Signaling): void {
    if (this.#status === 'left') return;
    if (error instanceof LoginRefused && !PASSING.includes(error.code)) {
      this.#tell({ type: 'problem', code: error.code, text: error.message });
      this.leave();
      return;
    }
    signaling.restart();
  }

  #hear(event: PeerEvent): void {
    switch (event.type) {
      case 'memberJoined': {
        const member = memberOf(event.member);
        this.#others.set(member.id, member);
        if (!event.met) this.#tell({ type: 'joined', member });
        this.#tellMembers();
        break;
      }
      case 'memberChanged':
        this.#others.set(event.member.key, memberOf(event.member));
        this.#tellMembers();
        break;
      case 'memberRenamed': {
        const member = memberOf(event.member);
        this.#others.set(member.id, member);
        this.#tell({ type: 'renamed', member, formerName: event.formerName });
        this.#tellMembers();
        break;
      }
      case 'memberLeft':
        this.#others.delete(event.member.key);
        this.#tell({ type: 'left', member: memberOf(event.member) });
        this.#tellMembers();
        break;
      case 'profileChanged':
        this.#rename(event.name, event.color);
        break;
      case 'message': {
        const { id, text, action, timeMillis } = event;
        this.#tellMessage(memberOf(event.author), false, { id, text, action, timeMillis });
        break;
      }
      case 'ownMessage': {
        const { id, text, action, timeMillis } = event;
        if (this.#self !== null) {
          this.#tellMessage(this.#self, true, { id, text, action, timeMillis });
        }
        break;
      }
      case 'refused':
        // What is refused at once is the call's own answer; this came later.
        if (event.code === 'not_signed') {
          this.#tell({ type: 'problem', code: event.code, text: refusalWords(event.code) });
        }
        break;
    }
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
    said: { id: string; text: string; action: boolean; timeMillis: number },
  ): void {
    this.#tell({
      type: 'message',
      message: { ...said, author, name, color, account, proof, own },
    });
  }

  #refusal(code: Parameters<typeof refusalWords>[0] | null): Refusal | null {
    return code === null ? null : { code, text: refusalWords(code) };
  }

  #tellMembers(): void {
    if (this.#self === null) return;
    this.#tell({ type: 'members', members: [this.#self, ...this.#others.values()] });
  }

  #setStatus(status: SessionStatus): void {
    if (this.#status === 'left') return;
    this.#status = status;
    this.#tell({ type: 'status', status });
  }

  #tell(event: SessionEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}
