/**
 * The X25519 keys of this browser for one forward-secret room: secrets and letters are sealed to the newest. Grants stay in
 * the room's law, so each key is erased some time after the next was made. On disk where there is one, else in memory.
 */
import { createLastingPair, type LastingPair, pairOf } from '../keys/lasting-pair.ts';
import { type SealingKey, type SealPurpose, sealingKeyOf } from '../keys/sealing.ts';
import { read, update } from '../store/database.ts';

/** Keys that are kept: the present one, the one before, and one more that was made and never told of. */
const KEYS_MAX = 3;

interface Stored {
  /** The newest first. */
  readonly pairs: readonly LastingPair[];
}

type Bytes = Uint8Array<ArrayBuffer>;

export class PreKeys {
  readonly #place: string;
  #over = false;

  /** @param session did:key of the session: each has keys of its own */
  constructor(room: string, session: string) {
    this.#place = `${room}/prekeys/${session}`;
  }

  /** Makes another key, and keeps it; resolves to its public half, or to null where the browser has no X25519. */
  async make(): Promise<Bytes | null> {
    if (this.#over) return null;
    try {
      const made = await createLastingPair();
      const { publicKey } = await keyOf(made, 'grant');
      await this.#change((pairs) => [made, ...pairs].slice(0, KEYS_MAX));
      return publicKey;
    } catch {
      return null;
    }
  }

  /** Erases the keys before the one of this public half. */
  async eraseBefore(publicKey: Bytes): Promise<void> {
    const pairs = await this.#pairs();
    const keys = await Promise.all(pairs.map((pair) => keyOf(pair, 'grant')));
    const at = keys.findIndex((key) => isSame(key.publicKey, publicKey));
    // Where it is not here, whatever else is may be the only way to what was granted.
    const gone = at < 0 ? 0 : pairs.length - at - 1;
    if (gone > 0) await this.#change((now) => now.slice(0, now.length - gone));
  }

  /** What was sealed to one of the keys; null where it was not. */
  async open(purpose: SealPurpose, sealed: Bytes): Promise<Bytes | null> {
    for (const pair of await this.#pairs()) {
      const key = await keyOf(pair, purpose).catch(() => null);
      const opened = (await key?.open(sealed)) ?? null;
      if (opened !== null) return opened;
    }
    return null;
  }

  /** Nothing more is kept: what there was has been deleted. */
  close(): void {
    this.#over = true;
  }

  async #pairs(): Promise<readonly LastingPair[]> {
    return pairsOf((await read<unknown>('epochs', this.#place))?.value);
  }

  async #change(to: (pairs: readonly LastingPair[]) => readonly LastingPair[]): Promise<void> {
    if (this.#over) return;
    await update<unknown>(
      'epochs',
      this.#place,
      (before) => ({ pairs: to(pairsOf(before)) }) satisfies Stored,
    );
  }
}

const keyOf = async (pair: LastingPair, purpose: SealPurpose): Promise<SealingKey> =>
  sealingKeyOf(await pairOf(pair), purpose);

/** What is on a disk may be damaged. */
function pairsOf(stored: unknown): readonly LastingPair[] {
  const { pairs } = (stored ?? {}) as Partial<Stored>;
  return Array.isArray(pairs)
    ? pairs.filter((pair) => typeof pair === 'object' && pair !== null)
    : [];
}

const isSame = (one: Bytes, other: Bytes): boolean =>
  one.length === other.length && one.every((byte, at) => byte === other[at]);
