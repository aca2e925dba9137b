/** A stay in a room as the app wants it told: members, messages and words. */
import { checkProfile, checkRoom, didOf, type PeerEvent } from '#peer';
import type { LogEntry, Place, RoomStore } from '../history/contract.ts';
import { laterOf } from '../history/places.ts';
import { openRoomStore, RETENTION_DEFAULT } from '../history/room-store.ts';
import { loadAead } from '../keys/aead.ts';
import { openSessionKey, type SessionKey } from '../keys/session-key.ts';
import { verifyBeside } from '../keys/verify-thread.ts';
import { RoomArchiving } from './archiving.ts';
import { ByHand } from './by-hand.ts';
import {
  ARRIVING,
  type Card,
  type ChatSession,
  type Decree,
  type EnterRequest,
  type HandCode,
  type HandCodeContent,
  type InviteLink,
  type NewRoom,
  type Refusal,
  type RoomLaw,
  type SessionEvent,
  type SessionStatus,
  type Ways,
} from './contract.ts';
import { ContractWords } from './contract-words.ts';
import { found } from './founding.ts';
import { HandStay } from './hand-stay.ts';
import { LateNews } from './late-news.ts';
import { type Claim, claimOf, delegationOf, ownNonce } from './login.ts';
import { Members } from './members.ts';
import { configOf, selfOf } from './own.ts';
import { OwnMirror } from './own-mirror.ts';
import type { DriverHost, Step } from './peer-driver.ts';
import { OwnReceipts } from './receipts.ts';
import { RoomArchives } from './room-archives.ts';
import { RoomHistory } from './room-history.ts';
import { type RuledRoom, ruledRoom } from './ruled-room.ts';
import { Ruling } from './ruling.ts';
import { Stay } from './stay.ts';
import { OwnWalletLetters } from './wallet-letters.ts';
import { comesLate, NOT_YET, refusalWords } from './words.ts';

export const createChatSession = (): ChatSession => new Session();

class Session implements ChatSession {
  readonly #listeners = new Set<(event: SessionEvent) => void>();
  readonly #members = new Members((event) => this.#tell(event));
  #status: SessionStatus = 'connecting';
  #stay: Stay | HandStay | null = null;
  /** Null in an open room of a short name, and before one is entered. */
  #ruled: RuledRoom | null = null;
  readonly #ruling = new Ruling({
    ask: (step) => this.#ask(step),
    tell: (event) => this.#tell(event),
    over: (problem) => this.#endBy(problem),
  });
  /** Rejected when the room does not let the person in. */
  readonly #entry = Promise.withResolvers<never>();
  readonly #byHand = new ByHand((step) => this.#stay?.take(step));
  readonly walletLetters = new OwnWalletLetters({
    ask: (step) => this.#ask(step),
    sealsTo: (account) => this.#stay?.sealsToWallet(account) ?? false,
    history: () => this.history,
  });
  readonly #contracts = new ContractWords({
    wallet: () => this.walletLetters.wallet,
    askServer: async (...asked) => (await this.#stay?.signed(...asked)) ?? null,
    tell: (account, session, word) => this.#tell({ type: 'contract', account, session, word }),
  });
  readonly mirror = new OwnMirror((text) => this.#tell({ type: 'problem', code: 'mirror', text }));
  #receipts: OwnReceipts | null = null;
  #entriesMax = RETENTION_DEFAULT.entriesMax;
  history: RoomHistory | null = null;
  #archives: RoomArchives | null = null;
  readonly #late = new LateNews((upTo) => this.#tell({ type: 'late', upTo }));

  constructor() {
    // Whoever enters hears of it; nobody may be waiting.
    this.#entry.promise.catch(() => {});
  }

  listen(listener: (event: SessionEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async enter(request: EnterRequest): Promise<void> {
    const key = await this.#openKey(request);
    if (key === null) return;
    const stay = this.#open(request, key, this.#openStore(request, key));
    this.#stay = stay;
    try {
      await Promise.race([this.#entry.promise, stay.opened]);
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
      await delegationOf(request.wallet, key, ownNonce(), () => this.#setStatus('signing'));
      const store = await this.#openStore(request, key);
      const config = configOf(request, key, this.#entriesMax, this.#ruled);
      const stay = await HandStay.begin(key, config, store, this.#driverHost());
      this.#stay = stay;
      if (this.#status === 'left') {
        stay.leave();
        return;
      }
      this.#setStatus('entering');
      replied(await Promise.race([this.#entry.promise, this.#byHand.reply(invitation)]));
      this.#setStatus('answering');
      const refusal = await Promise.race([this.#entry.promise, this.#byHand.linked(invitation)]);
      if (refusal !== null) throw new Error(refusal.text);
      this.#setStatus('unserved');
      this.#members.entered();
    } catch (error) {
      if (this.#stay === null) key.release();
      this.leave();
      throw error;
    }
  }

  get archives(): RoomArchives | null {
    return this.#isArriving ? null : this.#archives;
  }

  get #isArriving(): boolean {
    return ARRIVING.includes(this.#status);
  }

  async invite(): Promise<HandCode> {
    if (this.#isArriving) throw new Error(NOT_YET.text);
    return this.#byHand.invite();
  }

  takeReply(reply: HandCodeContent): Promise<Refusal | null> {
    return this.#byHand.takeReply(reply);
  }

  say(text: string, action: boolean, reply: string | null, to: string | null = null) {
    return this.#ask((peer, now) => peer.say(text, action, reply, to, now));
  }

  edit(id: string, text: string, to: string | null = null): Refusal | null {
    return this.#ask((peer, now) => peer.edit(id, text, to, now));
  }

  retract(id: string, to: string | null = null): Refusal | null {
    return this.#ask((peer, now) => peer.retract(id, to, now));
  }

  react(id: string, emoji: string, on: boolean, to: string | null = null): Refusal | null {
    return this.#ask((peer, now) => peer.react(id, emoji, on, to, now));
  }

  #ask(step: Step): Refusal | null {
    if (this.#isArriving) return NOT_YET;
    const code = this.#stay?.take(step) ?? null;
    return code === null ? null : { code, text: refusalWords(code) };
  }

  found(person: Omit<EnterRequest, 'room'>, room: NewRoom): Promise<string> {
    return found(person.wallet, room, () => {
      // Whoever is in another room meanwhile stays there.
      if (this.#stay === null) this.#setStatus('signing');
    });
  }

  get law(): RoomLaw | null {
    return this.#ruling.law;
  }

  decree = (decree: Decree): Refusal | null => this.#ruling.decree(decree);
  deviceLink = (): string | null => this.#ruling.deviceLink();
  inviteLink = (uses: number, lastsMillis: number): Promise<InviteLink> =>
    this.#ruling.inviteLink(uses, lastsMillis);

  get ways(): Ways | null {
    return this.#stay;
  }

  setProfile(name: string, color: string, card: Card): Refusal | null {
    const wrong = checkProfile(name, color, card);
    if (wrong !== null) return { code: 'profile_invalid', text: `Not changed: ${wrong}.` };
    return this.#ask((peer, now) => peer.changeProfile(name, color, card, now));
  }

  setTyping(typing: boolean): void {
    this.#stay?.take((peer, now) => peer.setTyping(typing, now));
  }

  leave(): void {
    this.#setStatus('left');
    this.#late.close();
    this.#archives?.places.close();
    this.#stay?.leave();
  }

  /** Begins to open what this browser keeps of the room, while the wallet and the server are asked. */
  #openStore({ room }: EnterRequest, key: SessionKey): Promise<RoomStore> {
    return openRoomStore(room).then(async (store) => {
      const self = { did: didOf(key.publicKey), account: this.#members.self?.account ?? '' };
      const placeOf = (id: string) => this.#stay?.placeOf(id) ?? null;
      this.history = new RoomHistory(store, self, placeOf, this.#ruled);
      this.#receipts = new OwnReceipts(store, (id) => this.#tell({ type: 'amended', id }));
      this.#archives = this.#openArchives(room, store);
      store.onProblem((words) => {
        this.#tell({ type: 'storage', words });
        // What is kept, and what can be read of it, is different now.
        this.#late.add(null);
      });
      store.onDropped((belowLamport, elsewhere) => {
        if (elsewhere) this.#ruled?.log.close();
        this.#tell({ type: 'dropped', belowLamport, elsewhere });
      });
      if (store.problem !== null) this.#tell({ type: 'storage', words: store.problem });
      this.#tell({ type: 'opened' });
      this.#entriesMax = (await store.retention()).entriesMax;
      return store;
    });
  }

  #openArchives(room: string, store: RoomStore): RoomArchives {
    const take = (step: Step): void => void this.#stay?.take(step);
    const places = new RoomArchiving(room, store, {
      law: async (sinceMillis) => (await this.#ruled?.log.archived(sinceMillis)) ?? [],
      tell: (where, foundBy, entries) =>
        take((peer, now) => peer.archived(where, foundBy, entries, now)),
      archived: (entries, kind) => {
        const own = entries.filter(
          (entry) => entry.kind === 'text' && this.history?.isOwn(entry) === true,
        );
        void this.#receipts?.archived(own, kind);
      },
      failed: (text) => this.#tell({ type: 'problem', code: 'archive', text }),
    });
    return new RoomArchives(room, store, places, take, this.#ruled);
  }

  #driverHost(): DriverHost {
    return {
      hear: (event) => this.#hear(event),
      said: (entries) => void this.#said(entries),
      came: (entries, missed) => this.#came(entries, missed),
      kept: (id) => this.#tell({ type: 'amended', id }),
      erased: (ids) => this.#tell({ type: 'erased', ids }),
      // Answers find what they quote, and what other tabs stored meanwhile is there.
      restored: () => this.#late.add(null),
      judged: (rule, verdict) => void this.#ruling.judged(rule, verdict),
      isSignedByContract: (check) => this.#contracts.isSigned(check),
      verifyAll: verifyBeside,
      ruled: this.#ruled,
    };
  }

  async #said(entries: readonly LogEntry[]): Promise<void> {
    const texts = entries.filter(({ kind }) => kind === 'text');
    if (texts.length === 0 || this.history === null) return;
    this.#tell({ type: 'messages', messages: await this.history.fresh(texts) });
  }

  #came(entries: readonly LogEntry[], missed: boolean): void {
    const [first] = entries;
    if (first === undefined) return;
    this.#archives?.places.onCame(entries);
    if (entries.some(({ letter }) => letter != null)) this.#tell({ type: 'letters' });
    if (missed) {
      this.#late.add(entries.reduce<Place>(laterOf, first));
      return;
    }
    for (const { target } of entries) {
      if (target !== null) this.#tell({ type: 'amended', id: target });
    }
  }

  /** The key of somebody who may enter; null where that person has left meanwhile. */
  async #openKey(request: EnterRequest): Promise<SessionKey | null> {
    const wrong =
      checkProfile(request.name, request.color, request.card) ?? checkRoom(request.room);
    if (wrong !== null) throw new Error(`Please change that: ${wrong}.`);
    this.#setStatus('connecting');
    // Core seals and opens at once, and cannot wait for it.
    await loadAead();
    const key = await openSessionKey(request.wallet.address);
    try {
      this.#ruled = await ruledRoom(request, key);
      this.#ruling.enter(this.#ruled);
    } catch (error) {
      key.release();
      throw error;
    }
    if (this.#status === 'left') {
      key.release();
      return null;
    }
    this.#members.self = selfOf(request, key);
    this.walletLetters.wallet = request.wallet;
    this.mirror.own = { wallet: request.wallet, key };
    return key;
  }

  /** The room does not let the person in, or any longer. */
  #endBy(problem: Refusal | null): void {
    if (problem !== null) {
      this.#entry.reject(new Error(problem.text));
      if (!this.#isArriving) this.#tell({ type: 'problem', ...problem });
    }
    this.leave();
  }

  #open(request: EnterRequest, key: SessionKey, store: Promise<RoomStore>): Stay {
    return new Stay(new URL('.', document.baseURI), key, store, {
      ...this.#driverHost(),
      claim: (nonce) => this.#claim(request, key, nonce),
      config: () => configOf(request, key, this.#entriesMax, this.#ruled),
      entered: ({ meshMembers, gate }) => {
        this.#tell({ type: 'gate', rule: gate?.rule ?? null });
        this.#setStatus('entered');
        this.#members.entered(meshMembers);
      },
      lost: () => this.#setStatus('reconnecting'),
      ended: ({ code, message }) => this.#endBy({ code, text: message }),
    });
  }

  async #claim(request: EnterRequest, key: SessionKey, nonce: string): Promise<Claim> {
    const { wallet } = request;
    const delegation = await delegationOf(wallet, key, nonce, () => this.#setStatus('signing'));
    if (this.#status !== 'reconnecting') this.#setStatus('entering');
    return claimOf(request, this.#members.self ?? request, delegation);
  }

  #hear(event: PeerEvent): void {
    this.#byHand.hear(event);
    this.mirror.hear(event);
    switch (event.type) {
      case 'memberJoined':
      case 'memberChanged':
      case 'memberRenamed':
      case 'memberLeft':
      case 'memberForgotten':
      case 'roomSize':
      case 'profileChanged':
        this.#members.hear(event);
        break;
      case 'reached':
        void this.#receipts?.reached(event);
        break;
      case 'catchingUp':
        this.#tell({ type: 'catchingUp', come: event.come, of: event.of });
        break;
      case 'imported':
        this.#archives?.onImported(event);
        break;
      case 'lawChanged':
      case 'denied':
      case 'removed':
      case 'withdrawn':
        this.#ruling.hear(event);
        break;
      case 'message':
      case 'ownMessage':
      case 'codeMade':
      case 'codeRefused':
        // The entries themselves have come, and whoever asked has the code from ByHand.
        break;
      case 'refused':
        // What is refused at once is the call's own answer; this one comes later.
        if (comesLate(event.code) && this.walletLetters.isNews(event.code)) {
          this.#tell({ type: 'problem', code: event.code, text: refusalWords(event.code) });
        }
        break;
    }
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
