/** The parts of the Wallet Standard, and of its extension for Solana, that TropiChat uses. What wallets hand out is unknown. */

export const CONNECT = 'standard:connect';
const EVENTS = 'standard:events';
export const SIGN_MESSAGE = 'solana:signMessage';

/** Names of Solana's clusters begin so: `solana:mainnet`. */
const CHAIN_PREFIX = 'solana:';

/** An account that a wallet allowed this page to use. */
export interface StandardAccount {
  readonly address: string;
  readonly publicKey: Uint8Array;
  readonly chains: readonly string[];
  /** What the wallet can do with this account. */
  readonly features: readonly string[];
}

export interface StandardWallet {
  readonly name: string;
  readonly icon: string;
  readonly chains: readonly string[];
  readonly accounts: readonly unknown[];
  readonly features: Readonly<Record<string, unknown>>;
}

/** What a wallet that wants to be known is told. */
interface Registry {
  /** Returns what takes the wallets back. */
  register(...wallets: readonly unknown[]): () => void;
}

type Fields<T> = { readonly [Key in keyof T]?: unknown };

const isObject = (candidate: unknown): candidate is object =>
  typeof candidate === 'object' && candidate !== null;

function isOfSolana(chains: unknown): boolean {
  return (
    Array.isArray(chains) &&
    chains.some((chain) => typeof chain === 'string' && chain.startsWith(CHAIN_PREFIX))
  );
}

/** A method of a wallet's feature, or null where the wallet has none of it. */
export function methodOf(
  { features }: StandardWallet,
  feature: string,
  method: string,
): ((...parameters: unknown[]) => unknown) | null {
  const found = features[feature];
  if (!isObject(found)) return null;
  const act: unknown = (found as Readonly<Record<string, unknown>>)[method];
  return typeof act === 'function' ? (...parameters) => act.apply(found, parameters) : null;
}

/** Whether it is a wallet of Solana that can sign a text: those that cannot are of no use here. */
export function isSolanaWallet(candidate: unknown): candidate is StandardWallet {
  if (!isObject(candidate)) return false;
  const { name, icon, chains, features } = candidate as Fields<StandardWallet>;
  if (typeof name !== 'string' || typeof icon !== 'string' || !isOfSolana(chains)) return false;
  if (!isObject(features)) return false;
  const wallet = candidate as StandardWallet;
  return [
    [CONNECT, 'connect'],
    [SIGN_MESSAGE, 'signMessage'],
  ].every(([feature = '', method = '']) => methodOf(wallet, feature, method) !== null);
}

/** The first account on Solana, or null where there is none: locked, or all disconnected. */
export function firstSolanaAccount(accounts: unknown): StandardAccount | null {
  if (!Array.isArray(accounts)) return null;
  const found: unknown = accounts.find((account: unknown) => {
    if (!isObject(account)) return false;
    const { address, publicKey, chains, features } = account as Fields<StandardAccount>;
    return (
      typeof address === 'string' &&
      publicKey instanceof Uint8Array &&
      Array.isArray(features) &&
      isOfSolana(chains)
    );
  });
  return (found as StandardAccount | undefined) ?? null;
}

/** Calls back when the wallet's accounts may have changed; returns the unsubscriber. Wallets without events stay silent. */
export function onAccounts(wallet: StandardWallet, listener: () => void): () => void {
  const off = methodOf(wallet, EVENTS, 'on')?.('change', listener);
  return () => {
    if (typeof off === 'function') off();
  };
}

/**
 * Tells of wallets that are in the page and of those that come later, whichever of page and wallet was first. Returns
 * what ends the search.
 */
export function hearWallets(
  onCome: (wallet: unknown) => void,
  onGone: (wallet: unknown) => void,
): () => void {
  const registry: Registry = Object.freeze({
    register(...wallets: readonly unknown[]) {
      wallets.forEach(onCome);
      return () => wallets.forEach(onGone);
    },
  });
  const hear = (event: Event): void => {
    const { detail } = event as CustomEvent<unknown>;
    if (typeof detail === 'function') detail(registry);
  };
  window.addEventListener('wallet-standard:register-wallet', hear);
  window.dispatchEvent(new CustomEvent('wallet-standard:app-ready', { detail: registry }));
  return () => window.removeEventListener('wallet-standard:register-wallet', hear);
}
