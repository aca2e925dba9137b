import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import type { HistoryPage } from '../pages/history.ts';
import { CHROMIUM, FLAGS } from './browser.ts';
import { OtherSite } from './other-site.ts';
import { Stage } from './stage.ts';

declare global {
  interface Window {
    /** What e2e/pages/history.ts offers. */
    readonly room: HistoryPage;
  }
}

/** The page of e2e/pages/history.ts, built as the app is. */
async function builtPage(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      write: false,
      target: 'es2023',
      modulePreload: false,
      rollupOptions: { input: 'e2e/pages/history.ts' },
    },
  });
  assert.ok(!Array.isArray(built) && 'output' in built);
  const script = built.output[0].code.replaceAll('</script', '<\\/script');
  return `<!doctype html><title>History</title><link rel="icon" href="data:,"><script type="module">${script}</script>`;
}

/** A site with the store of a room's history and nothing else, and the tabs that visit it. */
export class HistorySite {
  readonly #stage = Stage.withoutServer();
  #site: OtherSite | undefined;

  static forFile(): HistorySite {
    const site = new HistorySite();
    before(async () => {
      site.#site = await OtherSite.open({ '/': await builtPage() });
    });
    after(() => site.#site?.close());
    return site;
  }

  get url(): string {
    assert.ok(this.#site);
    return this.#site.url;
  }

  profile(): Promise<BrowserContext> {
    return this.#stage.profile();
  }

  /** A profile with a disk, as a person has one. */
  async profileOnDisk(): Promise<BrowserContext> {
    return profileOnDisk(this.#stage);
  }

  /** A tab of the profile on the site; of a new profile where none is named. */
  async tab(profile?: BrowserContext): Promise<Page> {
    const page = await (profile ?? (await this.profile())).newPage();
    await page.goto(this.url);
    await page.waitForFunction(() => 'room' in window);
    return page;
  }

  async reload(page: Page): Promise<void> {
    await page.reload();
    await page.waitForFunction(() => 'room' in window);
  }
}

/** A browser of its own whose profile lies on a disk; gone after the test. */
export async function profileOnDisk(stage: Stage): Promise<BrowserContext> {
  const folder = await mkdtemp(join(tmpdir(), 'tropichat-profile-'));
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: CHROMIUM,
    args: FLAGS,
    permissions: ['camera', 'microphone'],
    reducedMotion: 'reduce',
  });
  stage.atEnd(async () => {
    await context.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  return context;
}

/** Bounds what the pages of an origin may keep; as much as there is without a size. */
export async function limitQuota(page: Page, bytes?: number): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Storage.overrideQuotaForOrigin', {
    origin: new URL(page.url()).origin,
    ...(bytes === undefined ? {} : { quotaSize: bytes }),
  });
  // Without detaching: the limit ends with the session.
}

/** From the one to before the other, either way. */
export const range = (from: number, to: number): number[] =>
  Array.from({ length: Math.abs(to - from) }, (_, index) => from + Math.sign(to - from) * index);
