/**
 * A backup as a file: a header (16 bytes `tropichat backup`, the version in 1, the lock, a nonce of 12, the length of what is
 * sealed in 4, big-endian), what is sealed by AES-256-GCM with the header as associated data, and SHA-256 over all of that.
 * The last tells a damaged file from a wrong key. The lock is what the key comes of: in version 1 a salt (16) for a
 * passphrase, in version 2 an account (20) and a box that its wallet opens (134).
 */
import { sha256 } from '../keys/hashes.ts';
import { SALT_BYTES } from '../keys/passphrase.ts';
import { BACKUP_BOX_BYTES } from '../keys/wallet-box.ts';

type Bytes = Uint8Array<ArrayBuffer>;

const MAGIC = new TextEncoder().encode('tropichat backup');
const VERSION_AT = MAGIC.length;
const LOCK_AT = VERSION_AT + 1;
export const ACCOUNT_BYTES = 20;
/** By version. */
const LOCK_BYTES = { 1: SALT_BYTES, 2: ACCOUNT_BYTES + BACKUP_BOX_BYTES } as const;
/** AES-GCM's. */
const NONCE_BYTES = 12;
const LENGTH_BYTES = 4;
const TAG_BYTES = 16;
const DIGEST_BYTES = 32;

/** Some hundred rooms with some thousand epochs each; a guess. */
export const BACKUP_BYTES_MAX = 64 * 1024 * 1024;

const WORDS = {
  backup_foreign: 'That file is no backup of TropiChat’s. Choose the one that you saved.',
  backup_version:
    'That backup is of a newer version of TropiChat than this page. Reload the page, and try again.',
  backup_cut:
    'A part of that backup is missing: it was not saved or copied to its end. Use another copy of it.',
  backup_damaged:
    'That backup was changed since it was saved, or is damaged. Use another copy of it.',
  backup_passphrase:
    'That passphrase does not open this backup. Look at capitals and spaces, and try again: it is the one that you chose when you saved it.',
  backup_wallet:
    'What your wallet found in this backup does not open it: it was made up, or its wallet is another. Use another copy of it, or the wallet that you saved it with.',
  backup_too_large: 'That is larger than any backup of TropiChat’s.',
} as const;

/** What a backup's key comes of. */
export interface Lock {
  readonly version: keyof typeof LOCK_BYTES;
  readonly bytes: Bytes;
}

/** Where what is in a header begins and ends, which the version decides. */
function layoutOf(version: Lock['version']) {
  const nonceAt = LOCK_AT + LOCK_BYTES[version];
  const lengthAt = nonceAt + NONCE_BYTES;
  return { nonceAt, lengthAt, headerBytes: lengthAt + LENGTH_BYTES };
}

/** A backup that was not made or not taken; the message is for people. */
export class BackupRefused extends Error {
  readonly code: keyof typeof WORDS;

  constructor(code: keyof typeof WORDS) {
    super(WORDS[code]);
    this.name = 'BackupRefused';
    this.code = code;
  }
}

/** A file that opens with this key alone, which comes of the lock. */
export async function sealBackup(content: Bytes, lock: Lock, key: CryptoKey): Promise<Bytes> {
  const { nonceAt, lengthAt, headerBytes } = layoutOf(lock.version);
  const length = content.length + TAG_BYTES;
  if (headerBytes + length + DIGEST_BYTES > BACKUP_BYTES_MAX) {
    throw new BackupRefused('backup_too_large');
  }
  const header = new Uint8Array(headerBytes);
  header.set(MAGIC);
  header[VERSION_AT] = lock.version;
  header.set(lock.bytes, LOCK_AT);
  crypto.getRandomValues(header.subarray(nonceAt, lengthAt));
  new DataView(header.buffer).setUint32(lengthAt, length);
  const sealed = await crypto.subtle.encrypt(gcm(header, nonceAt), key, content);
  const all = joined(header, new Uint8Array(sealed));
  return joined(all, sha256(all));
}

/** The lock of a file that is sound, as far as that can be told without its key. Throws BackupRefused. */
export function lockOf(file: Bytes): Lock {
  if (file.length > BACKUP_BYTES_MAX) throw new BackupRefused('backup_too_large');
  const begins =
    file.length > 0 && MAGIC.every((byte, at) => at >= file.length || file[at] === byte);
  if (!begins) throw new BackupRefused('backup_foreign');
  const version = file[VERSION_AT];
  if (version === undefined) throw new BackupRefused('backup_cut');
  if (version !== 1 && version !== 2) throw new BackupRefused('backup_version');
  const { nonceAt, lengthAt, headerBytes } = layoutOf(version);
  if (file.length < headerBytes) throw new BackupRefused('backup_cut');
  const length = new DataView(file.buffer, file.byteOffset).getUint32(lengthAt);
  const missing = headerBytes + length + DIGEST_BYTES - file.length;
  if (missing > 0) throw new BackupRefused('backup_cut');
  const digest = sha256(file.subarray(0, -DIGEST_BYTES));
  const isWhole = missing === 0 && digest.every((byte, at) => file.at(at - DIGEST_BYTES) === byte);
  if (!isWhole) throw new BackupRefused('backup_damaged');
  return { version, bytes: file.slice(LOCK_AT, nonceAt) };
}

/** What is in a file whose lock was read. Rejects with BackupRefused where it is another key's. */
export async function openBackup(file: Bytes, { version }: Lock, key: CryptoKey): Promise<Bytes> {
  const { nonceAt, headerBytes } = layoutOf(version);
  const header = file.slice(0, headerBytes);
  try {
    const sealed = file.slice(headerBytes, -DIGEST_BYTES);
    return new Uint8Array(await crypto.subtle.decrypt(gcm(header, nonceAt), key, sealed));
  } catch {
    // The file is as it was saved, or made to look so.
    throw new BackupRefused(version === 1 ? 'backup_passphrase' : 'backup_wallet');
  }
}

const gcm = (header: Bytes, nonceAt: number): AesGcmParams => ({
  name: 'AES-GCM',
  iv: header.slice(nonceAt, nonceAt + NONCE_BYTES),
  additionalData: header,
});

function joined(one: Bytes, other: Uint8Array): Bytes {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}
