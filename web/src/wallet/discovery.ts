import type { Wallet } from '../session/contract.ts';
import { type ConnectMode, connectInjected } from './injected.ts';
import { isProvider, type Provider } from './provider.ts';
import { connectSolana } from './solana.ts';
import { hearWallets, isSolanaWallet } from './standard.ts';

/** A wallet that a person can choose. */
export interface WalletChoice {
  /** The same at the next visit: `guest`, the wallet's reverse domain name, `legacy`, or `solana:` and a name. */
  readonly id: string;
  readonly name: string;
  /** Whose accounts it has, since one wallet may be there for both; null of the guest's. */
  readonly chain: 'Ethereum' | 'Solana' | null;
  /** A `data:` image, or null. */
  readonly icon: string | null;
  /** Rejects with a {@link WalletProblem}; null when silent and the wallet would have to ask. */
  connect(mode: ConnectMode): Promise<Wallet | null>;
}

/** Announcements are not asked for and not authenticated: what they can take up is bounded. Guesses. */
const CHOICES_MAX = 16;
const NAME_CHARS_MAX = 48;
const ICON_CHARS_MAX = 128 * 1024;

/** How long wallets may take to announce themselves before `window.ethereum` is offered instead. A guess. */
const ANNOUNCE_MILLIS_MAX = 400;

export const GUEST: WalletChoice = {
  id: 'guest',
  name: 'Guest',
  chain: null,
  icon: null,
  connect: async () => (await import('./guest.ts')).connectGuest(),
};

const LEGACY_NAME = 'Browser wallet';

function injectedChoice(
  id: string,
  name: string,
  icon: string | null,
  provider: Provider,
): WalletChoice {
  const connect = (mode: ConnectMode) => connectInjected(provider, name, mode);
  return { id, name, chain: 'Ethereum', icon, connect };
}

const shownName = (name: string): string => name.trim().slice(0, NAME_CHARS_MAX);

const shownIcon = (icon: string): string | null =>
  icon.startsWith('data:image/') && icon.length <= ICON_CHARS_MAX ? icon : null;

function textOf(info: object, key: string): string {
  const value: unknown = (info as Readonly<Record<string, unknown>>)[key];
  return typeof value === 'string' ? value : '';
}

/** The choice that an `eip6963:announceProvider` event offers, or null when it is malformed. */
export function announcedChoice(detail: unknown): WalletChoice | null {
  if (typeof detail !== 'object' || detail === null) return null;
  const { info, provider } = detail as { readonly info?: unknown; readonly provider?: unknown };
  if (typeof info !== 'object' || info === null || !isProvider(provider)) return null;
  const name = shownName(textOf(info, 'name'));
  const id = textOf(info, 'rdns').slice(0, NAME_CHARS_MAX) || textOf(info, 'uuid');
  if (name === '' || id === '' || id === GUEST.id) return null;
  return injectedChoice(id, name, shownIcon(textOf(info, 'icon')), provider);
}

/** The choice that a wallet of the Wallet Standard is, or null where it is none of Solana's that signs texts. */
export function registeredChoice(wallet: unknown): WalletChoice | null {
  if (!isSolanaWallet(wallet)) return null;
  const name = shownName(wallet.name);
  if (name === '') return null;
  const connect = (mode: ConnectMode) => connectSolana(wallet, name, mode);
  return { id: `solana:${name}`, name, chain: 'Solana', icon: shownIcon(wallet.icon), connect };
}

/**
 * Looks for wallets (EIP-6963, Wallet Standard), and tells of the list at once and whenever it changes: the guest always
 * first, the rest in the order of their announcement. Returns what ends the search.
 */
export function discoverWallets(onChoices: (choices: readonly WalletChoice[]) => void): () => void {
  const found = new Map<string, WalletChoice>([[GUEST.id, GUEST]]);
  const add = (choice: WalletChoice): boolean => {
    if (found.has(choice.id) || found.size >= CHOICES_MAX) return false;
    found.set(choice.id, choice);
    onChoices([...found.values()]);
    return true;
  };
  const hear = (event: Event): void => {
    const choice = announcedChoice((event as CustomEvent<unknown>).detail);
    if (choice) add(choice);
  };
  const registered = new Map<unknown, WalletChoice>();
  const come = (wallet: unknown): void => {
    const choice = registeredChoice(wallet);
    if (choice === null || !add(choice)) return;
    registered.set(wallet, choice);
  };
  const gone = (wallet: unknown): void => {
    const choice = registered.get(wallet);
    if (choice === undefined || !registered.delete(wallet)) return;
    found.delete(choice.id);
    onChoices([...found.values()]);
  };
  onChoices([GUEST]);
  const deafen = hearWallets(come, gone);
  window.addEventListener('eip6963:announceProvider', hear);
  window.dispatchEvent(new Event('eip6963:requestProvider'));
  const timer = setTimeout(() => {
    const legacy: unknown = (window as { readonly ethereum?: unknown }).ethereum;
    const isKnown = [...found.values()].some(({ chain }) => chain === 'Ethereum');
    if (!isKnown && isProvider(legacy)) {
      add(injectedChoice('legacy', LEGACY_NAME, null, legacy));
    }
  }, ANNOUNCE_MILLIS_MAX);
  return () => {
    clearTimeout(timer);
    deafen();
    window.removeEventListener('eip6963:announceProvider', hear);
  };
}
