import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seal } from '../keys/sealing.ts';
import { forgetLaw, keptEpochs } from './law-store.ts';
import { PreKeys } from './prekeys.ts';

const SECRET = new Uint8Array(32).fill(7);

async function made(keys: PreKeys): Promise<Uint8Array<ArrayBuffer>> {
  return (await keys.make()) ?? assert.fail();
}

async function granted(to: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return (await seal('grant', to, SECRET)) ?? assert.fail();
}

test('what was granted to a key is opened until the keys before another are erased', async () => {
  const keys = new PreKeys('room', 'did:key:zAna');
  const first = await made(keys);
  const [second, third] = [await made(keys), await made(keys)];
  const grants = await Promise.all([first, second, third].map(granted));
  const opened = () =>
    Promise.all(grants.map((grant) => new PreKeys('room', 'did:key:zAna').open('grant', grant)));
  assert.deepEqual(await opened(), [SECRET, SECRET, SECRET]);
  await keys.eraseBefore(second);
  assert.deepEqual(await opened(), [null, SECRET, SECRET]);
  await keys.eraseBefore(first);
  assert.deepEqual(await opened(), [null, SECRET, SECRET], 'a key that is not here ends no other');
});

test('each room and each session has keys of its own, and too many are forgotten', async () => {
  const keys = new PreKeys('many', 'did:key:zAna');
  const first = await granted(await made(keys));
  assert.equal(await new PreKeys('many', 'did:key:zBen').open('grant', first), null);
  assert.equal(await new PreKeys('other', 'did:key:zAna').open('grant', first), null);
  await made(keys);
  await made(keys);
  assert.deepEqual(await keys.open('grant', first), SECRET);
  await made(keys);
  assert.equal(await keys.open('grant', first), null);
});

test('a letter is no grant', async () => {
  const keys = new PreKeys('letters', 'did:key:zAna');
  const letter = (await seal('letter', await made(keys), SECRET)) ?? assert.fail();
  assert.equal(await keys.open('grant', letter), null);
  assert.deepEqual(await keys.open('letter', letter), SECRET);
});

test('keys go with the room’s secrets, and are none of its epochs', async () => {
  const keys = new PreKeys('gone', 'did:key:zAna');
  const grant = await granted(await made(keys));
  assert.deepEqual(await keptEpochs('gone', 'did:key:zAna'), []);
  keys.close();
  await forgetLaw('gone');
  assert.equal(await keys.open('grant', grant), null);
  assert.equal(await keys.make(), null);
});
