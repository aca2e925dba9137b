/** Wallets that are contracts: each belongs to the key of an injected wallet, which signs for it. */
import type { BrowserContext } from 'playwright-core';
import { type Chain, callData, words } from './chain.ts';
import { InjectedWallet } from './wallet.ts';

/** A wallet in a profile that asks this chain itself. */
export async function walletOnChain(
  profile: BrowserContext,
  chain: Chain,
): Promise<InjectedWallet> {
  const wallet = await InjectedWallet.into(profile);
  wallet.chainId = `0x${chain.id.toString(16)}`;
  wallet.node = (method, params) => chain.ask(method, params);
  return wallet;
}

/** The same whose account is a contract, there already or yet to be deployed (ERC-6492). */
export async function safeOnChain(profile: BrowserContext, chain: Chain, deployed: boolean) {
  const wallet = await walletOnChain(profile, chain);
  const owner = words(wallet.account.address);
  const word = await chain.read('WalletFactory', 'addressOf(address)', owner);
  const address = `0x${word.slice(-40)}`;
  wallet.accounts = [address];
  if (deployed) await chain.send('WalletFactory', 'make(address)', owner);
  else wallet.signer = (text) => beforeDeployment(chain, owner, wallet.account.sign(text));
  return { wallet, address };
}

/** ERC-6492: `abi.encode(factory, call, signature)` and a mark. */
function beforeDeployment(chain: Chain, owner: string, signature: string): string {
  const padded = (digits: string): string => digits.padEnd(Math.ceil(digits.length / 64) * 64, '0');
  const call = callData('make(address)', owner).slice(2);
  const signed = signature.slice(2);
  const callAt = 3 * 32;
  const signedAt = callAt + 32 + padded(call).length / 2;
  return [
    `0x${words(chain.contract('WalletFactory'), callAt, signedAt)}`,
    words(call.length / 2) + padded(call),
    words(signed.length / 2) + padded(signed),
    '6492'.repeat(16),
  ].join('');
}
