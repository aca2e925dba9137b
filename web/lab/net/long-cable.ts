import { javaCommand, ROOT } from '../../e2e/stage/server.ts';
import { until } from '../waiting.ts';
import type { Namespace } from './namespace.ts';

/** How long its program may take to start. */
const START_MILLIS_MAX = 20_000;

/** A cable that takes its time, between two interfaces of a namespace that it makes. */
export class LongCable {
  readonly ends: readonly [near: string, far: string];
  readonly #namespace: Namespace;
  readonly #delayMillis: number;

  constructor(namespace: Namespace, name: string, delayMillis: number) {
    this.#namespace = namespace;
    this.#delayMillis = delayMillis;
    this.ends = [`near-${name}`, `far-${name}`];
    for (const end of this.ends) namespace.ip('tuntap', 'add', 'dev', end, 'mode', 'tap');
  }

  /** Resolves once it carries what comes; it ends with its namespace. */
  async start(): Promise<void> {
    const program = `${ROOT}/web/lab/net/Shuttle.java`;
    const native = '--enable-native-access=ALL-UNNAMED';
    const words = [javaCommand(), native, program, ...this.ends, `${this.#delayMillis}`];
    const child = this.#namespace.spawn(...words);
    let said = '';
    child.stderr?.on('data', (text) => {
      said += text;
    });
    await until('the long cable carries', START_MILLIS_MAX, () => {
      if (child.exitCode !== null) throw new Error(`The long cable broke: ${said}`);
      return this.ends.every((end) => this.#namespace.ip('link', 'show', end).includes('LOWER_UP'));
    });
  }
}
