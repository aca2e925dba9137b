import { keccak_256 } from '@noble/hashes/sha3.js';
import { toHex } from '../../src/wallet/hex.ts';
import { type Chains, TestbedNode } from './testbed.ts';

/** A block holds what happened in it only two blocks later, for the gatekeeper. */
const BLOCKS_UNTIL_COUNTED = 2;

const WORD_DIGITS = 64;

/** Numbers and addresses as a contract reads them. */
export const words = (...values: readonly (string | number)[]): string =>
  values.map((value) => BigInt(value).toString(16).padStart(WORD_DIGITS, '0')).join('');

/** A call of a function, whose arguments are encoded already. */
export const callData = (signature: string, encoded: string): string =>
  toHex(keccak_256(new TextEncoder().encode(signature))).slice(0, 10) + encoded;

/** A real chain on which anybody can do anything as anybody. */
export class Chain {
  readonly id: number;
  readonly #node: TestbedNode<Chains>;

  private constructor(id: number, node: TestbedNode<Chains>) {
    this.id = id;
    this.#node = node;
  }

  static async start(id: number): Promise<Chain> {
    return new Chain(id, await TestbedNode.startChains(id));
  }

  get rpc(): string {
    return this.#of.rpc;
  }

  contract(name: string): string {
    return this.#of.contracts[name] ?? '';
  }

  get #of() {
    const of = this.#node.addresses[this.id];
    if (of === undefined) throw new Error('no such chain');
    return of;
  }

  /** Makes a token of the contract Badge for somebody, so long ago that it counts. */
  async giveBadge(to: string, id: number): Promise<void> {
    const from = await this.#anybody();
    await this.#send(from, 'Badge', 'mint(address,uint256)', words(to, id));
    await this.pass();
  }

  /** Lets what has happened become old enough to count. */
  async pass(): Promise<void> {
    await this.#call('anvil_mine', BLOCKS_UNTIL_COUNTED);
  }

  /** Somebody gives a token of the contract Badge to another. */
  async moveBadge(from: string, to: string, id: number): Promise<void> {
    await this.#call('anvil_impersonateAccount', from);
    await this.#call('anvil_setBalance', from, `0x${(10n ** 18n).toString(16)}`);
    const moved = words(from, to, id);
    await this.#send(from, 'Badge', 'transferFrom(address,address,uint256)', moved);
  }

  /** Anybody calls a function of a contract; its arguments are encoded already, in hexadecimal digits. */
  async send(contract: string, signature: string, encoded: string): Promise<void> {
    await this.#send(await this.#anybody(), contract, signature, encoded);
  }

  /** What a function of a contract answers. */
  read(contract: string, signature: string, encoded: string): Promise<string> {
    const data = callData(signature, encoded);
    return this.ask('eth_call', [
      { to: this.contract(contract), data },
      'latest',
    ]) as Promise<string>;
  }

  /** Has the node do anything. */
  ask(method: string, params: readonly unknown[]): Promise<unknown> {
    return this.#call(method, ...params);
  }

  async #anybody(): Promise<string> {
    const [from = ''] = (await this.#call('eth_accounts')) as string[];
    return from;
  }

  async #send(from: string, contract: string, signature: string, encoded: string): Promise<void> {
    const transaction = { from, to: this.contract(contract), data: callData(signature, encoded) };
    await this.#call('eth_sendTransactionSync', transaction);
  }

  async #call(method: string, ...params: readonly unknown[]): Promise<unknown> {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(this.rpc, { method: 'POST', headers, body });
    const { result, error } = (await response.json()) as { result?: unknown; error?: Error };
    if (error) throw new Error(`${method}: ${error.message}`);
    return result;
  }

  /** Ends it: nobody can ask it any more. */
  stop(): Promise<void> {
    return this.#node.stop();
  }
}
