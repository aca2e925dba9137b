import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decrypt, getEncryptionPublicKey } from '@metamask/eth-sig-util';
import { sha256 } from '../keys/hashes.ts';
import { keyOfBase64 } from '../keys/wallet-box.ts';
import type { Wallet } from '../session/contract.ts';
import { boxesOf } from '../wallet/boxes.ts';
import { BackupRefused, type Lock, lockOf, openBackup, sealBackup } from './backup-file.ts';
import { accountOf, keyOfLock, newLock } from './backup-lock.ts';

const CONTENT = new TextEncoder().encode('{"guest":null,"rooms":[]}');
const ANA = '0x2c7536E3605D9C16a7a3D7b1898e529396a65c23';
const BEN = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';

/** A wallet that does as MetaMask does. */
function wallet(address: string, secret = '22'.repeat(32)): Wallet {
  const request = async ({ method, params }: { method: string; params?: readonly unknown[] }) => {
    if (method === 'eth_getEncryptionPublicKey') return getEncryptionPublicKey(secret);
    const json = Buffer.from(String(params?.[0]).slice(2), 'hex').toString();
    return decrypt({ encryptedData: JSON.parse(json), privateKey: secret });
  };
  const boxes = boxesOf({ request }, 'Test', address);
  return { address, label: 'Test', boxes } as Wallet;
}

async function saved(by: Wallet): Promise<Uint8Array<ArrayBuffer>> {
  const { lock, key } = await newLock({ wallet: by });
  return sealBackup(CONTENT, lock, key);
}

async function opened(file: Uint8Array<ArrayBuffer>, by: Wallet) {
  const lock = lockOf(file);
  return openBackup(file, lock, await keyOfLock(lock, { wallet: by }));
}

/** The file with a bit flipped, and its checksum made right again. */
function changed(file: Uint8Array<ArrayBuffer>, at: number): Uint8Array<ArrayBuffer> {
  const bytes = file.slice();
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  bytes.set(sha256(bytes.subarray(0, -32)), bytes.length - 32);
  return bytes;
}

test('a backup that is sealed to a wallet opens by it, and says whose it is', async () => {
  const file = await saved(wallet(ANA));
  assert.equal(accountOf(lockOf(file)), ANA);
  assert.deepEqual(await opened(file, wallet(ANA)), CONTENT);
});

test('another account is told which one it is, and another wallet’s key opens nothing', async () => {
  const file = await saved(wallet(ANA));
  await assert.rejects(opened(file, wallet(BEN)), new RegExp(ANA));
  await assert.rejects(opened(file, wallet(ANA, '33'.repeat(32))), { code: 'failed' });
});

test('a file that was cut or changed is told as such, also by who knows the format', async () => {
  const file = await saved(wallet(ANA));
  for (let length = 17; length < file.length; length++) {
    assert.throws(() => lockOf(file.slice(0, length)), { code: 'backup_cut' });
  }
  for (let at = 17; at < file.length; at++) {
    const bytes = file.slice();
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    assert.throws(() => lockOf(bytes), BackupRefused, `${at}`);
  }
  const accountAt = 17;
  const boxAt = accountAt + 20;
  const nonceAt = boxAt + 134;
  await assert.rejects(opened(changed(file, accountAt), wallet(ANA)), /was sealed to the wallet/);
  await assert.rejects(opened(changed(file, boxAt), wallet(ANA)), { code: 'failed' });
  await assert.rejects(opened(changed(file, nonceAt), wallet(ANA)), { code: 'backup_wallet' });
});

test('what was sealed to the wallet for a letter opens no backup', async () => {
  const file = await saved(wallet(ANA));
  const { boxes } = wallet(ANA);
  const open = async () => `tropichat letter 1 ${'A'.repeat(43)}`;
  const liar = { ...wallet(ANA), boxes: boxes && { ...boxes, open } };
  await assert.rejects(opened(file, liar), { code: 'backup_wallet' });
});

test('nothing is saved that the wallet would not open again', async () => {
  const key = keyOfBase64(getEncryptionPublicKey('44'.repeat(32))) ?? assert.fail();
  const { boxes } = wallet(ANA);
  const strange = { ...wallet(ANA), boxes: boxes && { ...boxes, publicKey: async () => key } };
  await assert.rejects(newLock({ wallet: strange }), { code: 'failed' });
  const forgetful = { ...wallet(ANA), boxes: boxes && { ...boxes, open: async () => '' } };
  await assert.rejects(newLock({ wallet: forgetful }), /would not open the backup/);
  const small = {
    ...wallet(ANA),
    boxes: boxes && { ...boxes, publicKey: async () => key.fill(0) },
  };
  await assert.rejects(newLock({ wallet: small }), /could not be sealed/);
});

test('a guest cannot open one, and is told what can', async () => {
  const lock: Lock = lockOf(await saved(wallet(ANA)));
  const guest = { ...wallet(ANA), label: 'Guest', boxes: null };
  await assert.rejects(keyOfLock(lock, { wallet: guest }), /“Guest” is none/);
});
