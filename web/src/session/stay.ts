/**
 * A stay in a room, whoever it is for: signs in, keeps the peer running, and signs in again by itself after the server
 * was out of reach. Links to others live on meanwhile.
 */
import type { PeerRefusal } from '#peer';
import type { Place, RoomStore } from '../history/contract.ts';
import { later, loadVerifyAccount } from '../keys/later.ts';
import { createSealingKey, type SealingKey } from '../keys/sealing.ts';
import type { SessionKey } from '../keys/session-key.ts';
import type { RelayLinks } from '../link/relay-links.ts';
import { type Admission, LoginRefused, Signaling } from '../signaling/signaling.ts';
import type { AvatarAnswer } from './card-contract.ts';
import type { IceOffer, LinkFacts, Ways } from './contract.ts';
import type { Statement } from './contract-words.ts';
import { IceRenewal } from './ice-renewal.ts';
import { type Claim, logIn } from './login.ts';
import { watchPage } from './page-life.ts';
import { type DriverHost, type OwnConfig, PeerDriver, type Step } from './peer-driver.ts';

/** What few ever need: fetched beside the login. */
const loadRelays = later(() => import('../link/relay-links.ts'));

/** Refusals of a login that pass by themselves. */
const PASSING: readonly string[] = [
  'busy',
  'nonce_invalid',
  'already_in',
  'gate_unknown',
  'contract_silent',
];

export interface StayHost extends DriverHost {
  /** What to claim at a login whose challenge is `nonce`; asked again at each. */
  claim(nonce: string): Promise<Claim>;
  /** Who the peer is, asked once, after the first login. */
  config(): Omit<OwnConfig, 'meshMembers'>;
  /** In, for the first time or again; the peer's events about who is there follow. */
  entered(admission: Admission): void;
  /** The server is out of reach; it is tried again. */
  lost(): void;
  /** The server no longer lets us in; the links that there are live on. */
  ended(error: LoginRefused): void;
}

export class Stay implements Ways {
  readonly #key: SessionKey;
  readonly #host: StayHost;
  readonly #store: Promise<RoomStore>;
  readonly #signaling: Signaling;
  readonly #sealing: Promise<SealingKey> = createSealingKey();
  #driver: PeerDriver | null = null;
  /** Null before the first login. */
  #relays: RelayLinks | null = null;
  readonly #ice: IceRenewal;
  #endOfWatch: (() => void) | null = null;
  #over = false;
  #opened: (error?: unknown) => void = () => {};
  /** Settles with the first login: resolves when in, rejects with an Error for people. */
  readonly opened: Promise<void>;

  constructor(server: URL, key: SessionKey, store: Promise<RoomStore>, host: StayHost) {
    this.#key = key;
    this.#store = store;
    this.#host = host;
    this.opened = new Promise((resolve, reject) => {
      this.#opened = (error) => (error === undefined ? resolve() : reject(error));
    });
    // Told of by the login, which waits for it.
    this.#sealing.catch(() => {});
    loadRelays().catch(() => {});
    this.#ice = new IceRenewal(
      () => this.#signaling.ice(),
      (iceServers) => this.#driver?.renewIce(iceServers),
    );
    this.#signaling = new Signaling(server, {
      connected: () => void this.#logIn(),
      unreachable: (words) => {
        if (this.#driver === null) this.#fail(new Error(words));
      },
      lost: () => this.#lost(),
      joined: (who) => this.#driver?.take((peer, now) => peer.joined(who, now)),
      left: (id) => this.#driver?.take((peer, now) => peer.left(id, now)),
      room: ({ others, size }) =>
        this.#driver?.take((peer, now) => peer.sampled(others, size, now)),
      signal: (from, signal) => this.#driver?.signalReceived(from, signal),
      lapsed: (lapse) => this.#driver?.take((peer, now) => peer.lapseTold(lapse, now)),
      dismissed: (why) => this.#endBy(why),
      relayRefused: () => this.#relays?.slowDown(),
      relayed: (from, frame) => this.#relays?.received(from, frame),
    });
  }

  /** Lets the peer take a step; answers why it refused, or null. */
  take(step: Step): PeerRefusal | null {
    return this.#driver?.take(step) ?? null;
  }

  /** Where an entry of the log stands; null where it is not kept. */
  placeOf(id: string): Place | null {
    return this.#driver?.placeOf(id) ?? null;
  }

  get transport(): string | null {
    return this.#signaling.transport;
  }

  get iceServers(): readonly RTCIceServer[] {
    return this.#driver?.iceServers ?? [];
  }

  sealsToWallet(account: string): boolean {
    return this.#driver?.sealsToWallet(account) ?? false;
  }

  ice(): Promise<IceOffer | null> {
    return this.#signaling.ice();
  }

  get tellsNames(): boolean {
    return this.#signaling.lookups.tellsNames;
  }

  names(accounts: readonly string[]): Promise<ReadonlyMap<string, string> | null> {
    return this.#signaling.lookups.names(accounts);
  }

  get tellsAvatars(): boolean {
    return this.#signaling.lookups.tellsAvatars;
  }

  avatar(account: string, avatar: string): Promise<AvatarAnswer | null> {
    return this.#signaling.lookups.avatar(account, avatar);
  }

  signed(
    chain: number,
    statements: readonly Statement[],
  ): Promise<readonly (boolean | null)[] | null> {
    return this.#signaling.signed(chain, statements);
  }

  async linkTo(did: string): Promise<RTCStatsReport | LinkFacts | null> {
    return this.#driver?.linkTo(did) ?? null;
  }

  leave(): void {
    if (this.#over) return;
    this.#over = true;
    if (this.#driver === null) void this.#store.then((store) => store.close());
    this.#ice.end();
    this.#endOfWatch?.();
    // The last words may go by way of the server.
    const settled = this.#driver?.leave() ?? Promise.resolve();
    void settled.then(() => this.#signaling.close());
    this.#key.release();
  }

  async #logIn(): Promise<void> {
    try {
      const sealing = await this.#sealing;
      const verifyAccount = await loadVerifyAccount();
      this.#relays ??= await this.#openRelays();
      const store = await this.#store;
      const admission = await logIn(this.#signaling, this.#key, (nonce) => this.#host.claim(nonce));
      if (this.#over) return;
      // At once: what the server tells from now on is for the peer.
      this.#driver ??= new PeerDriver(
        { ...this.#host.config(), meshMembers: admission.meshMembers },
        { session: this.#key, sealing, verifyAccount },
        { signaling: this.#signaling, relays: this.#relays },
        store,
        this.#host,
      );
      this.#endOfWatch ??= watchPage(
        (step) => {
          this.take(step);
          void this.#signaling.check();
        },
        () => this.#driver?.keepAll(),
      );
      this.#host.entered(admission);
      this.#driver.entered(admission);
      this.#ice.add(admission);
      this.#opened();
    } catch (error) {
      if (this.#driver === null) this.#fail(error);
      else this.#failedAgain(error);
    }
  }

  async #openRelays(): Promise<RelayLinks> {
    const { RelayLinks } = await loadRelays();
    return new RelayLinks((to, frame) => this.#signaling.relay(to, frame));
  }

  /** We were in already: what passes is tried again, anything else is the host's to judge. */
  #failedAgain(error: unknown): void {
    if (this.#over) return;
    if (error instanceof LoginRefused && !PASSING.includes(error.code)) {
      this.#endBy(error);
    } else {
      this.#signaling.restart();
    }
  }

  #endBy(why: LoginRefused): void {
    this.#signaling.close();
    this.#host.ended(why);
  }

  #lost(): void {
    if (this.#driver === null || this.#over) return;
    this.#driver.take((peer, now) => peer.signalingLost(now));
    this.#host.lost();
  }

  #fail(error: unknown): void {
    this.leave();
    this.#opened(error);
  }
}
