/**
 * Core's host in a page: hands it what happens, carries out what it answers, and wakes it when its deadline has come.
 */
import {
  createPeer,
  type Peer,
  type PeerConfig,
  type PeerEvent,
  type PeerOutput,
  type PeerRefusal,
  type PeerSignal,
} from '#peer';
import type { ContractCheck } from '../contracts/ask-contract.ts';
import type { LogEntry, Place, RoomStore } from '../history/contract.ts';
import { placeIn } from '../history/places.ts';
import type { VerifyAccount } from '../keys/later.ts';
import { type SealingKey, seal } from '../keys/sealing.ts';
import type { SessionKey } from '../keys/session-key.ts';
import { type SessionCheck, type VerifyAll, verifyHere } from '../keys/verify.ts';
import { sealBox } from '../keys/wallet-box.ts';
import type { LinkEvents } from '../link/link-events.ts';
import type { RelayLink } from '../link/relay-link.ts';
import type { RelayLinks } from '../link/relay-links.ts';
import { RtcLink } from '../link/rtc-link.ts';
import { askLapses, askTicket } from '../signaling/gatekeeper.ts';
import type { Admission, Signaling } from '../signaling/signaling.ts';
import { Alarm } from './alarm.ts';
import type { LinkFacts } from './contract.ts';
import { OutputQueue } from './output-queue.ts';
import { type Lacks, lacksBy } from './own-chain.ts';
import { pagePort } from './page-port.ts';
import { RoomLog } from './room-log.ts';
import type { RuledRoom } from './ruled-room.ts';
import type { WalletChain } from './wallet-contract.ts';

/** What happens to the peer, one function each; the time is added here. */
export type Step = (peer: Peer, nowMillis: number) => PeerOutput[];

/** The keys of a page: the one speaks for it, to the other others seal. */
export interface Keys {
  readonly session: SessionKey;
  readonly sealing: SealingKey;
  readonly verifyAccount: VerifyAccount;
}

/** What the driver itself knows of a peer's configuration is left out. */
export type OwnConfig = Omit<
  PeerConfig,
  'session' | 'sealing' | 'prekey' | 'box' | 'restores' | 'asksChains'
> & {
  /** By which what others hold is looked at; null where there is none. */
  readonly chain: WalletChain | null;
};

/** The server, where there is one. */
export interface Server {
  readonly signaling: Signaling;
  readonly relays: RelayLinks;
}

/** Whom the driver tells what happens. */
export interface DriverHost {
  hear(event: PeerEvent): void;
  /** Somebody has just said these. */
  said(entries: readonly LogEntry[]): void;
  /** Entries that can be read from now on; `missed`: they were not said just now, or not here. */
  came(entries: readonly LogEntry[], missed: boolean): void;
  /** An own entry is kept, or could not be. */
  kept(id: string, kept: boolean): void;
  /** Entries turned out not to count, and are deleted. */
  erased?(ids: readonly string[]): void;
  /** What a gatekeeper found of the wallet; `rule` is DAG-CBOR. */
  judged?(rule: Uint8Array, verdict: unknown): void;
  /** Core knows all that is kept. */
  restored?(): void;
  /** Null in rooms of a short name. */
  readonly ruled?: Pick<RuledRoom, 'log' | 'core'> | null;
  /** Whether a wallet that is a contract has signed, by the word of its chain alone; never rejects. */
  isSignedByContract?(check: ContractCheck): Promise<boolean>;
  /** Verifies signatures of sessions elsewhere than in this thread. */
  readonly verifyAll?: VerifyAll;
}

export class PeerDriver {
  readonly #peer: Peer;
  readonly #keys: Keys;
  /** Null where nobody introduces: a room entered by hand. */
  readonly #server: Server | null;
  readonly #host: DriverHost;
  readonly #log: RoomLog;
  readonly #links = new Map<number, RtcLink | RelayLink>();
  readonly #outputs = new OutputQueue(
    (output) => this.#do(output),
    () => {
      this.#log.settle();
      this.#verifyAll();
    },
  );
  readonly #lacks: Lacks;
  /** What wallets must hold, as the server tells it; null where the room's own record does, or nothing is asked for. */
  #rule: unknown = null;
  #iceServers: RTCIceServer[] = [];
  readonly #alarm = new Alarm(() => void this.take((peer, now) => peer.tick(now)));
  /** Signatures to be verified together: those of one turn. */
  #checks: (SessionCheck & { readonly ticket: number })[] = [];

  constructor(
    config: OwnConfig,
    keys: Keys,
    server: Server | null,
    store: RoomStore,
    host: DriverHost,
  ) {
    const { session, sealing } = keys;
    const all = {
      ...config,
      session: session.publicKey,
      sealing: sealing.publicKey,
      prekey: session.sealing.publicKey,
      box: session.walletKey,
      restores: true,
      asksChains: config.chain !== null,
    };
    this.#lacks = lacksBy(config.chain);
    this.#peer = (host.ruled?.core.createPeer ?? createPeer)(all, pagePort, Date.now());
    this.#keys = keys;
    this.#server = server;
    this.#host = host;
    const logHost = {
      take: (step: Step) => void this.take(step),
      said: (entries: readonly LogEntry[]) => host.said(entries),
      came: (entries: readonly LogEntry[], missed: boolean) => host.came(entries, missed),
      kept: (id: string, kept: boolean) => host.kept(id, kept),
      erased: (ids: readonly string[]) => host.erased?.(ids),
    };
    this.#log = new RoomLog(store, logHost, host.ruled?.log ?? null);
    void this.#log.restore().then(() => host.restored?.());
  }

  entered({ id, others, size, iceServers, relayBytesPerSecond, gate }: Admission): void {
    this.#iceServers = iceServers;
    this.#server?.relays.setRate(relayBytesPerSecond ?? 0);
    const relays = relayBytesPerSecond !== null;
    this.#rule = gate?.rule ?? null;
    if (gate !== null) this.take((peer, now) => peer.gated(gate.hash, gate.keepers, now));
    this.take((peer, now) => peer.entered(id, others, size, relays, now));
  }

  signalReceived(from: string, signal: PeerSignal): void {
    const { did, instance, attempt, kind, low, body, provenAtMillis, proof, relayed } = signal;
    this.take((peer, now) =>
      peer.signalReceived(
        from,
        did,
        instance,
        attempt,
        kind,
        low,
        body,
        provenAtMillis,
        proof,
        relayed,
        now,
      ),
    );
  }

  /** Other ICE servers, or fresh credentials for them, from now on: also for the links that there are. */
  renewIce(iceServers: RTCIceServer[]): void {
    this.#iceServers = iceServers;
    for (const link of this.#links.values()) link.renewIce(iceServers);
  }

  /** Lets core take a step; answers why it refused what was asked, or null. */
  take(step: Step): PeerRefusal | null {
    const outputs = step(this.#peer, Date.now());
    this.#outputs.add(outputs);
    this.#alarm.set(this.#peer.deadlineMillis());
    for (const output of outputs) {
      if (output.type === 'emit' && output.event.type === 'refused') return output.event.code;
    }
    return null;
  }

  /** Where an entry of the log stands; null where it is not kept. */
  placeOf(id: string): Place | null {
    const key = this.#peer.find(id);
    return key === null ? null : placeIn(key, 0);
  }

  sealsToWallet(account: string): boolean {
    return this.#peer.sealsToWallet(account);
  }

  get iceServers(): readonly RTCIceServer[] {
    return this.#iceServers;
  }

  async linkTo(did: string): Promise<RTCStatsReport | LinkFacts | null> {
    return this.#links.get(this.#peer.linkTo(did))?.report() ?? null;
  }

  /** Nothing of what has come waits any longer to be kept. */
  keepAll(): void {
    this.#log.keepAll();
  }

  /** Says goodbye and closes everything; resolves once the goodbye is with whoever carries it. */
  async leave(): Promise<void> {
    this.take((peer, now) => peer.leave(now));
    this.#alarm.stop();
    this.#log.close();
    await this.#outputs.settled();
    await this.#server?.relays.settled;
  }

  /** Resolves once what comes behind may be carried out; null where nothing has to wait. */
  #do(output: PeerOutput): Promise<void> | null {
    switch (output.type) {
      case 'openLink':
        this.#openLink(output);
        break;
      case 'openRelay':
        this.#openRelay(output);
        break;
      case 'applySignal':
        this.#links.get(output.link)?.apply(output.kind, output.body);
        break;
      case 'sendSignal':
        this.#server?.signaling.sendSignal(output.to, output.signal);
        break;
      case 'askMembers':
      case 'askTicket':
      case 'askLapses':
      case 'recheck':
        void this.#ask(output);
        break;
      case 'sendFragment':
        if (output.bulk) this.#links.get(output.link)?.sendBulk(output.fragment);
        else this.#links.get(output.link)?.send(output.fragment);
        break;
      case 'repairLink':
        this.#links.get(output.link)?.restart();
        break;
      case 'closeLink':
        this.#links.get(output.link)?.close();
        this.#forget(output.link);
        break;
      case 'sign':
        this.#sign(output.ticket, output.message);
        break;
      case 'verify':
      case 'askContract':
        this.#verify(output);
        break;
      case 'seal':
        void this.#seal(output);
        break;
      case 'unseal':
        void this.#unseal(output);
        break;
      case 'store':
      case 'storeProfile':
      case 'load':
      case 'loadProfiles':
      case 'drop':
      case 'erase':
      case 'storeRecord':
      case 'storeRule':
      case 'storeEpoch':
      case 'makePreKey':
      case 'erasePreKeys':
        return this.#log.keep(output);
      case 'emit':
        this.#host.hear(output.event);
        break;
    }
    return null;
  }

  #openLink({ link, ...wish }: PeerOutput & { type: 'openLink' }): void {
    this.#links.set(link, new RtcLink(this.#iceServers, wish, this.#eventsOf(link)));
  }

  #openRelay({ link, to, ...wish }: PeerOutput & { type: 'openRelay' }): void {
    const relay = this.#server?.relays.open(to, wish, this.#eventsOf(link));
    if (relay !== undefined) this.#links.set(link, relay);
  }

  #eventsOf(link: number): LinkEvents {
    return {
      signal: (kind, body) => void this.take((peer, now) => peer.signalMade(link, kind, body, now)),
      opened: (local, remote) =>
        void this.take((peer, now) => peer.linkOpened(link, local, remote, now)),
      received: (message, bulk) =>
        void this.take((peer, now) => peer.fragmentReceived(link, bulk, message, now)),
      closed: () => {
        this.#forget(link);
        this.take((peer, now) => peer.linkClosed(link, now));
      },
    };
  }

  #forget(link: number): void {
    const gone = this.#links.get(link);
    this.#links.delete(link);
    this.#server?.relays.forget(gone);
  }

  #sign(ticket: number, message: Uint8Array<ArrayBuffer>): void {
    this.#keys.session.sign(message).then(
      (signature) => this.take((peer, now) => peer.signed(ticket, signature, now)),
      () => this.take((peer, now) => peer.signed(ticket, null, now)),
    );
  }

  #verify(check: PeerOutput & { type: 'verify' | 'askContract' }): void {
    const { ticket, signer, message, signature } = check;
    const answer = (valid: boolean): void => {
      this.take((peer, now) => peer.verified(ticket, valid, now));
    };
    if (check.type === 'askContract') {
      if (this.#host.isSignedByContract === undefined) answer(false);
      else void this.#host.isSignedByContract(check).then(answer);
    } else if (check.by === 'ed25519') {
      this.#checks.push({ ticket, signer, message, signature });
    } else {
      answer(this.#keys.verifyAccount(signer, message, signature));
    }
  }

  #verifyAll(): void {
    if (this.#checks.length === 0) return;
    const checks = this.#checks;
    this.#checks = [];
    void (this.#host.verifyAll ?? verifyHere)(checks).then((verdicts) =>
      this.take((peer, now) =>
        checks.flatMap(({ ticket }, at) => peer.verified(ticket, verdicts[at] === true, now)),
      ),
    );
  }

  async #seal({ ticket, purpose, to, content }: PeerOutput & { type: 'seal' }): Promise<void> {
    const sealed =
      purpose === 'wallet'
        ? await sealBox('letter', to, content)
        : await seal(purpose, to, content);
    this.take((peer, now) => peer.sealed(ticket, sealed, now));
  }

  async #unseal({ ticket, purpose, sealed }: PeerOutput & { type: 'unseal' }): Promise<void> {
    const { sealing, session } = this.#keys;
    const own = { signal: sealing, grant: session.sealing, letter: session.letters }[purpose];
    let content = await own.open(sealed);
    if (content === null && purpose !== 'signal') content = await this.#log.open(purpose, sealed);
    this.take((peer, now) => peer.unsealed(ticket, content, now));
  }

  #ask(
    output: Extract<PeerOutput, { type: 'askMembers' | 'askTicket' | 'askLapses' | 'recheck' }>,
  ): Promise<void> {
    switch (output.type) {
      case 'askMembers':
        return this.#askMembers();
      case 'askTicket':
        return this.#askTicket(output);
      case 'askLapses':
        return this.#askLapses(output);
      case 'recheck':
        return this.#recheck(output);
    }
  }

  async #askMembers(): Promise<void> {
    const roster = (await this.#server?.signaling.members()) ?? null;
    if (roster !== null) this.take((peer, now) => peer.sampled(roster.others, roster.size, now));
  }

  async #askTicket({ rule, keepers }: PeerOutput & { type: 'askTicket' }): Promise<void> {
    // The view is core's own memory.
    const asked = rule === null ? null : { rule: rule.slice(), keepers };
    const signaling = this.#server?.signaling;
    const answer = signaling === undefined ? null : await askTicket(signaling, asked);
    this.take((peer, now) => peer.ticketGiven(answer?.ticket ?? null, now));
    if (asked !== null && answer !== null) this.#host.judged?.(asked.rule, answer.verdict);
  }

  async #askLapses({ wallets, ...asked }: PeerOutput & { type: 'askLapses' }): Promise<void> {
    const signaling = this.#server?.signaling;
    const lapses = signaling === undefined ? [] : await askLapses(signaling, asked, wallets);
    for (const lapse of lapses) this.take((peer, now) => peer.lapseTold(lapse, now));
  }

  async #recheck({ hash, rule, wallet }: PeerOutput & { type: 'recheck' }): Promise<void> {
    const asked = { hash: hash.slice(), rule: rule === null ? this.#rule : rule.slice(), wallet };
    const lacks = await this.#lacks(asked);
    this.take((peer, now) => peer.rechecked(asked.hash, wallet, lacks, now));
  }
}
