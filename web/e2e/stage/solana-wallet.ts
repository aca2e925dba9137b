import { createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import type { BrowserContext, Page } from 'playwright-core';
import { toBase58 } from '../../src/wallet/base58.ts';

/** RFC 8032: the end of a key in the form that Node writes. */
const PUBLIC_KEY_BYTES = 32;

/** A Solana account with a real key. */
export class SolanaAccount {
  readonly #keys = generateKeyPairSync('ed25519');
  readonly publicKey = new Uint8Array(
    this.#keys.publicKey.export({ format: 'der', type: 'spki' }).subarray(-PUBLIC_KEY_BYTES),
  );
  readonly address = toBase58(this.publicKey);

  sign(text: string): Uint8Array {
    return new Uint8Array(sign(null, Buffer.from(text), this.#keys.privateKey));
  }

  hasSigned(text: string, signature: Uint8Array): boolean {
    return verify(null, Buffer.from(text), createPublicKey(this.#keys.privateKey), signature);
  }
}

/** What a wallet says to `solana:signMessage`. */
type Signer = (text: string) => Uint8Array | Promise<Uint8Array>;

/** A refusal as wallets give it. */
export class StandardError extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

interface Registered {
  readonly name: string;
  /** False of a wallet that cannot sign texts. */
  readonly signs: boolean;
}

/** An account as it crosses between a page and the test. */
interface Plain {
  readonly address: string;
  readonly publicKey: readonly number[];
}

/** Runs in every page: a wallet of the Wallet Standard whose mind is in the test. */
function provide({ name, signs }: Registered): void {
  type Answer<T> = { result: T } | { code: number; message: string };
  const page = window as unknown as Record<string, unknown> & {
    connectTestSolana(silent: boolean): Promise<Answer<readonly Plain[]>>;
    signByTestSolana(message: readonly number[]): Promise<Answer<readonly number[]>>;
  };
  const resultOf = <T>(answer: Answer<T>): T => {
    if ('result' in answer) return answer.result;
    throw Object.assign(new Error(answer.message), { code: answer.code });
  };
  const chains = ['solana:mainnet', 'solana:devnet'];
  const listeners = new Set<(changed: object) => void>();
  const take = (accounts: readonly Plain[]): void => {
    wallet.accounts = accounts.map(({ address, publicKey }) => ({
      ...{ address, publicKey: Uint8Array.from(publicKey), chains },
      features: signs ? ['solana:signMessage'] : [],
    }));
  };
  const connect = async (input?: { readonly silent?: boolean }) => {
    take(resultOf(await page.connectTestSolana(input?.silent === true)));
    return { accounts: wallet.accounts };
  };
  const on = (_: string, listener: (changed: object) => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const signMessage = async ({ message }: { readonly message: Uint8Array }) => {
    const signature = resultOf(await page.signByTestSolana([...message]));
    return [{ signedMessage: message, signature: Uint8Array.from(signature) }];
  };
  const wallet = {
    ...{ version: '1.0.0', name, icon: 'data:image/svg+xml,', chains, accounts: [] as object[] },
    features: {
      'standard:connect': { version: '1.0.0', connect },
      'standard:events': { version: '1.0.0', on },
      ...(signs && { 'solana:signMessage': { version: '1.1.0', signMessage } }),
    },
  };
  page['tellFromTestSolana'] = (accounts: readonly Plain[]) => {
    take(accounts);
    for (const listener of listeners) listener({ accounts: wallet.accounts });
  };
  const register = ({ register }: { register(wallet: unknown): void }) => register(wallet);
  window.addEventListener('wallet-standard:app-ready', (event) =>
    register((event as CustomEvent).detail),
  );
  window.dispatchEvent(new CustomEvent('wallet-standard:register-wallet', { detail: register }));
}

/** A wallet of Solana in a profile's pages, with a real key behind it. */
export class SolanaWallet {
  readonly name: string;
  readonly account = new SolanaAccount();
  /** Every text that a page had it sign. */
  readonly signed: string[] = [];
  /** How often a page asked to be connected in a way that may open the wallet's window. */
  asked = 0;
  signer: Signer = (text) => this.account.sign(text);

  private constructor(name: string) {
    this.name = name;
  }

  /** Puts one into the profile's pages to come. */
  static async into(
    context: BrowserContext,
    registered: Registered = { name: 'Sun Wallet', signs: true },
  ): Promise<SolanaWallet> {
    const wallet = new SolanaWallet(registered.name);
    await context.exposeFunction('connectTestSolana', (silent: boolean) => wallet.#connect(silent));
    await context.exposeFunction('signByTestSolana', (message: readonly number[]) =>
      wallet.#sign(new TextDecoder().decode(Uint8Array.from(message))),
    );
    await context.addInitScript(provide, registered);
    return wallet;
  }

  /** Changes the account in use as people do in their wallet, and tells the page of it. */
  async switchTo(page: Page, accounts: readonly SolanaAccount[]): Promise<void> {
    await page.evaluate(
      (now) =>
        (
          window as unknown as { tellFromTestSolana(accounts: readonly Plain[]): void }
        ).tellFromTestSolana(now),
      accounts.map(plain),
    );
  }

  async #connect(silent: boolean) {
    if (!silent) this.asked++;
    return { result: [plain(this.account)] };
  }

  async #sign(text: string) {
    this.signed.push(text);
    try {
      return { result: [...(await this.signer(text))] };
    } catch (error) {
      if (error instanceof StandardError) return { code: error.code, message: error.message };
      throw error;
    }
  }
}

function plain({ address, publicKey }: SolanaAccount): Plain {
  return { address, publicKey: [...publicKey] };
}
