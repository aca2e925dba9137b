import type { Wallet } from '../session/contract.ts';
import { type ConnectMode, connectInjected } from './injected.ts';
import { isProvider, type Provider } from './provider.ts';

/** A wallet that a person can choose. */
export interface WalletChoice {
  /** The same at the next visit: `guest`, the wallet's reverse domain name, or `legacy`. */
  readonly id: string;
  readonly name: string;
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
  return { id, name, icon, connect: (mode) => connectInjected(provider, name, mode) };
}

function textOf(info: object, key: string): string {
  const value: unknown = (info as Readonly<Record<string, unknown>>)[key];
  return typeof value === 'string' ? value : '';
}

/** The choice that an `eip6963:announceProvider` event offers, or null when it is malformed. */
export function announcedChoice(detail: unknown): WalletChoice | null {
  if (typeof detail !== 'object' || detail === null) return null;
  const { info, provider } = detail as { readonly info?: unknown; readonly provider?: unknown };
  if (typeof info !== 'object' || info === null || !isProvider(provider)) return null;
  const name = textOf(info, 'name').trim().slice(0, NAME_CHARS_MAX);
  const id = textOf(info, 'rdns').slice(0, NAME_CHARS_MAX) || textOf(info, 'uuid');
  if (name === '' || id === '' || id === GUEST.id) return null;
  const icon = textOf(info, 'icon');
  const shown = icon.startsWith('data:image/') && icon.length <= ICON_CHARS_MAX;
  return injectedChoice(id, name, shown ? icon : null, provider);
}

/**
 * Looks for wallets (EIP-6963), and tells of the list at once and whenever it grows: the guest always first, the rest
 * in the order of their announcement. Returns what ends the search.
 */
export function discoverWallets(onChoices: (choices: readonly WalletChoice[]) => void): () => void {
  const found = new Map<string, WalletChoice>([[GUEST.id, GUEST]]);
  const add = (choice: WalletChoice): void => {
    if (found.has(choice.id) || found.size >= CHOICES_MAX) return;
    found.set(choice.id, choice);
    onChoices([...found.values()]);
  };
  const hear = (event: Event): void => {
    const choice = announcedChoice((event as CustomEvent<unknown>).detail);
    if (choice) add(choice);
  };
  onChoices([GUEST]);
  window.addEventListener('eip6963:announceProvider', hear);
  window.dispatchEvent(new Event('eip6963:requestProvider'));
  const timer = setTimeout(() => {
    const legacy: unknown = (window as { readonly ethereum?: unknown }).ethereum;
    if (found.size === 1 && isProvider(legacy)) {
      add(injectedChoice('legacy', LEGACY_NAME, null, legacy));
    }
  }, ANNOUNCE_MILLIS_MAX);
  return () => {
    clearTimeout(timer);
    window.removeEventListener('eip6963:announceProvider', hear);
  };
}
