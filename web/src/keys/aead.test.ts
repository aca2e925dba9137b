import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, test } from 'node:test';
import { fromHex, toHex } from '../wallet/hex.ts';
import { aesGcmOpen, aesGcmSeal, loadAead } from './aead.ts';

/** The JVM runs the same ones in JvmAeadTest. */
const VECTORS = '../crypto/src/test/resources/vectors/aes-gcm.json';

interface Vector {
  readonly name: string;
  readonly key: string;
  readonly nonce: string;
  readonly associated: string;
  readonly content: string;
  readonly sealed: string;
}

const KEY = new Uint8Array(32);
const NONCE = new Uint8Array(12);
const NOTHING = new Uint8Array(0);
const ASSOCIATED = new TextEncoder().encode('where it belongs');
const CONTENT = new TextEncoder().encode('over the water');

const bytes = (hex: string): Uint8Array => fromHex(`0x${hex}`) ?? assert.fail(hex);

function flipped(content: Uint8Array, bit: number): Uint8Array {
  const changed = content.slice();
  changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return changed;
}

before(async () => {
  assert.throws(() => aesGcmSeal(KEY, NONCE, ASSOCIATED, CONTENT), /not loaded/);
  assert.throws(() => aesGcmOpen(KEY, NONCE, ASSOCIATED, CONTENT), /not loaded/);
  await loadAead();
});

for (const vector of JSON.parse(readFileSync(VECTORS, 'utf8')) as Vector[]) {
  test(`GCM's specification, ${vector.name}`, () => {
    const key = bytes(vector.key);
    const nonce = bytes(vector.nonce);
    const associated = bytes(vector.associated);
    const sealed = aesGcmSeal(key, nonce, associated, bytes(vector.content));
    assert.equal(toHex(sealed), `0x${vector.sealed}`);
    assert.deepEqual(aesGcmOpen(key, nonce, associated, sealed), bytes(vector.content));
  });
}

test('what was cut or changed is not opened', () => {
  const sealed = aesGcmSeal(KEY, NONCE, ASSOCIATED, CONTENT);
  assert.deepEqual(aesGcmOpen(KEY, NONCE, ASSOCIATED, sealed), CONTENT);
  for (let length = 0; length < sealed.length; length++) {
    assert.equal(aesGcmOpen(KEY, NONCE, ASSOCIATED, sealed.slice(0, length)), null, `${length}`);
  }
  assert.equal(aesGcmOpen(KEY, NONCE, ASSOCIATED, new Uint8Array([...sealed, 0])), null);
  for (let bit = 0; bit < 8 * sealed.length; bit++) {
    assert.equal(aesGcmOpen(KEY, NONCE, ASSOCIATED, flipped(sealed, bit)), null, `bit ${bit}`);
  }
});

test('nothing is opened with another key, nonce or place', () => {
  const sealed = aesGcmSeal(KEY, NONCE, ASSOCIATED, CONTENT);
  assert.equal(aesGcmOpen(flipped(KEY, 0), NONCE, ASSOCIATED, sealed), null);
  assert.equal(aesGcmOpen(KEY, flipped(NONCE, 0), ASSOCIATED, sealed), null);
  assert.equal(aesGcmOpen(KEY, NONCE, flipped(ASSOCIATED, 0), sealed), null);
  assert.equal(aesGcmOpen(KEY, NONCE, NOTHING, sealed), null);
});

test('keys and nonces have one length', () => {
  for (const key of [NOTHING, KEY.subarray(16), new Uint8Array(64)]) {
    assert.throws(() => aesGcmSeal(key, NONCE, ASSOCIATED, CONTENT), RangeError);
    assert.throws(() => aesGcmOpen(key, NONCE, ASSOCIATED, CONTENT), RangeError);
  }
  for (const nonce of [NOTHING, NONCE.subarray(4), new Uint8Array(16)]) {
    assert.throws(() => aesGcmSeal(KEY, nonce, ASSOCIATED, CONTENT), RangeError);
  }
});
