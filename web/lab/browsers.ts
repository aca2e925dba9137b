import { chmodSync, writeFileSync } from 'node:fs';
import { type Browser, type BrowserContext, chromium } from 'playwright-core';
import { CHROMIUM, FLAGS } from '../e2e/stage/browser.ts';
import { Person, type Place } from '../e2e/stage/person.ts';
import type { Namespace } from './net/namespace.ts';
import type { Seat } from './net/network.ts';
import { observePages } from './observe.ts';

/** How long a page may take for anything; the laboratory's networks are bad on purpose. */
const PATIENCE_MILLIS = 30_000;

const NAMES: Readonly<Record<Seat, string>> = { ana: 'Ana', bo: 'Bo', cleo: 'Cleo', dora: 'Dora' };

/** A real Chromium at a seat of the network, and the app's page in it. */
export class Desk implements Place {
  readonly server: { readonly url: string };
  readonly namespace: Namespace;
  readonly #name: string;
  readonly #browser: Browser;
  readonly #profiles: BrowserContext[] = [];

  private constructor(namespace: Namespace, name: string, browser: Browser, url: string) {
    this.namespace = namespace;
    this.#name = name;
    this.#browser = browser;
    this.server = { url };
  }

  /**
   * `url` is the server's; `keyHash` names the certificate of TURN that Chromium takes though nobody vouches for it;
   * `folder` is for a file.
   */
  static async open(
    namespace: Namespace,
    seat: Seat,
    { url, keyHash, folder }: { url: string; keyHash: string; folder: string },
  ): Promise<Desk> {
    // Playwright talks to Chromium by pipes, which a command that only replaces itself hands on.
    const command = `${folder}/chromium-${seat}`;
    writeFileSync(command, `#!/bin/sh\nexec ${namespace.prefix.join(' ')} ${CHROMIUM} "$@"\n`);
    chmodSync(command, 0o700);
    const browser = await chromium.launch({
      executablePath: command,
      args: [
        ...FLAGS,
        // Pages get their cryptography over https or on localhost only; the laboratory has neither.
        `--unsafely-treat-insecure-origin-as-secure=${url}`,
        `--ignore-certificate-errors-spki-list=${keyHash}`,
      ],
      // The laboratory ends what it started.
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    });
    return new Desk(namespace, NAMES[seat], browser, url);
  }

  async profile(): Promise<BrowserContext> {
    const context = await this.#browser.newContext({ reducedMotion: 'reduce' });
    context.setDefaultTimeout(PATIENCE_MILLIS);
    await observePages(context);
    this.#profiles.push(context);
    return context;
  }

  /** Somebody who is about to press Enter. */
  atEntrance(room: string): Promise<Person> {
    return Person.atEntrance(this, { room, name: this.#name });
  }

  /** Somebody in the room. */
  inRoom(room: string): Promise<Person> {
    return Person.inRoom(this, { room, name: this.#name });
  }

  /** Sends a signal to the processes that run the pages, and not to the rest of the browser. */
  async signalPages(signal: NodeJS.Signals): Promise<void> {
    const session = await this.#browser.newBrowserCDPSession();
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    await session.detach();
    for (const { type, id } of processInfo) if (type === 'renderer') process.kill(id, signal);
  }

  /** Closes all pages. */
  async clear(): Promise<void> {
    await Promise.all(this.#profiles.splice(0).map((profile) => profile.close()));
  }

  async close(): Promise<void> {
    await this.#browser.close();
  }
}
