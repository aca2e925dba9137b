import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseAddress } from '../wallet/address.ts';
import { fromHex } from '../wallet/hex.ts';
import { verifyEip191 } from './account-signature.ts';
import { packChecks, unpackChecks } from './packed-checks.ts';
import { verifyEd25519, verifyHere } from './verify.ts';

const bytes = (hex: string): Uint8Array<ArrayBuffer> => fromHex(hex) ?? assert.fail(hex);

// RFC 8032, section 7.1, test 2.
const PUBLIC_KEY = bytes('0x3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c');
const MESSAGE = bytes('0x72');
const SIGNATURE = bytes(
  '0x92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
);

test('an Ed25519 signature of RFC 8032 is verified', async () => {
  assert.equal(await verifyEd25519(PUBLIC_KEY, MESSAGE, SIGNATURE), true);
});

test('an Ed25519 signature over another message, or malformed, is not', async () => {
  assert.equal(await verifyEd25519(PUBLIC_KEY, bytes('0x73'), SIGNATURE), false);
  assert.equal(await verifyEd25519(PUBLIC_KEY, MESSAGE, SIGNATURE.slice(1)), false);
  assert.equal(await verifyEd25519(PUBLIC_KEY.slice(1), MESSAGE, SIGNATURE), false);
  assert.equal(await verifyEd25519(new Uint8Array(32).fill(255), MESSAGE, SIGNATURE), false);
});

test('many signatures are judged each by itself, in their order', async () => {
  const right = { signer: PUBLIC_KEY, message: MESSAGE, signature: SIGNATURE };
  const wrong = { ...right, message: bytes('0x73') };
  assert.deepEqual(await verifyHere([right, wrong, right]), [true, false, true]);
});

test('checks come out of their packing as they went in, whatever their lengths', () => {
  const right = { signer: PUBLIC_KEY, message: MESSAGE, signature: SIGNATURE };
  const empty = new Uint8Array();
  const checks = [right, { signer: empty, message: empty, signature: empty }, right];
  assert.deepEqual(unpackChecks(packChecks(checks)), checks);
  assert.deepEqual(unpackChecks(packChecks([])), []);
});

test('a personal signature counts for its account alone', () => {
  const message = new TextEncoder().encode('Some data');
  const signature = bytes(
    '0xb91467e570a6466aa9e9876cbcd013baba02900b8979d43fe208a4a4f339f5fd6007e74cd82e037b800186422fc2da167c747ef045e5d18a5f5d4300f8e1a0291c',
  );
  const account = parseAddress('0x2c7536E3605D9C16a7a3D7b1898e529396a65c23') ?? assert.fail();
  assert.equal(verifyEip191(account, message, signature), true);
  assert.equal(verifyEip191(account, message.slice(1), signature), false);
  assert.equal(verifyEip191(new Uint8Array(20), message, signature), false);
  assert.equal(verifyEip191(new Uint8Array(), message, signature), false);
});
