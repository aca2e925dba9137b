import type { ChainDoor } from '../contracts/ask-contract.ts';
import type { Wallet } from '../session/contract.ts';
import type { WalletChain } from '../session/wallet-contract.ts';
import { accountOnChain, checksumAddress, parseAddress } from './address.ts';
import { boxesOf } from './boxes.ts';
import { fromHex, toHex } from './hex.ts';
import { explain, lockedOrEmpty, WalletProblem } from './problem.ts';
import { listenTo, type Provider } from './provider.ts';
import { CONTRACT_PREFIX, CONTRACT_SIGNATURE_BYTES_MAX, SIGNATURE_BYTES } from './signature.ts';

/** Some hardware wallets write the bare recovery bit where Ethereum writes 27 or 28. */
const V_BASE = 27;

/** Asked: the wallet may open its window. Silent: only what it has allowed before. */
export type ConnectMode = 'asked' | 'silent';

async function call(
  provider: Provider,
  wallet: string,
  method: string,
  params: readonly unknown[] = [],
): Promise<unknown> {
  try {
    return await provider.request({ method, params });
  } catch (error) {
    throw explain(error, wallet);
  }
}

/** The first account of a provider's list, checksummed, or null when there is none: locked, or all disconnected. */
export function firstAccount(accounts: unknown): string | null {
  const first: unknown = Array.isArray(accounts) ? accounts[0] : undefined;
  const address = typeof first === 'string' ? parseAddress(first) : null;
  return address && checksumAddress(address);
}

function parseChainId(chainId: unknown, wallet: string): number {
  const parsed = typeof chainId === 'string' ? Number(chainId) : chainId;
  if (typeof parsed === 'number' && Number.isSafeInteger(parsed) && parsed > 0) return parsed;
  throw new WalletProblem(
    'chain',
    `${wallet} does not say which chain it is on. Pick a network in it, then try again.`,
  );
}

/** Whether the wallet's own node says that the account is no contract. */
async function isKeyAlone(provider: Provider, address: string): Promise<boolean> {
  try {
    const code = await provider.request({ method: 'eth_getCode', params: [address, 'latest'] });
    return code === '0x';
  } catch {
    return false;
  }
}

/**
 * A signature of the account's key, with v of 27 or 28; what is none is left to the account's contract to judge, unless it is too
 * long for one, or there can be none: then it is wrong, as the server will say.
 */
async function normalizeSignature(
  provider: Provider,
  signature: unknown,
  message: Uint8Array,
  address: string,
  wallet: string,
): Promise<string> {
  const bytes = typeof signature === 'string' ? fromHex(signature) : null;
  if (bytes === null || bytes.length > CONTRACT_SIGNATURE_BYTES_MAX) {
    throw new WalletProblem(
      'signature',
      `${wallet} gave a signature of a kind that TropiChat cannot check. Choose another account, or go in as a guest.`,
    );
  }
  const ofKey = bytes.slice();
  const v = bytes[SIGNATURE_BYTES - 1] ?? 0;
  if (bytes.length === SIGNATURE_BYTES && v < V_BASE) ofKey[SIGNATURE_BYTES - 1] = v + V_BASE;
  const { recoverAddress } = await import('./personal-message.ts');
  const signer = recoverAddress(message, ofKey);
  const isSigned = signer !== null && checksumAddress(signer) === address;
  const hasLength = bytes.length === SIGNATURE_BYTES;
  const isKeys = isSigned || (hasLength && (await isKeyAlone(provider, address)));
  return isKeys ? toHex(ofKey) : CONTRACT_PREFIX + toHex(bytes);
}

/** The chain that the wallet is on, whichever that is when it is asked. */
function chainOf(provider: Provider): ChainDoor & WalletChain {
  return {
    ask: async (method, params) => provider.request({ method, params }),
    async chain() {
      const id = Number(await provider.request({ method: 'eth_chainId' }));
      return Number.isSafeInteger(id) && id > 0 ? id : null;
    },
    call: (transaction) =>
      provider.request({ method: 'eth_call', params: [transaction, 'latest'] }),
  };
}

/** Connects a browser wallet. Null when silent and the wallet would have to ask. */
export async function connectInjected(
  provider: Provider,
  label: string,
  mode: ConnectMode,
): Promise<Wallet | null> {
  const method = mode === 'asked' ? 'eth_requestAccounts' : 'eth_accounts';
  const address = firstAccount(await call(provider, label, method));
  if (address === null) {
    if (mode === 'silent') return null;
    throw lockedOrEmpty(label);
  }
  const chainId = parseChainId(await call(provider, label, 'eth_chainId'), label);
  return {
    kind: 'injected',
    label,
    address,
    account: accountOnChain(chainId, address),
    async sign(message) {
      const bytes = new TextEncoder().encode(message);
      const signature = await call(provider, label, 'personal_sign', [toHex(bytes), address]);
      return normalizeSignature(provider, signature, bytes, address, label);
    },
    onAccountChanged: (listener) => watchAccount(provider, address, listener),
    chain: chainOf(provider),
    boxes: boxesOf(provider, label, address),
  };
}

/**
 * A change of chain changes no account and is passed over, but several wallets tell of it only by a list of accounts
 * that did not change: so the last account heard of is remembered.
 */
function watchAccount(
  provider: Provider,
  address: string,
  listener: (address: string | null) => void,
): () => void {
  let last: string | null = address;
  const hear = (account: string | null): void => {
    if (account === last) return;
    last = account;
    listener(account);
  };
  const recheck = (): void => {
    provider.request({ method: 'eth_accounts' }).then(
      (accounts) => hear(firstAccount(accounts)),
      () => hear(null),
    );
  };
  return listenTo(provider, {
    accountsChanged: (accounts) => hear(firstAccount(accounts)),
    chainChanged: recheck,
    disconnect: recheck,
  });
}
