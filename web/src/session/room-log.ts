/** A room's history between core, which decides what counts, and the store, which keeps it. */
import type { PeerEntry, PeerOrigin, PeerOutput } from '#peer';
import type { LogEntry, Place, RoomStore } from '../history/contract.ts';
import { packed, placesOf } from '../history/places.ts';
import type { Step } from './peer-driver.ts';

/** Keys told to core at a time: some milliseconds of work. */
const KEYS_A_PART = 4_000;

/** The newest entries that core reads to see where the log ends: far more than there are ends. */
const NEWEST = 64;

/** What an entry is to who shows it: an entry, and how it came. `restored` by another tab of this browser. */
export type Origin = PeerOrigin | 'other_tab';

export interface RoomLogHost {
  take(step: Step): void;
  /** To be shown; what is not kept yet is on its way to be. */
  came(entries: readonly LogEntry[], origin: Origin): void;
  /** An own entry is kept, or could not be. */
  kept(id: string, kept: boolean): void;
}

export class RoomLog {
  readonly #store: RoomStore;
  readonly #host: RoomLogHost;
  readonly #ends: (() => void)[];
  #over = false;

  constructor(store: RoomStore, host: RoomLogHost) {
    this.#store = store;
    this.#host = host;
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

  /** Carries out what core wants of the store. */
  async store({ ticket, origin, entry }: PeerOutput & { type: 'store' }): Promise<void> {
    const kept = entryOf(entry);
    this.#host.came([kept], origin);
    const done = await this.#store.put([kept], origin === 'own').catch(() => false);
    if (origin === 'own') this.#host.kept(kept.id, done);
    this.#answer((peer, now) => peer.stored(ticket, done, now));
  }

  async load({ ticket, keys }: PeerOutput & { type: 'load' }): Promise<void> {
    const places = placesOf(keys);
    const blocks = await this.#store.blocks(places).catch(() => places.map(() => null));
    this.#answer((peer, now) => peer.loaded(ticket, blocks, now));
  }

  async loadProfiles({ ticket, ids }: PeerOutput & { type: 'loadProfiles' }): Promise<void> {
    const blocks = await this.#store.profiles(ids).catch(() => ids.map(() => null));
    this.#answer((peer, now) => peer.loaded(ticket, blocks, now));
  }

  storeProfile({ id, block }: PeerOutput & { type: 'storeProfile' }): void {
    void this.#store.putProfile(id, block);
  }

  drop({ belowLamport }: PeerOutput & { type: 'drop' }): void {
    void this.#store.dropBelow(belowLamport);
  }

  close(): void {
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
    this.#host.came(entries, 'other_tab');
  }

  #answer(step: Step): void {
    if (!this.#over) this.#host.take(step);
  }
}

function entryOf({ proven, ...entry }: PeerEntry): LogEntry {
  return { ...entry, proof: proven ? 'wallet' : 'none', arrivedMillis: Date.now() };
}
