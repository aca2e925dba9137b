import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, resolve, sep } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { build } from 'vite';
import type { SealedBatch } from '../../src/archive/contract.ts';
import type { TextBatch } from '../pages/archive.ts';
import type { Reading } from './batches.ts';

const OUT = resolve('target/archive-page');

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
};

/** As strict as the server's, besides that archives may be asked over HTTP. */
const CONTENT_SECURITY_POLICY =
  "default-src 'self'; script-src 'self'; connect-src 'self' ws: wss: http: https:";

/** A site whose page opens archives: they are built as for the real page, in chunks of their own. */
export class ArchiveSite {
  readonly url: string;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    const { port } = server.address() as AddressInfo;
    this.url = `http://localhost:${port}/e2e/pages/archive.html`;
  }

  static async open(): Promise<ArchiveSite> {
    await build({
      configFile: false,
      logLevel: 'error',
      build: {
        target: 'es2023',
        outDir: OUT,
        emptyOutDir: true,
        copyPublicDir: false,
        rollupOptions: { input: { archive: 'e2e/pages/archive.html' } },
      },
    });
    const server = createServer(({ url = '' }, response) => {
      const file = resolve(OUT, `.${url}`);
      const type = TYPES[extname(file)];
      if (type === undefined || !file.startsWith(OUT + sep)) {
        response.writeHead(url === '/favicon.ico' ? 204 : 404).end();
        return;
      }
      response
        .writeHead(200, {
          'content-type': type,
          'content-security-policy': CONTENT_SECURITY_POLICY,
        })
        .end(readFileSync(file));
    });
    await new Promise<void>((listening) => server.listen(0, 'localhost', listening));
    return new ArchiveSite(server);
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

/** The bytes of a page's scripts so far, as they travel. */
export async function scriptBytes(page: Page): Promise<number> {
  const urls = await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map(({ name }) => new URL(name).pathname)
      .filter((path) => path.endsWith('.js')),
  );
  const sizes = urls.map((path) => gzipSync(readFileSync(resolve(OUT, `.${path}`))).length);
  return sizes.reduce((total, size) => total + size, 0);
}

export function toText({ root, car }: SealedBatch): TextBatch {
  return { root, car: Buffer.from(car).toString('base64') };
}

export async function readIn(page: Page, cursor: string | null = null): Promise<Reading> {
  const { given, words } = await page.evaluate((from) => window.archives.read(from), cursor);
  assert.ok(given);
  return {
    given: given.map(({ root, car }) => ({
      root,
      car: new Uint8Array(Buffer.from(car, 'base64')),
    })),
    words,
  };
}
