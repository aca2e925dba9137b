import assert from 'node:assert/strict';
import { test } from 'node:test';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { addressOfPublicKey, checksumAddress, parseAddress } from './address.ts';
import { fromHex, toHex } from './hex.ts';
import { hashPersonalMessage, recoverAddress, signPersonalMessage } from './personal-message.ts';

const bytes = (hex: string): Uint8Array => fromHex(hex) ?? assert.fail(`not hex: ${hex}`);
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

// The example of web3.js's documentation for eth.accounts.sign.
const SECRET_KEY = bytes('0x4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318');
const ADDRESS = '0x2c7536E3605D9C16a7a3D7b1898e529396a65c23';
const MESSAGE = utf8('Some data');
const SIGNATURE = bytes(
  '0xb91467e570a6466aa9e9876cbcd013baba02900b8979d43fe208a4a4f339f5fd6007e74cd82e037b800186422fc2da167c747ef045e5d18a5f5d4300f8e1a0291c',
);

test('addresses get the capitals of the examples in EIP-55', () => {
  for (const address of [
    '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed',
    '0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359',
    '0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB',
    '0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb',
    '0x52908400098527886E0F7030069857D2E4169EE7',
    '0xde709f2102306220921060314715629080e2fb77',
  ]) {
    assert.equal(checksumAddress(bytes(address.toLowerCase())), address);
  }
});

test('what is no address is refused', () => {
  for (const text of ['', '0x', '0x12', `${ADDRESS}00`, ADDRESS.slice(2), `0x${'g'.repeat(40)}`]) {
    assert.equal(parseAddress(text), null);
  }
});

test('a personal message is hashed and signed as other implementations do it', () => {
  assert.equal(
    toHex(hashPersonalMessage(MESSAGE)),
    '0x1da44b586eb0729ff70a73c326926f6ed5a25f5b056e7f47fbc6e58d86871655',
  );
  assert.equal(toHex(signPersonalMessage(MESSAGE, SECRET_KEY)), toHex(SIGNATURE));
});

test('a signature leads back to the address of its key', () => {
  const publicKey = secp256k1.getPublicKey(SECRET_KEY, false);
  assert.equal(checksumAddress(addressOfPublicKey(publicKey)), ADDRESS);
  const recovered = recoverAddress(MESSAGE, SIGNATURE);
  assert.equal(recovered && checksumAddress(recovered), ADDRESS);
});

test('a signature with its s mirrored to the upper half is refused', () => {
  const mirrored = (secp256k1.Point.Fn.ORDER - BigInt(toHex(SIGNATURE.slice(32, 64)))).toString(16);
  const malleated = bytes(`${toHex(SIGNATURE.slice(0, 32))}${mirrored.padStart(64, '0')}1b`);
  assert.equal(recoverAddress(MESSAGE, malleated), null);
});

test('malformed signatures are refused without an exception', () => {
  assert.equal(recoverAddress(MESSAGE, new Uint8Array()), null);
  assert.equal(recoverAddress(MESSAGE, new Uint8Array(65)), null);
  assert.equal(recoverAddress(MESSAGE, new Uint8Array(65).fill(255)), null);
  assert.equal(recoverAddress(MESSAGE, SIGNATURE.slice(0, 64)), null);
  const unknownV = Uint8Array.from(SIGNATURE);
  unknownV[64] = 29;
  assert.equal(recoverAddress(MESSAGE, unknownV), null);
});
