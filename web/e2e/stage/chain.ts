import { keccak_256 } from '@noble/hashes/sha3.js';
import { toHex } from '../../src/wallet/hex.ts';
import { type Chains, TestbedNode } from './testbed.ts';

/** A block holds what happened in it only two blocks later, for the gatekeeper. */
const BLOCKS_UNTIL_COUNTED = 2;

const WORD_DIGITS = 64;

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
    const [from] = (await this.#call('eth_accounts')) as string[];
    await this.#send(from ?? '', 'Badge', 'mint(address,uint256)', to, id);
    await this.#call('anvil_mine', BLOCKS_UNTIL_COUNTED);
  }

  /** Somebody gives a token of the contract Badge to another. */
  async moveBadge(from: string, to: string, id: number): Promise<void> {
    await this.#call('anvil_impersonateAccount', from);
    await this.#call('anvil_setBalance', from, `0x${(10n ** 18n).toString(16)}`);
    await this.#send(from, 'Badge', 'transferFrom(address,address,uint256)', from, to, id);
  }

  async #send(
    from: string,
    contract: string,
    signature: string,
    ...words: readonly (string | number)[]
  ): Promise<void> {
    const selector = toHex(keccak_256(new TextEncoder().encode(signature))).slice(0, 10);
    const encoded = words.map((word) => BigInt(word).toString(16).padStart(WORD_DIGITS, '0'));
    const transaction = { from, to: this.contract(contract), data: selector + encoded.join('') };
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
