/** The mirror of whoever is in a room: its parts are loaded where it is in use, and not before. */
import type { PeerEvent } from '#peer';
import { later } from '../keys/later.ts';
import type { SessionKey } from '../keys/session-key.ts';
import type { Wallet } from './contract.ts';
import type { MirrorDoor, MirroredPerson, Mirrors } from './mirror-contract.ts';
import { mirrorSetting } from './mirror-setting.ts';

/** Who mirrors. */
export interface Mirrored {
  readonly wallet: Wallet;
  readonly key: SessionKey;
}

const loadParts = later(() => import('./mirroring.ts'));

export class OwnMirror implements MirrorDoor {
  /** Null before somebody enters. */
  own: Mirrored | null = null;
  #running: Promise<void> = Promise.resolve();
  readonly #failed: (words: string) => void;

  /** @param failed told why a change was not mirrored, in words for people */
  constructor(failed: (words: string) => void) {
    this.#failed = failed;
  }

  async open(): Promise<Mirrors> {
    const { own } = this;
    if (own === null) throw new Error('You are not in a room yet.');
    return (await loadParts()).mirrorsOf(own);
  }

  /** What changes in the room changes in the mirror, one change after the other. */
  hear(event: PeerEvent): void {
    if (event.type !== 'profileChanged' || this.own === null) return;
    const { name, color } = event;
    const { address } = this.own.wallet;
    this.#running = this.#running
      .then(() => this.#refresh(address, { name, color }))
      .catch((error: unknown) => {
        this.#failed(error instanceof Error ? error.message : String(error));
      });
  }

  async #refresh(account: string, person: MirroredPerson): Promise<void> {
    const setting = await mirrorSetting(account);
    if (setting?.on === true) await (await this.open()).choose(setting, person);
  }
}
