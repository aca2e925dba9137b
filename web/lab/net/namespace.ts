import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';

const PREFIX = 'tropichat';
const OURS = new RegExp(`^${PREFIX}-(\\d+)-`);

const run = (command: string, ...args: readonly string[]): string =>
  execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

/** Those there are; whatever happens, they end with this process. */
const all = new Set<Namespace>();
process.once('exit', () => {
  for (const namespace of all) namespace.remove();
});

/**
 * A Linux network namespace: a computer, as far as networks are concerned. Its name holds this process's id, so that
 * runs do not disturb one another.
 */
export class Namespace {
  readonly name: string;

  constructor(word: string) {
    this.name = `${PREFIX}-${process.pid}-${word}`;
    run('ip', 'netns', 'add', this.name);
    all.add(this);
    this.ip('link', 'set', 'lo', 'up');
    // The laboratory is IPv4's: addresses that the kernel makes by itself would be ways that nobody meant.
    this.#write('/proc/sys/net/ipv6/conf/all/disable_ipv6', 1);
  }

  /** Runs `ip` for this namespace. */
  ip(...args: readonly string[]): string {
    return run('ip', '-n', this.name, ...args);
  }

  /** The command that runs another one in here. */
  get prefix(): readonly string[] {
    return ['ip', 'netns', 'exec', this.name];
  }

  /** Replaces the rules of its firewall. */
  nft(rules: string): void {
    const [command = '', ...args] = [...this.prefix, 'nft', '-f', '-'];
    execFileSync(command, args, {
      input: `flush ruleset\n${rules}`,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
  }

  /** Starts a command in here. */
  spawn(...words: readonly string[]): ChildProcess {
    const [command = '', ...args] = [...this.prefix, ...words];
    return spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  }

  /** Lets it hand on packets between its interfaces. */
  forwards(): void {
    this.#write('/proc/sys/net/ipv4/ip_forward', 1);
  }

  /** Whether something in here takes TCP connections on this port. */
  listensOn(port: number): boolean {
    const [command = '', ...args] = [...this.prefix, 'ss', '-Hltn', `sport = :${port}`];
    return run(command, ...args).trim() !== '';
  }

  /** Sends a signal to everything that runs in here. */
  signal(signal: NodeJS.Signals): void {
    for (const id of run('ip', 'netns', 'pids', this.name).split('\n').filter(Boolean)) {
      try {
        process.kill(Number(id), signal);
      } catch {
        // It has ended meanwhile.
      }
    }
  }

  remove(): void {
    if (!all.delete(this)) return;
    this.signal('SIGKILL');
    run('ip', 'netns', 'delete', this.name);
  }

  #write(file: string, value: number): void {
    run('ip', 'netns', 'exec', this.name, 'sh', '-c', `echo ${value} >${file}`);
  }
}

/** Removes what runs left that were ended without a word. */
export function removeForgotten(): void {
  for (const line of run('ip', 'netns', 'list').split('\n')) {
    const [name = ''] = line.split(' ');
    const [, owner] = OURS.exec(name) ?? [];
    if (owner !== undefined && !existsSync(`/proc/${owner}`)) run('ip', 'netns', 'delete', name);
  }
}
