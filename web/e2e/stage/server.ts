import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';

/** The project's folder; the tests run in web/. */
export const ROOT = resolve('..');

const JAR = `${ROOT}/server/target/tropichat-server-0.1.0.jar`;

/** Where the launcher notes the JDK that it found. */
const JAVA_HOME_NOTE = `${ROOT}/build/java-home`;

/** Several servers run at a time. */
const FREE_UDP_PORTS = ['--turn-port', '0', '--turn-alternate-port', '0'];

/** A gatekeeper's key is kept nowhere, unless a test says where. */
const NO_KEY_FILE = ['--gatekeeper-key', ''];

const LISTENS = /listens on (http:\/\/[\w.]+:(\d+))/;

export function javaCommand(): string {
  const noted = existsSync(JAVA_HOME_NOTE) ? readFileSync(JAVA_HOME_NOTE, 'utf8').trim() : '';
  const home = process.env['JAVA_HOME'] || noted;
  assert.ok(home, 'There is no JDK to start the server with: run ./test, or set JAVA_HOME.');
  return `${home}/bin/java`;
}

/** The command that runs the server's program. */
export function serverCommand(...words: readonly string[]): readonly string[] {
  assert.ok(existsSync(JAR), 'The server is not built: run ./test, or ./tropichat build.');
  return [
    javaCommand(),
    '-XX:+UseSerialGC',
    `-Dtropichat.web=${ROOT}/web/dist`,
    '--enable-native-access=ALL-UNNAMED',
    '--sun-misc-unsafe-memory-access=allow',
    ...['-cp', `${JAR}:${ROOT}/server/target/lib/*`, 'tropichat.server.Main', ...words],
  ];
}

/** A server started as the launcher starts it, in a process of its own. */
export class TestServer {
  readonly url: string;
  readonly port: number;
  readonly #process: ChildProcess;

  private constructor(process: ChildProcess, url: string, port: number) {
    this.#process = process;
    this.url = url;
    this.port = port;
  }

  /**
   * Starts one with these flags of `serve`; any free port unless one is named. `prefix` is a command that runs another
   * one, somewhere else.
   */
  static async start(
    flags: readonly string[] = [],
    port = 0,
    prefix: readonly string[] = [],
  ): Promise<TestServer> {
    const [command = '', ...words] = [
      ...prefix,
      ...serverCommand('serve', '--port', `${port}`, ...FREE_UDP_PORTS, ...NO_KEY_FILE, ...flags),
    ];
    const child = spawn(command, words, { stdio: ['ignore', 'pipe', 'inherit'] });
    // Whatever becomes of the tests, the server does not outlive them.
    const end = () => child.kill('SIGKILL');
    process.once('exit', end);
    child.once('exit', () => process.off('exit', end));
    for await (const line of createInterface({ input: child.stdout })) {
      const [, url, listening] = LISTENS.exec(line) ?? [];
      if (url) return new TestServer(child, url, Number(listening));
    }
    throw new Error(`The server ended with code ${child.exitCode} before it listened.`);
  }

  /** Stops it as an operator does. */
  stop(): Promise<void> {
    return this.#end('SIGTERM');
  }

  /** Ends it as a power cut does. */
  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const exit = once(this.#process, 'exit');
    this.#process.kill(signal);
    await exit;
  }

  /** What `GET /metrics` tells. */
  async metrics(): Promise<string> {
    return (await fetch(`${this.url}/metrics`)).text();
  }
}
