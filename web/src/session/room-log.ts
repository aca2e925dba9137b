/** A room's history between core, which decides what counts, and the store, which keeps it. */
import type { PeerEntry, PeerOrigin, PeerOutput } from '#peer';
import type { LogEntry, Place, RoomStore } from '../history/contract.ts';
import { cidOf, packed, placesOf } from '../history/places.ts';
import type { SealPurpose } from '../keys/sealing.ts';
import { Pace } from '../pace.ts';
import type { LawLog } from './law-log.ts';
import type { Step } from './peer-driver.ts';

/** Keys told to core at a time: some milliseconds of work. */
const KEYS_A_PART = 4_000;

/** The newest entries that core reads to see where the log ends: far more than there are ends. */
const NEWEST = 64;

/**
 * What others say is shown and kept at once. Where many go on talking, all that came within this time goes together: a frame
 * and a transaction take a page longer than all else about a message, and nobody reads faster.
 */
const SAID_EVERY_MILLIS = 500;

/** So many times in a row it need not wait: a question, and the answers to it. */
const SAID_BURST = 4;

/** An entry that core wants to be kept. */
export type Wish = PeerOutput & { type: 'store' };

/** What is to be kept, read again or deleted. */
export type KeepingOutput = Extract<
  PeerOutput,
  {
    type:
      | 'store'
      | 'storeProfile'
      | 'load'
      | 'loadProfiles'
      | 'drop'
      | 'erase'
      | 'storeRecord'
      | 'storeRule'
      | 'storeEpoch'
      | 'makePreKey'
      | 'erasePreKeys';
  }
>;

export interface RoomLogHost {
  take(step: Step): void;
  /** Somebody has just said these: they can be shown at once, and are on their way to be kept. */
  said(entries: readonly LogEntry[]): void;
  /**
   * From now on these can be read.
   *
   * @param missed whether they were said some time ago, or in another tab
   */
  came(entries: readonly LogEntry[], missed: boolean): void;
  /** An own entry is kept, or could not be. */
  kept(id: string, kept: boolean): void;
  /** These turned out not to count, and are deleted. */
  erased(ids: readonly string[]): void;
}

export class RoomLog {
  readonly #store: RoomStore;
  readonly #host: RoomLogHost;
  /** Null in an open room of a short name. */
  readonly #law: LawLog | null;
  readonly #ends: (() => void)[];
  /** Entries to be kept together. */
  #wishes: Wish[] = [];
  readonly #pace = new Pace(() => this.keepAll(), SAID_EVERY_MILLIS, SAID_BURST);
  #over = false;

  constructor(store: RoomStore, host: RoomLogHost, law: LawLog | null) {
    this.#store = store;
    this.#host = host;
    this.#law = law;
    this.#ends = [
      store.onStored((entries) => this.#learn(entries)),
      store.onDropped((lamport) => host.take((peer, now) => peer.forgotten(lamport, now))),
      store.onProblem((words) => {
        // What could not be read before may be there again.
        if (words === null) void this.#tellKeys(false);
      }),
    ];
  }

  /** Tells core what is kept, the newest first; talking may begin after the first part. */
  async restore(): Promise<void> {
    const floor = await this.#store.floor();
    this.#answer((peer, now) => peer.forgotten(floor, now));
    // First the law: what counts is judged by it.
    if (this.#law !== null) this.#answer(await this.#law.restore());
    await this.#tellKeys(true);
  }

  /** @param first whether core waits for them */
  async #tellKeys(first: boolean): Promise<void> {
    let before: Place | null = null;
    for (let newer = true; !this.#over; newer = false) {
      const { packed, last } = await this.#store.keys(before, KEYS_A_PART);
      const newest = newer ? await this.#store.blocks(placesOf(packed).slice(0, NEWEST)) : [];
      const blocks = newest.filter((block) => block !== null);
      if (this.#over) return;
      this.#host.take((peer, now) => peer.restored(packed, blocks, first && last === null, now));
      if (last === null) return;
      before = last;
    }
  }

  /**
   * Does what core wants of what is kept; entries wait for the end of the turn, if not longer.
   *
   * @return resolves once what comes behind may be carried out; null where nothing has to wait
   */
  keep(output: KeepingOutput): Promise<void> | null {
    switch (output.type) {
      case 'store':
        this.#wishes.push(output);
        return null;
      case 'storeProfile':
        void this.#store.putProfile(output.id, output.block);
        return null;
      case 'load':
        this.keepAll();
        void this.#load(output);
        return null;
      case 'loadProfiles':
        void this.#loadProfiles(output);
        return null;
      case 'drop':
        void this.#store.dropBelow(output.belowLamport);
        return null;
      case 'erase':
        this.keepAll();
        void this.#erase(output);
        return null;
      case 'storeRecord':
        this.#law?.storeRecord(output);
        return null;
      case 'storeRule':
        this.#law?.storeRule(output);
        return null;
      case 'storeEpoch':
        // What was sealed must not leave the page before it is kept that its key is used.
        return this.#law?.storeEpoch(output) ?? null;
      case 'makePreKey':
        void this.#law?.makePreKey(output).then((step) => this.#answer(step));
        return null;
      case 'erasePreKeys':
        this.#law?.erasePreKeys(output);
        return null;
    }
  }

  /** What was sealed to a key that was made for this room alone; null where it was not. */
  async open(
    purpose: SealPurpose,
    sealed: Uint8Array<ArrayBuffer>,
  ): Promise<Uint8Array<ArrayBuffer> | null> {
    return this.#law?.open(purpose, sealed) ?? null;
  }

  /** The turn is over: what it wants to be kept goes together. */
  settle(): void {
    if (this.#wishes.length === 0) return;
    if (this.#wishes.every(({ origin }) => origin === 'live')) this.#pace.soon();
    else this.#pace.now();
  }

  /** At once: before anything is read or deleted, which is for all that has come, and where the page may be gone soon. */
  keepAll(): void {
    if (this.#wishes.length === 0) return;
    const wishes = this.#wishes;
    this.#wishes = [];
    void this.store(wishes);
  }

  async store(wishes: readonly Wish[]): Promise<void> {
    const nowMillis = Date.now();
    const all = wishes.map(({ entry, origin }) => ({ entry: entryOf(entry, nowMillis), origin }));
    const entriesOf = (...wanted: PeerOrigin[]) =>
      all.filter(({ origin }) => wanted.includes(origin)).map(({ entry }) => entry);
    const own = entriesOf('own');
    const said = entriesOf('own', 'live');
    if (said.length > 0) this.#host.said(said);
    const entries = all.map(({ entry }) => entry);
    const kept = await this.#store.put(entries, own.length > 0).catch(() => false);
    for (const { id } of own) this.#host.kept(id, kept);
    // Not before: who hears of them reads them, and what is still on its way would be missed for good.
    this.#host.came(said, false);
    this.#host.came(entriesOf('late', 'archive'), true);
    this.#answer((peer, now) => wishes.flatMap(({ ticket }) => peer.stored(ticket, kept, now)));
  }

  async #load({ ticket, keys }: PeerOutput & { type: 'load' }): Promise<void> {
    const places = placesOf(keys);
    const blocks = await this.#store.blocks(places).catch(() => places.map(() => null));
    this.#answer((peer, now) => peer.loaded(ticket, blocks, now));
  }

  async #loadProfiles({ ticket, ids }: PeerOutput & { type: 'loadProfiles' }): Promise<void> {
    const blocks = await this.#store.profiles(ids).catch(() => ids.map(() => null));
    this.#answer((peer, now) => peer.loaded(ticket, blocks, now));
  }

  async #erase({ keys }: PeerOutput & { type: 'erase' }): Promise<void> {
    const places = placesOf(keys);
    await this.#store.erase(places);
    this.#host.erased(places.map(({ digest }) => cidOf(digest)));
  }

  close(): void {
    this.keepAll();
    this.#over = true;
    for (const end of this.#ends) end();
    this.#store.close();
  }

  /** What another tab stored was verified there. */
  #learn(entries: readonly LogEntry[]): void {
    this.#host.take((peer, now) =>
      peer.restored(
        packed(entries),
        entries.map(({ block }) => block),
        false,
        now,
      ),
    );
    this.#host.came(entries, true);
  }

  #answer(step: Step): void {
    if (!this.#over) this.#host.take(step);
  }
}

function entryOf({ proven, ...entry }: PeerEntry, arrivedMillis: number): LogEntry {
  return { ...entry, proof: proven ? 'wallet' : 'none', arrivedMillis };
}
