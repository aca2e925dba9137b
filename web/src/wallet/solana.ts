import type { Wallet } from '../session/contract.ts';
import { toBase58 } from './base58.ts';
import type { ConnectMode } from './injected.ts';
import { explain, lockedOrEmpty, WalletProblem } from './problem.ts';
import {
  CONNECT,
  firstSolanaAccount,
  methodOf,
  onAccounts,
  SIGN_MESSAGE,
  type StandardAccount,
  type StandardWallet,
} from './standard.ts';

/** RFC 8032. */
const PUBLIC_KEY_BYTES = 32;
const SIGNATURE_BYTES = 64;

/** The main cluster as CAIP-2 has it, the only one whose accounts TropiChat knows: a key is the same on all. */
const CHAIN = 'did:pkh:solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp';

async function call(
  wallet: StandardWallet,
  label: string,
  feature: string,
  method: string,
  parameter: object,
): Promise<unknown> {
  try {
    return await methodOf(wallet, feature, method)?.(parameter);
  } catch (error) {
    throw explain(error, label);
  }
}

async function accountOf(
  wallet: StandardWallet,
  label: string,
  mode: ConnectMode,
): Promise<StandardAccount | null> {
  const silent = mode === 'silent';
  try {
    const answer = await call(wallet, label, CONNECT, 'connect', silent ? { silent } : {});
    return firstSolanaAccount((answer as { readonly accounts?: unknown } | undefined)?.accounts);
  } catch (error) {
    // Some refuse where others name no account.
    if (silent) return null;
    throw error;
  }
}

/** The key is the address: a wallet that says otherwise cannot be believed in either. */
function checkAccount({ address, publicKey, features }: StandardAccount, label: string): void {
  if (publicKey.length !== PUBLIC_KEY_BYTES || toBase58(publicKey) !== address) {
    throw new WalletProblem(
      'account',
      `${label} names an account whose address does not fit its key. Choose another account, or another wallet.`,
    );
  }
  if (!features.includes(SIGN_MESSAGE)) {
    throw new WalletProblem(
      'unsupported',
      `${label} cannot sign messages with this account (it may be on a hardware wallet). Choose another account in it, or another wallet.`,
    );
  }
}

const areEqual = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && one.every((byte, at) => byte === other[at]);

/** The signature of an answer to `signMessage`, in base58. Wallets may sign other bytes than they were asked to. */
function signatureOf(answer: unknown, message: Uint8Array, label: string): string {
  const first: unknown = Array.isArray(answer) ? answer[0] : undefined;
  const { signedMessage, signature } = (first ?? {}) as Readonly<Record<string, unknown>>;
  if (
    signedMessage instanceof Uint8Array &&
    signature instanceof Uint8Array &&
    signature.length === SIGNATURE_BYTES &&
    areEqual(signedMessage, message)
  ) {
    return toBase58(signature);
  }
  throw new WalletProblem(
    'signature',
    `${label} signed something else than it was asked to, or in a way that TropiChat cannot check. Choose another account or wallet, or go in as a guest.`,
  );
}

/** Connects a wallet of Solana. Null when silent and the wallet would have to ask. */
export async function connectSolana(
  wallet: StandardWallet,
  label: string,
  mode: ConnectMode,
): Promise<Wallet | null> {
  const account = await accountOf(wallet, label, mode);
  if (account === null) {
    if (mode === 'silent') return null;
    throw lockedOrEmpty(label);
  }
  checkAccount(account, label);
  const { address } = account;
  return {
    kind: 'injected',
    label,
    address,
    account: `${CHAIN}:${address}`,
    async sign(text) {
      const message = new TextEncoder().encode(text);
      const answer = await call(wallet, label, SIGN_MESSAGE, 'signMessage', { account, message });
      return signatureOf(answer, message, label);
    },
    onAccountChanged: (listener) => watchAccount(wallet, address, listener),
    // Its key signs; no wallet of Solana opens boxes.
    chain: null,
    boxes: null,
  };
}

/** Wallets tell of other changes as well: the last account heard of is remembered. */
function watchAccount(
  wallet: StandardWallet,
  address: string,
  listener: (address: string | null) => void,
): () => void {
  let last: string | null = address;
  return onAccounts(wallet, () => {
    const now = firstSolanaAccount(wallet.accounts)?.address ?? null;
    if (now === last) return;
    last = now;
    listener(now);
  });
}
