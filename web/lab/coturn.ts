import { execFileSync } from 'node:child_process';
import { createHash, randomBytes, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Namespace } from './net/namespace.ts';
import { COTURN_ADDRESS } from './net/network.ts';
import { until } from './waiting.ts';

const PORT = 3478;
const TLS_PORT = 443;

/** How long it may take to open its ports. */
const START_MILLIS_MAX = 15_000;

const SAID_CHARACTERS_MAX = 4_000;

/** Debian's coturn with UDP, TCP, and TLS on port 443, as docs/operations.md configures it. */
export class Coturn {
  static readonly stunUrl = `stun:${COTURN_ADDRESS}:${PORT}`;
  static readonly turnUrls: readonly string[] = [
    `turn:${COTURN_ADDRESS}:${PORT}?transport=udp`,
    `turn:${COTURN_ADDRESS}:${PORT}?transport=tcp`,
    `turns:${COTURN_ADDRESS}:${TLS_PORT}?transport=tcp`,
  ];

  readonly secret = randomBytes(16).toString('hex');
  /** By which Chromium knows its certificate: the key's hash, as `--ignore-certificate-errors-spki-list` takes it. */
  readonly keyHash: string;
  readonly #folder: string;

  /** `folder` is for its certificate and its other files. */
  constructor(folder: string) {
    this.#folder = folder;
    const subject = ['-subj', '/CN=turn.example', '-addext', `subjectAltName=IP:${COTURN_ADDRESS}`];
    const files = ['-keyout', `${folder}/key.pem`, '-out', `${folder}/cert.pem`];
    const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
    execFileSync('openssl', ['req', '-x509', '-days', '2', ...kind, ...subject, ...files], {
      stdio: 'pipe',
    });
    const { publicKey } = new X509Certificate(readFileSync(`${folder}/cert.pem`));
    const key = publicKey.export({ type: 'spki', format: 'der' });
    this.keyHash = createHash('sha256').update(key).digest('base64');
  }

  /** Starts it; it ends with its namespace. */
  async start(namespace: Namespace): Promise<void> {
    const folder = this.#folder;
    const child = namespace.spawn(
      ...['turnserver', '-n', '--no-cli', '--log-file=stdout', '--simple-log'],
      ...[`--listening-ip=${COTURN_ADDRESS}`, `--relay-ip=${COTURN_ADDRESS}`],
      ...[`--listening-port=${PORT}`, `--tls-listening-port=${TLS_PORT}`],
      ...['--realm=turn.example', '--use-auth-secret', `--static-auth-secret=${this.secret}`],
      ...[`--cert=${folder}/cert.pem`, `--pkey=${folder}/key.pem`, '--no-tlsv1', '--no-tlsv1_1'],
      ...[`--pidfile=${folder}/coturn.pid`, `--userdb=${folder}/coturn.db`],
    );
    // What it says is of use only where it ends; nobody else reads its output, which must not fill up.
    let said = '';
    for (const output of [child.stdout, child.stderr]) {
      output?.on('data', (text) => {
        said = `${said}${text}`.slice(-SAID_CHARACTERS_MAX);
      });
    }
    await until('coturn listens', START_MILLIS_MAX, () => {
      if (child.exitCode !== null) throw new Error(`coturn ended with ${child.exitCode}:\n${said}`);
      return [PORT, TLS_PORT].every((port) => namespace.listensOn(port));
    });
  }
}
