import assert from 'node:assert/strict';
import {
  createCipheriv,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  hkdfSync,
} from 'node:crypto';
import { test } from 'node:test';
import { fromHex, toHex } from '../wallet/hex.ts';
import { counterOf, createRelayKey, relayKeyOf } from './relay-key.ts';

/** Secrets and public keys of RFC 7748, section 6.1. */
const ALICE = {
  secret: '77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a',
  publicKey: '8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a',
};
const BOB = {
  secret: '5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb',
  publicKey: 'de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f',
};
const RFC_SHARED = '4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742';

const bytes = (hex: string): Uint8Array<ArrayBuffer> => fromHex(`0x${hex}`) ?? assert.fail(hex);
const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

/** What stands before a raw X25519 secret in PKCS #8, and before a raw public key in SPKI (RFC 8410). */
const PKCS8_HEAD = '302e020100300506032b656e04220420';
const SPKI_HEAD = '302a300506032b656e032100';

async function keyOf({ secret, publicKey }: typeof ALICE) {
  const [privateHalf, publicHalf] = await Promise.all([
    crypto.subtle.importKey('pkcs8', bytes(PKCS8_HEAD + secret), 'X25519', false, ['deriveBits']),
    crypto.subtle.importKey('raw', bytes(publicKey), 'X25519', true, []),
  ]);
  return relayKeyOf({ privateKey: privateHalf, publicKey: publicHalf });
}

test('a frame is what the protocol says, calculated by another library', async () => {
  const shared = diffieHellman({
    privateKey: createPrivateKey({
      key: Buffer.from(PKCS8_HEAD + ALICE.secret, 'hex'),
      format: 'der',
      type: 'pkcs8',
    }),
    publicKey: createPublicKey({
      key: Buffer.from(SPKI_HEAD + BOB.publicKey, 'hex'),
      format: 'der',
      type: 'spki',
    }),
  });
  assert.equal(shared.toString('hex'), RFC_SHARED);
  // Alice's public key is the lower one: hers is the first key.
  const salt = bytes(ALICE.publicKey + BOB.publicKey);
  const keys = Buffer.from(hkdfSync('sha256', shared, salt, 'tropichat relay 1', 64));
  const cipher = createCipheriv(
    'aes-256-gcm',
    keys.subarray(0, 32),
    bytes('000000000000000000000007'),
  );
  const text = Buffer.concat([cipher.update('hello'), cipher.final(), cipher.getAuthTag()]);

  const [alice, bob] = await Promise.all([keyOf(ALICE), keyOf(BOB)]);
  const frame = await (await alice.agree(bob.publicKey)).seal(7, utf8('hello'));
  assert.equal(toHex(frame), `0x0000000000000007${text.toString('hex')}`);
  assert.equal(counterOf(frame), 7);
  assert.deepEqual(await (await bob.agree(alice.publicKey)).open(frame), utf8('hello'));
});

test('each end opens what the other sealed, and nothing else', async () => {
  const [one, other, third] = await Promise.all([
    createRelayKey(),
    createRelayKey(),
    createRelayKey(),
  ]);
  const [ones, others, thirds] = await Promise.all([
    one.agree(other.publicKey),
    other.agree(one.publicKey),
    third.agree(one.publicKey),
  ]);
  const there = await ones.seal(1, utf8('there'));
  const back = await others.seal(1, utf8('back'));
  assert.deepEqual(await others.open(there), utf8('there'));
  assert.deepEqual(await ones.open(back), utf8('back'));
  await assert.rejects(ones.open(there), 'its own frame, sent back');
  await assert.rejects(thirds.open(there));
  const otherCounter = there.slice();
  otherCounter[7] = 2;
  await assert.rejects(others.open(otherCounter), 'the counter is part of what is sealed');
});

test('nothing is agreed with what is no key', async () => {
  const key = await createRelayKey();
  await assert.rejects(key.agree(new Uint8Array(31)));
  // Of small order: the secret would be zeros (RFC 7748, section 6.1).
  await assert.rejects(key.agree(new Uint8Array(32)));
});
