/** A room's law between core, which judges by it, and what keeps it in this browser. */
import type { Law, PeerDenial, PeerOutput } from '#peer';
import type { NamedBlock } from '../history/contract.ts';
import { cidOf } from '../history/places.ts';
import { sha256 } from '../keys/hashes.ts';
import type { SealPurpose } from '../keys/sealing.ts';
import { forgetKeys, type KnownRoom, keepRoom, knownRoom } from '../rooms/known.ts';
import { LawStore } from '../rooms/law-store.ts';
import { PreKeys } from '../rooms/prekeys.ts';
import { pagePort } from './page-port.ts';
import type { Step } from './peer-driver.ts';
import type { RuledCore } from './ruled-core.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** Denials after which an invitation is good for nothing. */
const SPENT: readonly PeerDenial[] = ['invitation_over', 'invitation_used', 'wrong_key'];

type Core = Pick<RuledCore, 'lawRestored' | 'preKeyMade' | 'sealRecord'>;

export class LawLog {
  readonly #room: string;
  readonly #store: LawStore;
  readonly #prekeys: PreKeys;
  readonly #core: Core;
  /** Nothing is kept any more: the person deleted what there was. */
  #over = false;
  /** A rule has come that was not known. */
  onRule: () => void = () => {};

  /** @param session did:key of the session */
  constructor(room: string, session: string, core: Core) {
    this.#room = room;
    this.#core = core;
    this.#store = new LawStore(room, session);
    this.#prekeys = new PreKeys(room, session);
  }

  /** Tells core what is kept. */
  async restore(): Promise<Step> {
    const { rules, epochs } = await this.#store.kept();
    return (peer, now) => this.#core.lawRestored(peer, rules, epochs, now);
  }

  /** What archives hold of the law: the rules that came since a time; from the beginning the room's record before them. */
  async archived(sinceMillis: number): Promise<readonly NamedBlock[]> {
    const rules = await this.#store.rules();
    const since = rules.filter(({ arrivedMillis }) => arrivedMillis >= sinceMillis);
    return sinceMillis > 0 ? since : [...(await this.#record()), ...since];
  }

  /** A closed room's is sealed: it names the room, and its owner. */
  async #record(): Promise<NamedBlock[]> {
    const { record, key } = await knownRoom(this.#room);
    if (record === null) return [];
    const block = key === null ? record : this.#core.sealRecord(record, key, pagePort).slice();
    return [{ id: cidOf(sha256(block)), block }];
  }

  // What core hands out is its own memory, which may be another's before it is on disk.

  storeRecord({ block }: PeerOutput & { type: 'storeRecord' }): void {
    this.#keep({ record: block.slice() });
  }

  storeRule({ id, account, block }: PeerOutput & { type: 'storeRule' }): void {
    const copy = { account: account.slice(), block: block.slice() };
    this.#store.putRule({ id, ...copy, arrivedMillis: Date.now() });
    this.onRule();
  }

  /** Resolves once it is kept; never rejects. */
  storeEpoch({ id, state }: PeerOutput & { type: 'storeEpoch' }): Promise<void> {
    return this.#store.putEpoch(id, state?.slice() ?? null);
  }

  /** Answers once the key is kept: what is granted to it is to be opened after a reload as well. */
  async makePreKey({ ticket }: PeerOutput & { type: 'makePreKey' }): Promise<Step> {
    const made = await this.#prekeys.make();
    return (peer, now) => this.#core.preKeyMade(peer, ticket, made, now);
  }

  erasePreKeys({ before }: PeerOutput & { type: 'erasePreKeys' }): void {
    void this.#prekeys.eraseBefore(before.slice());
  }

  /** What was sealed to a key that was made for this room; null where it was not. */
  open(purpose: SealPurpose, sealed: Bytes): Promise<Bytes | null> {
    return this.#prekeys.open(purpose, sealed);
  }

  /** An invitation is used once its bearer is a member. */
  changed({ settings: { name }, history, self }: Law): void {
    const isMember = self === 'owner' || self === 'moderator' || self === 'member';
    this.#keep({ name, history, ...(isMember ? { invitation: null } : {}) });
  }

  denied(code: PeerDenial): void {
    if (!SPENT.includes(code)) return;
    this.#keep({ invitation: null, ...(code === 'wrong_key' ? { key: null } : {}) });
  }

  #keep(change: Partial<Omit<KnownRoom, 'id'>>): void {
    if (!this.#over) void keepRoom(this.#room, change);
  }

  /** Another tab deleted what is kept of the room, and nothing is to come after that. */
  close(): void {
    this.#over = true;
    this.#store.close();
    this.#prekeys.close();
  }

  /** Deletes keys and law. */
  async forget(): Promise<void> {
    this.close();
    await forgetKeys(this.#room);
  }
}
