import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decrypt, encrypt, getEncryptionPublicKey } from '@metamask/eth-sig-util';
import { x25519 } from '@noble/curves/ed25519.js';
import { jsonOfBox, keyOfBase64, sealBox, sealed, secretIn } from './wallet-box.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** A wallet's secret key, of eth-sig-util's own tests, and another. */
const WALLET = '7e5374ec2ef0d91761a6e72fdf8f6ac665519bfdf6da0a2329cf0d804514b816';
const OTHER = '11'.repeat(32);
const SECRET = new Uint8Array(32).fill(7);
const VERSION = 'x25519-xsalsa20-poly1305';

const keyOf = (wallet: string): Bytes =>
  keyOfBase64(getEncryptionPublicKey(wallet)) ?? assert.fail();
const hex = (text: string): Bytes => new Uint8Array(Buffer.from(text, 'hex'));
const base64 = (text: string): Bytes => new Uint8Array(Buffer.from(text, 'base64'));

/** What a wallet does that is asked to open it. */
function opened(box: Bytes, wallet = WALLET): string {
  return decrypt({ encryptedData: JSON.parse(jsonOfBox(box) ?? ''), privateKey: wallet });
}

/** A box as bytes, that eth-sig-util has made. */
function foreign(data: string): Bytes {
  const { ephemPublicKey, nonce, ciphertext } = encrypt({
    ...{ publicKey: getEncryptionPublicKey(WALLET), data, version: VERSION },
  });
  return Uint8Array.of(...base64(ephemPublicKey), ...base64(nonce), ...base64(ciphertext));
}

test('the key that a wallet gives out is the one of its own vectors', () => {
  assert.equal(
    Buffer.from(keyOf(WALLET)).toString('base64'),
    'C5YMNdqE4kLgxQhJO1MfuQcHP5hjVSXzamzd/TxlR0U=',
  );
  for (const wrong of [
    null,
    7,
    '',
    'C5YMNdqE4kLgxQhJO1MfuQ==',
    'no base64!',
    `${'A'.repeat(44)}=`,
  ]) {
    assert.equal(keyOfBase64(wrong), null, `${wrong}`);
  }
});

test('a wallet opens what is sealed here', async () => {
  const box = (await sealBox('letter', keyOf(WALLET), SECRET)) ?? assert.fail();
  assert.deepEqual(secretIn('letter', opened(box)), SECRET);
});

test('what eth-sig-util seals is handed to the wallet as it was, and is taken', () => {
  const text = 'tropichat letter 1 BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc';
  assert.deepEqual(secretIn('letter', opened(foreign(text))), SECRET);
});

test('with the same keys and nonce, both seal to the same bytes', async () => {
  const text = 'My name is Satoshi Buterin';
  const box = foreign(text);
  const shared = x25519.getSharedSecret(hex(WALLET), box.slice(0, 32));
  const own = await sealed(
    new Uint8Array(shared),
    box.slice(32, 56),
    new TextEncoder().encode(text),
  );
  assert.deepEqual(own, box.slice(56));
});

test('the vector of eth-sig-util 9.0.0 comes out', async () => {
  const shared = x25519.getSharedSecret(hex(WALLET), base64(VECTOR.ephemPublicKey));
  const own = await sealed(
    new Uint8Array(shared),
    base64(VECTOR.nonce),
    new TextEncoder().encode('hi'),
  );
  assert.deepEqual(new Uint8Array(own), base64(VECTOR.ciphertext));
});

const VECTOR = {
  nonce: 'NFUbc3kCJU+skh5som4ssbxnI4GeCr0C',
  ephemPublicKey: 'oPzlQsLpkapn3bPOmUAYGaM96LnY26puv5fTa8S2hSo=',
  ciphertext: 'Xx8r+Sjb5+zQywVY+YmeUqwF',
};

test('another wallet opens nothing, nor does this one what was changed or cut', async () => {
  const box = (await sealBox('letter', keyOf(WALLET), SECRET)) ?? assert.fail();
  assert.throws(() => opened(box, OTHER));
  for (const at of [0, 32, 56, box.length - 1]) {
    const changed = box.slice();
    changed[at] = (changed[at] ?? 0) ^ 1;
    assert.throws(() => opened(changed), `${at}`);
  }
  for (let length = 57; length < box.length; length++) {
    assert.throws(() => opened(box.slice(0, length)), `${length}`);
  }
  for (let length = 0; length <= 56; length++) assert.equal(jsonOfBox(box.slice(0, length)), null);
});

test('what is no key is not sealed to', async () => {
  for (const length of [0, 31, 33]) {
    assert.equal(await sealBox('letter', new Uint8Array(length).fill(9), SECRET), null);
  }
  // Of small order: everybody knows the secret that comes of it.
  assert.equal(await sealBox('letter', new Uint8Array(32), SECRET), null);
});

test('what was sealed for one purpose, or says something else, is no secret', async () => {
  const box = (await sealBox('backup', keyOf(WALLET), SECRET)) ?? assert.fail();
  const text = opened(box);
  assert.deepEqual(secretIn('backup', text), SECRET);
  for (const wrong of [text, '', 'tropichat letter 1 ', 'tropichat letter 1 AAAA', 'tropichat']) {
    assert.equal(secretIn('letter', wrong), null, wrong);
  }
  const letter = text.replace('backup', 'letter');
  assert.equal(secretIn('letter', letter.replace(' 1 ', ' 2 ')), null);
  assert.equal(secretIn('letter', ` ${letter}`), null);
  assert.equal(secretIn('letter', `${letter}=`), null);
});
