import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { write } from '../store/database.ts';
import { createLastingPair, createWrappedPair, pairOf } from './lasting-pair.ts';
import { seal, sealingKeyOf } from './sealing.ts';
import { openSessionKey } from './session-key.ts';

const SECRET = new TextEncoder().encode('of the epoch');

/** Of a page that is alone in its browser: every lock is free. */
const locks = {
  request: async (_name: string, _options: unknown, held: (lock: object) => unknown) => held({}),
};

before(() => {
  Object.defineProperty(globalThis, 'isSecureContext', { value: true });
  Object.defineProperty(globalThis, 'navigator', { value: { locks }, configurable: true });
});

test('a device keeps its lasting key over reloads, each session its own', async () => {
  const first = await openSessionKey('0xAna');
  first.release();
  const again = await openSessionKey('0xAna');
  assert.deepEqual(again.sealing.publicKey, first.sealing.publicKey);
  const other = await openSessionKey('0xBen');
  assert.notDeepEqual(other.sealing.publicKey, first.sealing.publicKey);
  const sealed = (await seal('grant', first.sealing.publicKey, SECRET)) ?? assert.fail();
  assert.deepEqual(await again.sealing.open(sealed), SECRET);
  assert.equal(await other.sealing.open(sealed), null);
});

test('a session of a former version, and one whose lasting key is damaged, gets one', async () => {
  const keyPair = await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify']);
  const delegation = { message: 'm', signature: '0x', expiresAtMillis: 1 };
  await write('sessions', '0xCyd/0', { keyPair, delegation });
  for (const damaged of [undefined, null, { wrapping: 'none' }]) {
    if (damaged !== undefined) await write('sessions', '0xCyd/0/sealing', damaged);
    const session = await openSessionKey('0xCyd');
    assert.equal(session.sealing.publicKey.length, 32);
    assert.deepEqual(session.delegation, delegation);
    session.release();
  }
});

test('a pair opens what was sealed to it, as it is and wrapped, and cannot be extracted', async () => {
  for (const lasting of [await createLastingPair(), await createWrappedPair()]) {
    const once = await sealingKeyOf(await pairOf(lasting), 'grant');
    const sealed = (await seal('grant', once.publicKey, SECRET)) ?? assert.fail();
    const pair = await pairOf(lasting);
    assert.deepEqual(await (await sealingKeyOf(pair, 'grant')).open(sealed), SECRET);
    await assert.rejects(crypto.subtle.exportKey('pkcs8', pair.privateKey));
  }
});
