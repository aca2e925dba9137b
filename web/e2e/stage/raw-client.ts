import { once } from 'node:events';
import { io, type Socket } from 'socket.io-client';
import { delegationText, didOf, loginStatement } from '#peer';
import { pagePort } from '../../src/session/page-port.ts';
import { toHex } from '../../src/wallet/hex.ts';
import type { Account } from './wallet.ts';

const DAY_MILLIS = 24 * 60 * 60 * 1000;

/** What a client may send as `authenticate`: anything. */
export type Claim = Readonly<Record<string, unknown>>;

export interface User {
  readonly id: string;
  readonly username: string;
  readonly verified: boolean;
  readonly did?: string;
}

/** The server's answer to a login: let in, or not and why. */
export interface Answer {
  readonly id?: string;
  readonly peers?: readonly User[];
  readonly code?: string;
  readonly message?: string;
}

/** A session key as a page's, in Node. */
export class NodeSession {
  readonly publicKey: Uint8Array<ArrayBuffer>;
  readonly #keyPair: CryptoKeyPair;

  private constructor(publicKey: Uint8Array<ArrayBuffer>, keyPair: CryptoKeyPair) {
    this.publicKey = publicKey;
    this.#keyPair = keyPair;
  }

  static async make(): Promise<NodeSession> {
    const keyPair = (await crypto.subtle.generateKey('Ed25519', false, [
      'sign',
      'verify',
    ])) as CryptoKeyPair;
    const raw = await crypto.subtle.exportKey('raw', keyPair.publicKey);
    return new NodeSession(new Uint8Array(raw), keyPair);
  }

  get did(): string {
    return didOf(this.publicKey);
  }

  async sign(message: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
    return new Uint8Array(await crypto.subtle.sign('Ed25519', this.#keyPair.privateKey, message));
  }

  /** The proof that this session answers the challenge. */
  async prove({ domain, nonce }: Challenge): Promise<string> {
    return toHex(await this.sign(loginStatement(domain, nonce))).slice(2);
  }
}

export interface Challenge {
  readonly nonce: string;
  readonly domain: string;
}

/** Anybody's program: a plain socket.io-client that sends what it likes. */
export class RawClient {
  readonly socket: Socket;

  private constructor(socket: Socket) {
    this.socket = socket;
  }

  static async connect(url: string): Promise<RawClient> {
    const client = new RawClient(io(url, { forceNew: true, transports: ['websocket'] }));
    await new Promise<void>((connected) => client.socket.on('connect', connected));
    return client;
  }

  challenge(): Promise<Challenge> {
    return this.socket.emitWithAck('challenge');
  }

  authenticate(claim: Claim): Promise<Answer> {
    return new Promise((answered) => {
      this.socket.once('authenticated', answered).once('auth_error', answered);
      this.socket.emit('authenticate', claim);
    });
  }

  async hears(event: string): Promise<unknown> {
    const [payload] = await once(this.socket as unknown as NodeJS.EventEmitter, event);
    return payload;
  }

  close(): void {
    this.socket.disconnect();
  }
}

/** The three lines of the guide's login. */
export function guideText(address: string, timeMillis = Date.now()): string {
  return `TropiChat P2P Authentication\nTimestamp: ${timeMillis}\nWallet: ${address}`;
}

/** What the guide's pages send. */
export function guideClaim(
  account: Account,
  room: string,
  text = guideText(account.address),
): Claim {
  return {
    ...{ username: 'Guide', color: '#336699', room, walletAddress: account.address },
    ...{ message: text, signature: account.sign(text) },
  };
}

/** A login as the app makes it, to be spoilt by `change` before the wallet and the session sign. */
export async function appClaim(
  account: Account,
  session: NodeSession,
  challenge: Challenge,
  room: string,
): Promise<Claim> {
  const now = Date.now();
  const message = delegationText(
    challenge.domain,
    account.did,
    session.publicKey,
    challenge.nonce,
    now,
    now + DAY_MILLIS,
    'A statement.',
    pagePort,
  );
  return {
    ...{ username: 'Raw', color: '#336699', room, walletAddress: account.address },
    ...{ message, signature: account.sign(message) },
    ...{ did: session.did, proof: await session.prove(challenge) },
  };
}
