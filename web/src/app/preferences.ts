/** What this browser remembers of a person's choices: small, not secret, and never needed. */

import { type Card, NO_CARD } from '../session/card-contract.ts';

/** Accounts that somebody may mute for themselves; the oldest are forgotten. A guess. */
const MUTED_MAX = 500;

const LASTING_KEY = 'tropichat';
const SESSIONS_KEY = 'tropichat.sessions';
const TAB_KEY = 'tropichat.room';

export const THEMES = ['tropical', 'quiet', 'light', 'dark'] as const;
/** `quiet` is `light` or `dark`, as the system has it. */
export type Theme = (typeof THEMES)[number];

/** The style sheet's name of a theme. */
export function styleOf(theme: Theme, systemDark: boolean): Exclude<Theme, 'quiet'> {
  if (theme !== 'quiet') return theme;
  return systemDark ? 'dark' : 'light';
}

export interface Preferences {
  readonly theme: Theme;
  /** The person stopped the moving pictures. */
  readonly still: boolean;
  readonly name: string;
  readonly color: string;
  readonly card: Card;
  /** Id of the wallet choice. */
  readonly wallet: string;
  /** Pages opened by this browser. */
  readonly visits: number;
  /** Accounts of which the person wants to see nothing, those muted last at the end. */
  readonly mutedForMe: readonly string[];
}

/** Where this tab is, so that a reload leads back. */
export interface Place {
  readonly wallet: string;
  readonly name: string;
  readonly color: string;
  readonly card: Card;
  readonly room: string;
}

function load(storage: () => Storage, key: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(storage().getItem(key) ?? '{}');
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

/** False where the browser keeps nothing. */
function save(storage: () => Storage, key: string, value: object): boolean {
  try {
    storage().setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

// The property itself throws where storage is forbidden.
const lasting = (): Storage => window.localStorage;
const tab = (): Storage => window.sessionStorage;

const text = (value: unknown, otherwise: string): string =>
  typeof value === 'string' ? value : otherwise;

/** Core has checked what was kept; what is damaged is left out. */
function cardOf(kept: unknown): Card {
  const { avatar, links } = { ...NO_CARD, ...(typeof kept === 'object' ? kept : {}) };
  return {
    avatar: typeof avatar === 'string' ? avatar : null,
    links: Array.isArray(links) ? links.filter((link) => typeof link === 'string') : [],
  };
}

export function loadPreferences(): Preferences {
  const kept = load(lasting, LASTING_KEY);
  const visits = kept['visits'];
  const muted = kept['mutedForMe'];
  return {
    theme: THEMES.find((theme) => theme === kept['theme']) ?? 'tropical',
    still: kept['still'] === true,
    name: text(kept['name'], ''),
    color: text(kept['color'], ''),
    card: cardOf(kept['card']),
    wallet: text(kept['wallet'], ''),
    visits: typeof visits === 'number' && Number.isSafeInteger(visits) && visits > 0 ? visits : 0,
    mutedForMe: Array.isArray(muted)
      ? muted.filter((account) => typeof account === 'string').slice(-MUTED_MAX)
      : [],
  };
}

export function savePreferences(change: Partial<Preferences>): boolean {
  return save(lasting, LASTING_KEY, { ...loadPreferences(), ...change });
}

/** Of which sessions this browser knows; see known-sessions.ts. What is damaged is left out. */
export function loadSessions(): readonly (readonly [account: string, dids: readonly string[]])[] {
  const kept = load(lasting, SESSIONS_KEY)['accounts'];
  return (Array.isArray(kept) ? kept : []).flatMap((entry: unknown) => {
    const [account, dids] = Array.isArray(entry) ? entry : [];
    if (typeof account !== 'string' || !Array.isArray(dids)) return [];
    return [[account, dids.filter((did) => typeof did === 'string')] as const];
  });
}

export function saveSessions(accounts: ReturnType<typeof loadSessions>): void {
  save(lasting, SESSIONS_KEY, { accounts });
}

export function loadPlace(): Place | null {
  const kept = load(tab, TAB_KEY);
  const place = {
    wallet: text(kept['wallet'], ''),
    name: text(kept['name'], ''),
    color: text(kept['color'], ''),
    card: cardOf(kept['card']),
    room: text(kept['room'], ''),
  };
  return place.wallet !== '' && place.room !== '' ? place : null;
}

/** Null forgets. */
export function savePlace(place: Place | null): void {
  save(tab, TAB_KEY, place ?? {});
}
