import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Aes128Gcm, Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core';
import { fromHex, toHex } from '../wallet/hex.ts';
import {
  createSealingKey,
  generateX25519,
  type SealingKey,
  seal,
  sealingKeyOf,
} from './sealing.ts';

/** The JVM runs the same ones in SealingKeyTest. */
const VECTORS = '../crypto/src/test/resources/vectors/sealing.json';

interface Vector {
  readonly name: string;
  readonly secret: string;
  readonly publicKey: string;
  readonly plaintext: string;
  readonly sealed: string;
}

/** What stands before a raw X25519 secret in PKCS #8 (RFC 8410). */
const PKCS8_HEAD = '302e020100300506032b656e04220420';

const bytes = (hex: string): Uint8Array<ArrayBuffer> => fromHex(`0x${hex}`) ?? assert.fail(hex);

const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

async function keyOf({ secret, publicKey }: Vector): Promise<SealingKey> {
  const [privateHalf, publicHalf] = await Promise.all([
    crypto.subtle.importKey('pkcs8', bytes(PKCS8_HEAD + secret), 'X25519', false, ['deriveBits']),
    crypto.subtle.importKey('raw', bytes(publicKey), 'X25519', true, []),
  ]);
  return sealingKeyOf({ privateKey: privateHalf, publicKey: publicHalf }, 'signal');
}

async function sealed(key: SealingKey, plaintext: Uint8Array<ArrayBuffer>) {
  return (await seal('signal', key.publicKey, plaintext)) ?? assert.fail('not sealed');
}

for (const vector of JSON.parse(readFileSync(VECTORS, 'utf8')) as Vector[]) {
  test(`${vector.name}: the page opens it`, async () => {
    const key = await keyOf(vector);
    assert.equal(toHex(key.publicKey), `0x${vector.publicKey}`);
    assert.deepEqual(await key.open(bytes(vector.sealed)), bytes(vector.plaintext));
  });
}

/** RFC 9180, appendix A.1.1, which is of AES-128; and of the vectors that belong to the RFC those of AES-256. */
const RFC_VECTORS = [
  {
    aead: new Aes128Gcm(),
    ikmR: '6db9df30aa07dd42ee5e8181afdb977e538f5e1fec8a06223f33f7013e525037',
    ikmE: '7268600d403fce431561aef583ee1613527cff655c1343f29812e66706df3234',
    enc: '37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431',
    ct: 'f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a96d8770ac83d07bea87e13c512a',
  },
  {
    aead: new Aes256Gcm(),
    ikmR: 'dac33b0e9db1b59dbbea58d59a14e7b5896e9bdf98fad6891e99d1686492b9ee',
    ikmE: '2cd7c601cefb3d42a62b04b7a9041494c06c7843818e0ce28a8f704ae7ab20f9',
    enc: '6c93e09869df3402d7bf231bf540fadd35cd56be14f97178f0954db94b7fc256',
    ct: 'e5d84cd531cfb583096e7cfa9641bd3079cf3a91cda813c52deb5f512be9931980a41de125a925cdad859d5b7a',
  },
];

for (const { aead, ikmR, ikmE, enc, ct } of RFC_VECTORS) {
  test(`the library follows the RFC with AES-${8 * aead.keySize}`, async () => {
    const suite = new CipherSuite({
      kem: new DhkemX25519HkdfSha256(),
      kdf: new HkdfSha256(),
      aead,
    });
    const info = bytes('4f6465206f6e2061204772656369616e2055726e');
    const aad = bytes('436f756e742d30');
    const plaintext = utf8('Beauty is truth, truth beauty');
    const recipient = await suite.kem.deriveKeyPair(bytes(ikmR).buffer);
    const ekm = await suite.kem.deriveKeyPair(bytes(ikmE).buffer);
    const sealedNow = await suite.seal(
      { recipientPublicKey: recipient.publicKey, info, ekm },
      plaintext,
      aad,
    );
    assert.equal(toHex(new Uint8Array(sealedNow.enc)), `0x${enc}`);
    assert.equal(toHex(new Uint8Array(sealedNow.ct)), `0x${ct}`);
    const opened = await suite.open(
      { recipientKey: recipient, enc: bytes(enc), info },
      bytes(ct),
      aad,
    );
    assert.deepEqual(new Uint8Array(opened), plaintext);
  });
}

test('a key opens what is sealed to it; another key does not', async () => {
  const [key, other] = [await createSealingKey(), await createSealingKey()];
  for (const length of [0, 1, 16, 1_000, 65_536]) {
    const plaintext = new Uint8Array(length).fill(7);
    const once = await sealed(key, plaintext);
    assert.equal(once.length, 32 + length + 16);
    assert.deepEqual(await key.open(once), plaintext);
    assert.equal(await other.open(once), null);
    assert.notDeepEqual(await sealed(key, plaintext), once, 'twice the same');
  }
});

test('what is sealed for one purpose opens for no other, not even with the same key', async () => {
  const pair = await generateX25519();
  const [signals, grants] = [await sealingKeyOf(pair, 'signal'), await sealingKeyOf(pair, 'grant')];
  const secret = utf8('for whom it is meant');
  const signal = (await seal('signal', signals.publicKey, secret)) ?? assert.fail();
  const grant = (await seal('grant', grants.publicKey, secret)) ?? assert.fail();
  assert.deepEqual(await signals.open(signal), secret);
  assert.deepEqual(await grants.open(grant), secret);
  assert.equal(await signals.open(grant), null);
  assert.equal(await grants.open(signal), null);
});

test('what was cut or changed on its way is not opened', async () => {
  const key = await createSealingKey();
  const text = await sealed(key, utf8('over the water'));
  for (let length = 0; length < text.length; length++) {
    assert.equal(await key.open(text.slice(0, length)), null, `cut to ${length}`);
  }
  assert.equal(await key.open(new Uint8Array([...text, 0])), null);
  for (let bit = 0; bit < 8 * text.length; bit++) {
    const changed = text.slice();
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    assert.equal(await key.open(changed), null, `bit ${bit}`);
  }
});

// RFC 7748, section 6.1: a point of small order makes every secret agree on zeros.
test('points of small order, and what is no key, are refused', async () => {
  const key = await createSealingKey();
  for (const point of ['00'.repeat(32), `01${'00'.repeat(31)}`, `ec${'ff'.repeat(30)}7f`]) {
    assert.equal(await seal('signal', bytes(point), utf8('text')), null, point);
    assert.equal(await key.open(bytes(`${point}${'55'.repeat(40)}`)), null, point);
  }
  for (const length of [0, 31, 33]) {
    assert.equal(await seal('signal', new Uint8Array(length), utf8('text')), null);
  }
});
