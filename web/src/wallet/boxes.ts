/** Boxes that a browser wallet opens: MetaMask's `eth_getEncryptionPublicKey` and `eth_decrypt`, where it has them. */
import { jsonOfBox, keyOfBase64 } from '../keys/wallet-box.ts';
import type { WalletBoxes } from '../session/wallet-contract.ts';
import { toHex } from './hex.ts';
import { codeOf, explain, type ProblemWords, WalletProblem } from './problem.ts';
import type { Provider } from './provider.ts';

const KEY_METHOD = 'eth_getEncryptionPublicKey';

/**
 * Codes that a wallet gives which has read the parameters of a call that it knows: bad parameters (JSON-RPC 2.0), bad input
 * (EIP-1474), an account that the site was not given (EIP-1193), and a person's no.
 */
const KNOWN = [-32602, -32000, 4100, 4001];

/** What a wallet says that has no such method: JSON-RPC 2.0, EIP-1474, EIP-1193. */
const UNSUPPORTED = [-32601, -32004, 4200];

const unsupported: ProblemWords = [
  'unsupported',
  (wallet) =>
    `${wallet} does not do that for this account (hardware wallets and smart accounts seldom do). Letters go on being sealed to the devices of both of you.`,
];

const rejected: ProblemWords = [
  'rejected',
  (wallet) =>
    `You said no in ${wallet}, so nothing was done. Press the button again to be asked anew.`,
];

const WORDS: ReadonlyMap<number, ProblemWords> = new Map([
  ...UNSUPPORTED.map((code) => [code, unsupported] as const),
  [4001, rejected],
]);

/** @param address the account whose boxes they are */
export function boxesOf(provider: Provider, wallet: string, address: string): WalletBoxes {
  const ask = async (method: string, params: readonly string[]): Promise<unknown> => {
    try {
      return await provider.request({ method, params });
    } catch (error) {
      throw explain(error, wallet, WORDS);
    }
  };
  return {
    // Of no account at all: a wallet that knows the method has nothing to ask the person, and one that does not says so.
    offered: () =>
      provider.request({ method: KEY_METHOD, params: [''] }).then(
        (key) => keyOfBase64(key) !== null,
        (error: unknown) => KNOWN.includes(codeOf(error) ?? 0),
      ),
    async publicKey() {
      const key = keyOfBase64(await ask(KEY_METHOD, [address]));
      if (key !== null) return key;
      throw new WalletProblem(
        'key',
        `${wallet} gave a key of a kind that TropiChat cannot use. Letters go on being sealed to the devices of both of you.`,
      );
    },
    async open(box) {
      const json = jsonOfBox(box);
      const hex = json === null ? null : toHex(new TextEncoder().encode(json));
      const text = hex === null ? null : await ask('eth_decrypt', [hex, address]);
      if (typeof text === 'string') return text;
      throw new WalletProblem('box', `That is nothing that ${wallet} could open.`);
    },
  };
}
