/**
 * The key that speaks for a wallet during a session: Ed25519 in WebCrypto, never extractable, kept in this browser
 * with the wallet's delegation, so that a reload asks the wallet nothing.
 *
 * Two tabs of one account are two sessions that may talk to one another, so each needs a key of its own: an account has
 * numbered slots, a tab holds the lowest free one by a Web Lock, and gives it back by closing.
 */
import { read, write, writeOnce } from '../store/database.ts';
import { createLastingPair, type LastingPair, pairOf } from './lasting-pair.ts';
import { type SealingKey, sealingKeyOf } from './sealing.ts';

/** The wallet's word for the session key: the signed text names the key. */
export interface Delegation {
  readonly message: string;
  /** As the wallet gave it. */
  readonly signature: string;
  /** Unix milliseconds. */
  readonly expiresAtMillis: number;
}

export interface SessionKey {
  /** Raw, 32 bytes. */
  readonly publicKey: Uint8Array<ArrayBuffer>;
  /** The device's lasting key: what members of closed rooms seal secrets to. */
  readonly sealing: SealingKey;
  /** The same key, for letters. */
  readonly letters: SealingKey;
  /** What the wallet opens boxes with, where letters are sealed to it; null where they are not. */
  readonly walletKey: Uint8Array<ArrayBuffer> | null;
  /** What the wallet signed for this key, expired or not; null before the first time. */
  readonly delegation: Delegation | null;
  /** False where the browser keeps nothing: then the wallet is asked again after a reload. */
  readonly persistent: boolean;
  /** 64 bytes (RFC 8032). */
  sign(message: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>>;
  /** Keeps the delegation with the key; null forgets the one there was. */
  delegate(delegation: Delegation | null): Promise<void>;
  /** Lets another tab take the key. */
  release(): void;
}

interface Stored {
  readonly keyPair: CryptoKeyPair;
  readonly delegation: Delegation | null;
}

/** Tabs of one account that get a lasting key; a guess. */
const SLOTS_MAX = 16;

/** A lock is given back a little after we say so: whoever leaves and enters again waits for that to get the same key. */
let givenBack: Promise<unknown> = Promise.resolve();

/** Resolves to what gives the lock back, or to null when another tab holds it. */
function tryLock(name: string): Promise<(() => void) | null> {
  return new Promise((resolve, reject) => {
    const over = navigator.locks.request(name, { ifAvailable: true }, (lock) => {
      if (lock === null) return resolve(null);
      return new Promise<void>((done) => {
        resolve(() => {
          done();
          givenBack = over;
        });
      });
    });
    over.catch(reject);
  });
}

interface Slot {
  /** Where the key is kept; null when all slots are taken. */
  readonly key: string | null;
  release(): void;
}

async function takeSlot(account: string): Promise<Slot> {
  await givenBack;
  for (let number = 0; number < SLOTS_MAX; number++) {
    const key = `${account}/${number}`;
    const release = await tryLock(`tropichat/session/${key}`);
    if (release) return { key, release };
  }
  return { key: null, release: () => {} };
}

/** Over plain http browsers hide WebCrypto and Web Locks, whatever the types say. */
function demandSecureContext(): void {
  if (globalThis.isSecureContext) return;
  throw new Error(
    'This page came over plain http, and browsers hand out no cryptography there. Open it over https, or on localhost.',
  );
}

async function generate(): Promise<CryptoKeyPair> {
  try {
    return await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify']);
  } catch (cause) {
    throw new Error(
      'This browser has no Ed25519 signatures, which TropiChat needs. Update it: Chromium 137, Firefox 129 and Safari 17 have them.',
      { cause },
    );
  }
}

/** The session key of this tab for the account; made when there is none. Rejects with an Error for people. */
export async function openSessionKey(account: string): Promise<SessionKey> {
  demandSecureContext();
  const slot = await takeSlot(account);
  try {
    return await openSlot(slot, await walletKey(account));
  } catch (error) {
    slot.release();
    throw error;
  }
}

/** What an account's wallet opens boxes with, where letters are to be sealed to it; null where they are not. */
export async function walletKey(account: string): Promise<Uint8Array<ArrayBuffer> | null> {
  return (
    (await read<Uint8Array<ArrayBuffer> | null>('sessions', `${account}/wallet`))?.value ?? null
  );
}

export async function keepWalletKey(
  account: string,
  key: Uint8Array<ArrayBuffer> | null,
): Promise<void> {
  await write('sessions', `${account}/wallet`, key);
}

async function openSlot(slot: Slot, wallet: SessionKey['walletKey']): Promise<SessionKey> {
  const kept = slot.key === null ? undefined : await read<Stored>('sessions', slot.key);
  const { value, persistent } = kept ?? (await create(slot.key));
  const { keyPair } = value;
  let { delegation } = value;
  const lasting = await sealingPair(slot.key);
  return {
    publicKey: new Uint8Array(await crypto.subtle.exportKey('raw', keyPair.publicKey)),
    sealing: await sealingKeyOf(lasting, 'grant'),
    letters: await sealingKeyOf(lasting, 'letter'),
    walletKey: wallet,
    persistent,
    get delegation() {
      return delegation;
    },
    async sign(message) {
      return new Uint8Array(await crypto.subtle.sign('Ed25519', keyPair.privateKey, message));
    },
    async delegate(signed) {
      delegation = signed;
      if (slot.key !== null) await write('sessions', slot.key, { keyPair, delegation });
    },
    release: slot.release,
  };
}

async function create(key: string | null): Promise<{ value: Stored; persistent: boolean }> {
  const value: Stored = { keyPair: await generate(), delegation: null };
  return key === null ? { value, persistent: false } : writeOnce('sessions', key, value);
}

/** In a record of its own: sessions of former versions get one, and a browser that cannot keep it keeps the rest. */
async function sealingPair(slot: string | null): Promise<CryptoKeyPair> {
  const key = `${slot}/sealing`;
  const kept = slot === null ? undefined : await read<LastingPair | null>('sessions', key);
  // Null is what a browser reads that could not keep it; and it may be damaged.
  const pair = kept && kept.value !== null ? await pairOf(kept.value).catch(() => null) : null;
  if (pair !== null) return pair;
  const made = await createLastingPair();
  if (slot !== null) await write('sessions', key, made);
  return pairOf(made);
}
