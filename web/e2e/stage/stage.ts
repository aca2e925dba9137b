import assert from 'node:assert/strict';
import { after, afterEach, before } from 'node:test';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core';
import { CHROMIUM, FLAGS, PROFILE } from './browser.ts';
import { TestServer } from './server.ts';

/** How long anything may take before a test gives up; the machines are small and shared. */
const PATIENCE_MILLIS = 20_000;

/** A server, a browser, and the pages that a test opens; a page that complains fails its test. */
export class Stage {
  #flags: readonly string[];
  #server: TestServer | undefined;
  #browser: Browser | undefined;
  #rooms = 0;
  readonly #contexts: BrowserContext[] = [];
  readonly #endings: (() => unknown)[] = [];
  readonly #complaints: string[] = [];
  readonly #excused: RegExp[] = [];

  private constructor(flags: readonly string[]) {
    this.#flags = flags;
  }

  /** Puts one up for all tests of a file, with these flags of the server, and takes it down again. */
  static forFile(flags: readonly string[] = []): Stage {
    return Stage.#forFile(flags, () => TestServer.start(flags));
  }

  /** The same with flags that are known only once something else has been started. */
  static forFileBehind(prepare: () => Promise<readonly string[]>): Stage {
    return Stage.#forFile([], async (stage) => {
      stage.#flags = await prepare();
      return TestServer.start(stage.#flags);
    });
  }

  /** The same without a server, for pages of other sites. */
  static withoutServer(): Stage {
    return Stage.#forFile([], async () => undefined);
  }

  static #forFile(
    flags: readonly string[],
    startServer: (stage: Stage) => Promise<TestServer | undefined>,
  ): Stage {
    const stage = new Stage(flags);
    before(async () => {
      stage.#server = await startServer(stage);
      stage.#browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
    });
    afterEach(() => stage.#clear());
    after(async () => {
      await stage.#browser?.close();
      await stage.#server?.stop();
    });
    return stage;
  }

  get server(): TestServer {
    assert.ok(this.#server);
    return this.#server;
  }

  /** A room that no other test is in. */
  nextRoom(): string {
    return `room ${++this.#rooms}`;
  }

  /** A new profile: nothing of another test's or person's is in it. */
  async profile(options: BrowserContextOptions = {}): Promise<BrowserContext> {
    assert.ok(this.#browser);
    const context = await this.#browser.newContext({
      ...PROFILE,
      ...options,
    });
    context.setDefaultTimeout(PATIENCE_MILLIS);
    context.on('page', (page) => this.#watch(page));
    this.#contexts.push(context);
    return context;
  }

  /** Has something ended after the test; what was begun last ends first. */
  atEnd(end: () => unknown): void {
    this.#endings.push(end);
  }

  /** Errors in the console that the test brings about itself. */
  excuse(complaint: RegExp): void {
    this.#excused.push(complaint);
  }

  /** Stops the server; until {@link restartServer} it is out of reach. */
  async stopServer(): Promise<void> {
    // A server that is about to end answers newcomers with 429.
    this.excuse(/net::ERR_CONNECTION_REFUSED|WebSocket is closed|status of 429/);
    await this.server.stop();
  }

  /** Ends the server without a word; until {@link restartServer} it is out of reach. */
  async killServer(): Promise<void> {
    this.excuse(
      /net::ERR_CONNECTION_(?:REFUSED|RESET)|WebSocket is closed|WebSocket connection to/,
    );
    await this.server.kill();
  }

  async restartServer(): Promise<void> {
    const { port } = this.server;
    await this.server.stop();
    this.#server = await TestServer.start(this.#flags, port);
  }

  #watch(page: Page): void {
    page.on('pageerror', (error) => this.#complaints.push(`uncaught: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error') this.#complaints.push(message.text());
    });
  }

  async #clear(): Promise<void> {
    await Promise.all(this.#contexts.splice(0).map((context) => context.close()));
    for (const end of this.#endings.splice(0).reverse()) await end();
    const excused = this.#excused.splice(0);
    const complaints = this.#complaints
      .splice(0)
      .filter((complaint) => !excused.some((excuse) => excuse.test(complaint)));
    assert.deepEqual(complaints, []);
  }
}
