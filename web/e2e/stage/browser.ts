/** The browser that people's pages run in. */
import { type BrowserContext, type BrowserContextOptions, chromium } from 'playwright-core';

export const CHROMIUM = '/usr/bin/chromium';

export const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Plain host candidates: nobody answers mDNS questions in a container.
  '--disable-features=WebRtcHideLocalIpsWithMdns',
];

/** What every profile has. */
export const PROFILE: BrowserContextOptions = {
  // Without them and without a route to anywhere, Chromium gathers no addresses.
  permissions: ['camera', 'microphone'],
  // Scenery that moves takes a small machine's whole time.
  reducedMotion: 'reduce',
};

/** A browser of its own with its profile in a folder; others keep theirs in memory. */
export const browserIn = (folder: string): Promise<BrowserContext> =>
  chromium.launchPersistentContext(folder, { executablePath: CHROMIUM, args: FLAGS, ...PROFILE });
