import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { sha256 } from '../keys/hashes.ts';
import { BACKUP_BYTES_MAX, BackupRefused, lockOf, openBackup, sealBackup } from './backup-file.ts';
import { keyOfLock, newLock } from './backup-lock.ts';

const PASSPHRASE = 'palm over the warm water';
const CONTENT = new TextEncoder().encode('{"guest":null,"rooms":[]}');

let file = new Uint8Array();

before(async () => {
  const { lock, key } = await newLock({ passphrase: PASSPHRASE });
  file = await sealBackup(CONTENT, lock, key);
});

async function contentOf(bytes: Uint8Array<ArrayBuffer>, passphrase: string) {
  const lock = lockOf(bytes);
  return openBackup(bytes, lock, await keyOfLock(lock, { passphrase }));
}

async function refusalOf(bytes: Uint8Array<ArrayBuffer>, passphrase = PASSPHRASE) {
  try {
    await contentOf(bytes, passphrase);
    return 'opened';
  } catch (error) {
    return error instanceof BackupRefused ? error.code : error;
  }
}

/** The file with a bit flipped; its checksum made right again, as by somebody who knows the format. */
function changed(bit: number, mended = false): Uint8Array<ArrayBuffer> {
  const bytes = file.slice();
  bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  if (mended) bytes.set(sha256(bytes.subarray(0, -32)), bytes.length - 32);
  return bytes;
}

test('a backup opens with its passphrase', async () => {
  assert.deepEqual(await contentOf(file, PASSPHRASE), CONTENT);
});

test('with another passphrase it does not open, and that is what is said', async () => {
  assert.equal(await refusalOf(file, 'Palm over the warm water'), 'backup_passphrase');
});

test('a file that was cut anywhere is told as such', async () => {
  assert.equal(await refusalOf(new Uint8Array()), 'backup_foreign');
  for (let length = 1; length < file.length; length++) {
    assert.equal(await refusalOf(file.slice(0, length)), 'backup_cut', `${length}`);
  }
});

test('a file that was changed anywhere is told from one with another passphrase', async () => {
  for (let bit = 0; bit < 8 * file.length; bit++) {
    const code = await refusalOf(changed(bit));
    const at = bit >> 3;
    if (at < 16) assert.equal(code, 'backup_foreign', `bit ${bit}`);
    else if (at === 16) assert.equal(code, 'backup_version', `bit ${bit}`);
    else assert.ok(code === 'backup_damaged' || code === 'backup_cut', `bit ${bit}: ${code}`);
  }
  assert.equal(await refusalOf(new Uint8Array([...file, 0])), 'backup_damaged');
});

test('what was changed by somebody who knows the format does not open either', async () => {
  const sealedAt = 16 + 1 + 16 + 12 + 4;
  assert.equal(await refusalOf(changed(8 * sealedAt, true)), 'backup_passphrase');
});

test('other files are no backups', async () => {
  const text = new TextEncoder().encode('Dear diary, today I went to the beach and forgot my key.');
  assert.equal(await refusalOf(text), 'backup_foreign');
  assert.equal(await refusalOf(new Uint8Array(BACKUP_BYTES_MAX + 1)), 'backup_too_large');
});
