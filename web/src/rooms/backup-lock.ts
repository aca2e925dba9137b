/** Locks of backups: a passphrase, or a wallet that opens boxes. */
import { keyOfPassphrase, passphraseProblem, SALT_BYTES } from '../keys/passphrase.ts';
import { BOX_SECRET_BYTES, sealBox, secretIn } from '../keys/wallet-box.ts';
import type { Wallet, WalletBoxes } from '../session/wallet-contract.ts';
import { checksumAddress, parseAddress } from '../wallet/address.ts';
import { ACCOUNT_BYTES, BackupRefused, type Lock } from './backup-file.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** What opens a backup: a passphrase, or what the person's wallet does. */
export type Opener = { readonly passphrase: string } | { readonly wallet: Wallet };

/** A fresh lock, and the key that comes of it. Rejects with an Error for people. */
export async function newLock(by: Opener): Promise<{ lock: Lock; key: CryptoKey }> {
  if ('wallet' in by) return walletLock(by.wallet);
  const problem = passphraseProblem(by.passphrase);
  if (problem !== null) throw new Error(problem);
  const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
  return { lock: { version: 1, bytes: salt }, key: await keyOfPassphrase(by.passphrase, salt) };
}

/** The key of a lock. Rejects with an Error for people where this does not open it. */
export async function keyOfLock(lock: Lock, by: Opener): Promise<CryptoKey> {
  if ('passphrase' in by) return keyOfPassphrase(by.passphrase, lock.bytes);
  const account = accountOf(lock);
  if (account !== by.wallet.address) {
    throw new Error(
      `That backup was sealed to the wallet account ${account}, and yours is ${by.wallet.address}. Choose that account in your wallet, or another wallet, then try again.`,
    );
  }
  const text = await boxesOf(by.wallet).open(lock.bytes.slice(ACCOUNT_BYTES));
  const secret = secretIn('backup', text);
  if (secret === null) throw new BackupRefused('backup_wallet');
  return keyOf(secret);
}

/** The account whose wallet opens it, checksummed; null where a passphrase does. */
export function accountOf({ version, bytes }: Lock): string | null {
  return version === 1 ? null : checksumAddress(bytes.subarray(0, ACCOUNT_BYTES));
}

/** The wallet opens it once at once: what it could not open later would be lost. */
async function walletLock(wallet: Wallet): Promise<{ lock: Lock; key: CryptoKey }> {
  const boxes = boxesOf(wallet);
  const secret = crypto.getRandomValues(new Uint8Array(BOX_SECRET_BYTES));
  const box = await sealBox('backup', await boxes.publicKey(), secret);
  const account = parseAddress(wallet.address);
  if (box === null || account === null) {
    throw new Error(
      'The backup could not be sealed to your wallet: a part of the page is missing, or the wallet’s key is none. Reload the page, or choose a passphrase.',
    );
  }
  const found = secretIn('backup', await boxes.open(box));
  if (found?.every((byte, at) => byte === secret[at]) !== true) {
    throw new Error(
      `${wallet.label} did not open what was sealed to it, so it would not open the backup either. Choose a passphrase.`,
    );
  }
  return {
    lock: { version: 2, bytes: Uint8Array.of(...account, ...box) },
    key: await keyOf(secret),
  };
}

function boxesOf({ boxes, label }: Wallet): WalletBoxes {
  if (boxes !== null) return boxes;
  throw new Error(
    `That backup is opened by a wallet, and “${label}” is none that could. Choose the wallet, then try again.`,
  );
}

const keyOf = (secret: Bytes): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', secret, 'AES-GCM', false, ['encrypt', 'decrypt']);
