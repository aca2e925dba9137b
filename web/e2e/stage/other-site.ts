import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

const FILES: Readonly<Record<string, readonly [file: string, type: string]>> = {
  '/guide.html': ['e2e/pages/guide.html', 'text/html; charset=utf-8'],
  '/guide.js': ['e2e/pages/guide.js', 'text/javascript'],
  '/socket.io.min.js': ['node_modules/socket.io-client/dist/socket.io.min.js', 'text/javascript'],
  '/simplepeer.min.js': ['node_modules/simple-peer/simplepeer.min.js', 'text/javascript'],
};

/** Somebody else's site: pages of another origin that use the server. */
export class OtherSite {
  readonly url: string;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    this.url = `http://localhost:${(server.address() as AddressInfo).port}`;
  }

  /** `pages` are added to the files, by path. */
  static async open(pages: Readonly<Record<string, string>> = {}): Promise<OtherSite> {
    const server = createServer(({ url = '' }, response) => {
      const [file, type] = FILES[url] ?? [null, 'text/html; charset=utf-8'];
      const content = file === null ? pages[url] : readFileSync(file);
      response.writeHead(content === undefined ? 404 : 200, { 'content-type': type }).end(content);
    });
    await new Promise<void>((listening) => server.listen(0, 'localhost', listening));
    return new OtherSite(server);
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
