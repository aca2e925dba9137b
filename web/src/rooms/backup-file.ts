/**
 * A backup as a file, version 1: a header (16 bytes `tropichat backup`, the version in 1, a salt of 16, a nonce of 12, the
 * length of what is sealed in 4, big-endian), what is sealed by AES-256-GCM with the header as associated data and a key
 * out of the passphrase, and SHA-256 over all of that. The last tells a damaged file from a wrong passphrase.
 */
import { sha256 } from '../keys/hashes.ts';
import { keyOfPassphrase, SALT_BYTES } from '../keys/passphrase.ts';

type Bytes = Uint8Array<ArrayBuffer>;

const MAGIC = new TextEncoder().encode('tropichat backup');
const VERSION = 1;
const VERSION_AT = MAGIC.length;
const SALT_AT = VERSION_AT + 1;
const NONCE_AT = SALT_AT + SALT_BYTES;
/** AES-GCM's. */
const NONCE_BYTES = 12;
const LENGTH_AT = NONCE_AT + NONCE_BYTES;
const HEADER_BYTES = LENGTH_AT + 4;
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
  backup_too_large: 'That is larger than any backup of TropiChat’s.',
} as const;

/** A backup that was not made or not taken; the message is for people. */
export class BackupRefused extends Error {
  readonly code: keyof typeof WORDS;

  constructor(code: keyof typeof WORDS) {
    super(WORDS[code]);
    this.name = 'BackupRefused';
    this.code = code;
  }
}

/** A file that opens with the passphrase alone. */
export async function sealBackup(content: Bytes, passphrase: string): Promise<Bytes> {
  const length = content.length + TAG_BYTES;
  if (HEADER_BYTES + length + DIGEST_BYTES > BACKUP_BYTES_MAX) {
    throw new BackupRefused('backup_too_large');
  }
  const header = new Uint8Array(HEADER_BYTES);
  header.set(MAGIC);
  header[VERSION_AT] = VERSION;
  crypto.getRandomValues(header.subarray(SALT_AT, LENGTH_AT));
  new DataView(header.buffer).setUint32(LENGTH_AT, length);
  const key = await keyOfPassphrase(passphrase, saltIn(header));
  const sealed = await crypto.subtle.encrypt(gcm(header), key, content);
  const all = joined(header, new Uint8Array(sealed));
  return joined(all, sha256(all));
}

/** What is in a file. Rejects with BackupRefused, which says what is wrong, as far as that can be told. */
export async function openBackup(file: Bytes, passphrase: string): Promise<Bytes> {
  const problem = problemOf(file);
  if (problem !== null) throw new BackupRefused(problem);
  const header = file.slice(0, HEADER_BYTES);
  const key = await keyOfPassphrase(passphrase, saltIn(header));
  try {
    const sealed = file.slice(HEADER_BYTES, -DIGEST_BYTES);
    return new Uint8Array(await crypto.subtle.decrypt(gcm(header), key, sealed));
  } catch {
    // The file is as it was saved, or made to look so.
    throw new BackupRefused('backup_passphrase');
  }
}

/** What can be told of a file without its passphrase; null where it looks sound. */
function problemOf(file: Bytes): keyof typeof WORDS | null {
  if (file.length > BACKUP_BYTES_MAX) return 'backup_too_large';
  const begins =
    file.length > 0 && MAGIC.every((byte, at) => at >= file.length || file[at] === byte);
  if (!begins) return 'backup_foreign';
  if (file.length > VERSION_AT && file[VERSION_AT] !== VERSION) return 'backup_version';
  if (file.length < HEADER_BYTES) return 'backup_cut';
  const length = new DataView(file.buffer, file.byteOffset).getUint32(LENGTH_AT);
  const missing = HEADER_BYTES + length + DIGEST_BYTES - file.length;
  if (missing > 0) return 'backup_cut';
  const digest = sha256(file.subarray(0, -DIGEST_BYTES));
  const isWhole = missing === 0 && digest.every((byte, at) => file.at(at - DIGEST_BYTES) === byte);
  return isWhole ? null : 'backup_damaged';
}

const saltIn = (header: Bytes): Bytes => header.slice(SALT_AT, NONCE_AT);

const gcm = (header: Bytes): AesGcmParams => ({
  name: 'AES-GCM',
  iv: header.slice(NONCE_AT, LENGTH_AT),
  additionalData: header,
});

function joined(one: Bytes, other: Uint8Array): Bytes {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}
