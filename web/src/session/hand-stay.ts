/** A stay in a room that was entered by hand: the same peer, and no server that introduces anybody. */
import type { PeerRefusal } from '#peer';
import type { Place, RoomStore } from '../history/contract.ts';
import { loadVerifyAccount } from '../keys/later.ts';
import { createSealingKey } from '../keys/sealing.ts';
import type { SessionKey } from '../keys/session-key.ts';
import { MESH_MEMBERS_DEFAULT } from '../signaling/signaling.ts';
import type { LinkFacts, Ways } from './contract.ts';
import { watchPage } from './page-life.ts';
import { type DriverHost, type OwnConfig, PeerDriver, type Step } from './peer-driver.ts';

export class HandStay implements Ways {
  readonly #driver: PeerDriver;
  readonly #key: SessionKey;
  readonly transport = null;
  readonly iceServers: readonly RTCIceServer[] = [];
  readonly tellsNames = false;
  readonly #endOfWatch: () => void;

  private constructor(driver: PeerDriver, key: SessionKey) {
    this.#driver = driver;
    this.#endOfWatch = watchPage(
      (step) => driver.take(step),
      () => driver.keepAll(),
    );
    this.#key = key;
  }

  /** A peer that is in the room with nobody yet. Rejects with an Error for people. */
  static async begin(
    key: SessionKey,
    config: Omit<OwnConfig, 'meshMembers'>,
    store: RoomStore,
    host: DriverHost,
  ): Promise<HandStay> {
    const [sealing, verifyAccount] = await Promise.all([createSealingKey(), loadVerifyAccount()]);
    const keys = { session: key, sealing, verifyAccount };
    const all = { ...config, meshMembers: MESH_MEMBERS_DEFAULT };
    return new HandStay(new PeerDriver(all, keys, null, store, host), key);
  }

  take(step: Step): PeerRefusal | null {
    return this.#driver.take(step);
  }

  placeOf(id: string): Place | null {
    return this.#driver.placeOf(id);
  }

  sealsToWallet(account: string): boolean {
    return this.#driver.sealsToWallet(account);
  }

  /** There is no server to ask. */
  async ice(): Promise<null> {
    return null;
  }

  readonly tellsAvatars = false;

  async avatar(): Promise<null> {
    return null;
  }

  async names(): Promise<null> {
    return null;
  }

  async signed(): Promise<null> {
    return null;
  }

  linkTo(did: string): Promise<RTCStatsReport | LinkFacts | null> {
    return this.#driver.linkTo(did);
  }

  leave(): void {
    this.#endOfWatch();
    void this.#driver.leave();
    this.#key.release();
  }
}
