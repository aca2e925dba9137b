import { decrypt, getEncryptionPublicKey } from '@metamask/eth-sig-util';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import type { BrowserContext, Page } from 'playwright-core';
import { accountOnChain, addressOfPublicKey, checksumAddress } from '../../src/wallet/address.ts';
import { fromHex, toHex } from '../../src/wallet/hex.ts';
import { signPersonalMessage } from '../../src/wallet/personal-message.ts';

/** An Ethereum account with a real key. */
export class Account {
  readonly address: string;
  readonly #secret = secp256k1.utils.randomSecretKey();

  constructor() {
    this.address = checksumAddress(addressOfPublicKey(secp256k1.getPublicKey(this.#secret, false)));
  }

  get did(): string {
    return accountOnChain(1, this.address);
  }

  get #secretHex(): string {
    return toHex(this.#secret).slice(2);
  }

  /** What the wallet's boxes are sealed to, in base64. */
  get boxKey(): string {
    return getEncryptionPublicKey(this.#secretHex);
  }

  /** What is in a box that was sealed to this account; throws where it was sealed to another. */
  openBox(json: string): string {
    return decrypt({ encryptedData: JSON.parse(json), privateKey: this.#secretHex });
  }

  /** EIP-191 `personal_sign` of a text. */
  sign(text: string): string {
    return toHex(signPersonalMessage(new TextEncoder().encode(text), this.#secret));
  }
}

/** What a wallet says to `personal_sign`. */
type Signer = (text: string) => string | Promise<string>;

/** What the node that a wallet uses says. */
type Node = (method: string, params: readonly unknown[]) => Promise<unknown>;

/** What a wallet says to `eth_decrypt`. */
type Opener = (json: string) => string | Promise<string>;

/** A refusal as wallets give it: EIP-1193. */
export class ProviderError extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

interface Announced {
  readonly name: string;
  /** Reverse domain name; without one the wallet is `window.ethereum` and announces nothing. */
  readonly rdns: string | null;
}

/** Runs in every page: an EIP-1193 provider whose mind is in the test. */
function provide({ name, rdns }: Announced): void {
  type Listener = (payload: unknown) => void;
  type Answer = { result: unknown } | { code: number; message: string };
  const listeners = new Map<string, Set<Listener>>();
  const page = window as unknown as Record<string, unknown> & {
    askTestWallet(method: string, params: readonly unknown[]): Promise<Answer>;
  };
  const provider = {
    async request(call: { method: string; params?: readonly unknown[] }): Promise<unknown> {
      const answer = await page.askTestWallet(call.method, call.params ?? []);
      if ('result' in answer) return answer.result;
      throw Object.assign(new Error(answer.message), { code: answer.code });
    },
    on: (event: string, listener: Listener) =>
      listeners.set(event, (listeners.get(event) ?? new Set()).add(listener)),
    removeListener: (event: string, listener: Listener) => listeners.get(event)?.delete(listener),
  };
  page['tellFromTestWallet'] = (event: string, payload: unknown) => {
    for (const listener of listeners.get(event) ?? []) listener(payload);
  };
  if (rdns === null) {
    page['ethereum'] = provider;
    return;
  }
  const info = { uuid: crypto.randomUUID?.() ?? rdns, name, rdns, icon: 'data:image/svg+xml,' };
  const announce = () =>
    window.dispatchEvent(
      new CustomEvent('eip6963:announceProvider', { detail: Object.freeze({ info, provider }) }),
    );
  window.addEventListener('eip6963:requestProvider', announce);
  announce();
}

const CHAIN_METHODS = ['eth_blockNumber', 'eth_call', 'eth_getBalance', 'eth_getCode'];

const BOX_METHODS = ['eth_getEncryptionPublicKey', 'eth_decrypt'];

/** A wallet in a profile's pages, with a real key behind it. */
export class InjectedWallet {
  readonly account: Account;
  /** Every text that a page had it sign. */
  readonly signed: string[] = [];
  /** Every method that a page called. */
  readonly asked: string[] = [];
  accounts: readonly string[];
  /** As wallets write it: hexadecimal. */
  chainId = '0x1';
  signer: Signer = (text) => this.account.sign(text);
  /** Asked for calls of contracts; null where the wallet knows none. */
  node: Node | null = null;
  /** Whether the wallet gives out a key for boxes, and opens them. */
  opensBoxes = false;
  opener: Opener = (json) => this.account.openBox(json);
  readonly name: string;

  private constructor(name: string, account: Account) {
    this.name = name;
    this.account = account;
    this.accounts = [account.address];
  }

  /** Puts one into the profile's pages to come; of an account that another wallet may hold as well. */
  static async into(
    context: BrowserContext,
    announced: Announced = { name: 'Test Wallet', rdns: 'org.example.wallet' },
    account = new Account(),
  ): Promise<InjectedWallet> {
    const wallet = new InjectedWallet(announced.name, account);
    await context.exposeFunction('askTestWallet', (method: string, params: readonly unknown[]) =>
      wallet.#answer(method, params),
    );
    await context.addInitScript(provide, announced);
    return wallet;
  }

  /** Changes the account in use as people do in their wallet, and tells the page of it. */
  async switchTo(page: Page, accounts: readonly string[]): Promise<void> {
    this.accounts = accounts;
    await page.evaluate(
      (now) =>
        (
          window as unknown as { tellFromTestWallet(event: string, payload: unknown): void }
        ).tellFromTestWallet('accountsChanged', now),
      accounts,
    );
  }

  async #answer(method: string, params: readonly unknown[]) {
    this.asked.push(method);
    try {
      return { result: await this.#result(method, params) };
    } catch (error) {
      if (error instanceof ProviderError) return { code: error.code, message: error.message };
      throw error;
    }
  }

  async #result(method: string, params: readonly unknown[]): Promise<unknown> {
    const [said] = params;
    if (CHAIN_METHODS.includes(method) && this.node !== null) return this.node(method, params);
    if (this.opensBoxes && BOX_METHODS.includes(method)) return this.#box(method, String(said));
    switch (method) {
      case 'eth_requestAccounts':
      case 'eth_accounts':
        // As most wallets do, in lower case.
        return this.accounts.map((address) => address.toLowerCase());
      case 'eth_chainId':
        return this.chainId;
      case 'eth_getCode':
        // The account is its key's.
        return '0x';
      case 'personal_sign': {
        // Hexadecimal by rights; wallets take plain text as well.
        const bytes = fromHex(String(said));
        const text = bytes ? new TextDecoder().decode(bytes) : String(said);
        this.signed.push(text);
        return this.signer(text);
      }
      default:
        throw new ProviderError(4200, `${method} is not supported`);
    }
  }

  /** As MetaMask answers. */
  async #box(method: string, said: string): Promise<string> {
    if (method === 'eth_decrypt') {
      return this.opener(new TextDecoder().decode(fromHex(said) ?? new Uint8Array()));
    }
    if (said.toLowerCase() === this.account.address.toLowerCase()) return this.account.boxKey;
    throw new ProviderError(-32602, 'Invalid parameters: must provide an Ethereum address.');
  }
}
