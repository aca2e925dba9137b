import assert from 'node:assert/strict';
import { test } from 'node:test';
import { argon2id } from '@noble/hashes/argon2.js';
import { toHex } from '../wallet/hex.ts';
import { keyOfPassphrase, PASSPHRASE_CHARS_MIN, passphraseProblem } from './passphrase.ts';

const filled = (length: number, byte: number) => new Uint8Array(length).fill(byte);

// RFC 9106, section 5.3.
test('the library follows the RFC', () => {
  const tag = argon2id(filled(32, 1), filled(16, 2), {
    ...{ t: 3, m: 32, p: 4, dkLen: 32, key: filled(8, 3), personalization: filled(12, 4) },
  });
  assert.equal(toHex(tag), '0x0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659');
});

test('a short passphrase is refused in words, whatever its characters take in UTF-16', () => {
  assert.match(passphraseProblem('🌴'.repeat(PASSPHRASE_CHARS_MIN - 1)) ?? '', /15 characters/);
  assert.equal(passphraseProblem('🌴'.repeat(PASSPHRASE_CHARS_MIN)), null);
  assert.match(passphraseProblem('a'.repeat(10_000)) ?? '', /at most/);
});

test('the same letters are the same passphrase, composed or not', async () => {
  const [salt, nonce] = [filled(16, 5), filled(12, 6)];
  const algorithm = { name: 'AES-GCM', iv: nonce };
  const [composed, apart] = ['Kōkō', 'Ko\u0304ko\u0304'].map((word) => keyOfPassphrase(word, salt));
  assert.ok(composed && apart);
  const sealed = await crypto.subtle.encrypt(algorithm, await composed, filled(3, 7));
  const opened = await crypto.subtle.decrypt(algorithm, await apart, sealed);
  assert.deepEqual(new Uint8Array(opened), filled(3, 7));
});
