import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const NGINX = '/usr/sbin/nginx';

/** Why nginx cannot be tested here; false where it can. */
export const withoutNginx: string | false = existsSync(NGINX)
  ? false
  : 'nginx is not installed, so nothing is proved of it. Debian: apt-get install nginx-light';

const START_MILLIS_MAX = 10_000;
const LOOK_MILLIS = 25;

export interface Site {
  /** The server's port. */
  readonly upstream: number;
  /** Where the site's files lie, with a slash at both ends: `/`, `/chat/`. */
  readonly path: string;
  /** Lines like those of docs/operations.md that let WebSockets through. */
  readonly webSocket: boolean;
}

/** nginx with a certificate of its own before a server, as docs/operations.md configures it. */
export class Nginx {
  readonly url: string;
  readonly #process: ChildProcess;
  readonly #folder: string;

  private constructor(process: ChildProcess, folder: string, url: string) {
    this.#process = process;
    this.#folder = folder;
    this.url = url;
  }

  static async start(site: Site): Promise<Nginx> {
    const folder = mkdtempSync(join(tmpdir(), 'tropichat-nginx-'));
    const port = await freePort();
    makeCertificate(folder);
    writeFileSync(`${folder}/nginx.conf`, configuration(site, folder, port));
    const child = spawn(NGINX, ['-p', folder, '-e', `${folder}/error.log`, '-c', 'nginx.conf'], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    const end = () => child.kill('SIGTERM');
    process.once('exit', end);
    child.once('exit', () => process.off('exit', end));
    await listens(port, child);
    return new Nginx(child, folder, `https://localhost:${port}${site.path.replace(/\/$/, '')}`);
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode === null) {
      const ended = once(this.#process, 'exit');
      this.#process.kill('SIGTERM');
      await ended;
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function makeCertificate(folder: string): void {
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  const files = ['-keyout', `${folder}/key.pem`, '-out', `${folder}/cert.pem`];
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  execFileSync('openssl', ['req', '-x509', '-days', '2', ...kind, ...subject, ...files], {
    stdio: 'pipe',
  });
}

function configuration({ upstream, path, webSocket }: Site, folder: string, port: number): string {
  const upgrade = `
        proxy_set_header Upgrade $http_upgrade;
        proxy_set_header Connection $connection_upgrade;`;
  // The slash at the end of proxy_pass is what takes the path away.
  return `
    daemon off; master_process off; worker_processes 1;
    pid ${folder}/nginx.pid;
    events { worker_connections 128; }
    http {
      access_log off;
      ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((what) => `${what}_temp_path ${folder}/${what};`).join(' ')}
      map $http_upgrade $connection_upgrade { default upgrade; '' close; }
      server {
        listen 127.0.0.1:${port} ssl;
        ssl_certificate ${folder}/cert.pem;
        ssl_certificate_key ${folder}/key.pem;
        location ${path} {
          proxy_pass http://127.0.0.1:${upstream}/;
          proxy_http_version 1.1;
          proxy_set_header Host $http_host;
          proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
          proxy_read_timeout 60s;${webSocket ? upgrade : ''}
        }
      }
    }`;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

async function listens(port: number, child: ChildProcess): Promise<void> {
  const end = performance.now() + START_MILLIS_MAX;
  while (!(await takesConnections(port))) {
    if (child.exitCode !== null) throw new Error(`nginx ended with ${child.exitCode}.`);
    if (performance.now() > end) throw new Error('nginx does not listen.');
    await pause(LOOK_MILLIS);
  }
}

function takesConnections(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const answer = (yes: boolean) => {
      socket.destroy();
      resolve(yes);
    };
    socket.once('connect', () => answer(true)).once('error', () => answer(false));
  });
}
