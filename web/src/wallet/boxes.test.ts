import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boxesOf } from './boxes.ts';
import type { Provider } from './provider.ts';

const ADDRESS = '0x2c7536E3605D9C16a7a3D7b1898e529396a65c23';
const KEY = 'C5YMNdqE4kLgxQhJO1MfuQcHP5hjVSXzamzd/TxlR0U=';
const BOX = new Uint8Array(100).fill(3);

type Answer = (method: string, params: readonly unknown[]) => unknown;

/** Boxes of a wallet that answers so, and what it was asked. */
function boxes(answer: Answer) {
  const asked: (readonly unknown[])[] = [];
  const provider: Provider = {
    async request({ method, params = [] }) {
      asked.push([method, ...params]);
      return answer(method, params);
    },
  };
  return { own: boxesOf(provider, 'Test', ADDRESS), asked };
}

const failing = (code: number | undefined): Answer => {
  return () => {
    throw Object.assign(new Error('no'), code === undefined ? {} : { code });
  };
};

test('whether it is offered is found out without asking for any account', async () => {
  const { own, asked } = boxes(failing(-32602));
  assert.equal(await own.offered(), true);
  assert.deepEqual(asked, [['eth_getEncryptionPublicKey', '']]);
});

test('a wallet that has no such method does not offer it; one that knows it does', async () => {
  for (const code of [4200, -32601, -32004, -32603, undefined]) {
    assert.equal(await boxes(failing(code)).own.offered(), false, `${code}`);
  }
  for (const code of [-32602, -32000, 4100, 4001]) {
    assert.equal(await boxes(failing(code)).own.offered(), true, `${code}`);
  }
  assert.equal(await boxes(() => KEY).own.offered(), true);
  for (const nothing of [null, undefined, '', {}, 'x']) {
    assert.equal(await boxes(() => nothing).own.offered(), false, `${nothing}`);
  }
});

test('the key is asked for the account in use, and must be one', async () => {
  const { own, asked } = boxes(() => KEY);
  assert.equal(Buffer.from(await own.publicKey()).toString('base64'), KEY);
  assert.deepEqual(asked, [['eth_getEncryptionPublicKey', ADDRESS]]);
  await assert.rejects(boxes(() => 'AAAA').own.publicKey(), { code: 'key' });
});

test('a box goes to the wallet as it takes it', async () => {
  const { own, asked } = boxes(() => 'text');
  assert.equal(await own.open(BOX), 'text');
  const [[method, data, account] = []] = asked;
  assert.equal(method, 'eth_decrypt');
  assert.equal(account, ADDRESS);
  const json = JSON.parse(Buffer.from(String(data).slice(2), 'hex').toString());
  assert.deepEqual(Object.keys(json), ['version', 'nonce', 'ephemPublicKey', 'ciphertext']);
  assert.equal(json.version, 'x25519-xsalsa20-poly1305');
  assert.equal(Buffer.from(json.ciphertext, 'base64').length, 100 - 56);
});

test('what cannot be a box is not shown to the wallet, and an answer that is no text is none', async () => {
  const { own, asked } = boxes(() => ({}));
  await assert.rejects(own.open(new Uint8Array(56)), { code: 'box' });
  assert.deepEqual(asked, []);
  await assert.rejects(own.open(BOX), { code: 'box' });
});

test('a no, and a wallet that cannot, are told apart', async () => {
  for (const work of ['publicKey', 'open'] as const) {
    await assert.rejects(boxes(failing(4001)).own[work](BOX), { code: 'rejected' });
    await assert.rejects(boxes(failing(4200)).own[work](BOX), { code: 'unsupported' });
    await assert.rejects(boxes(failing(undefined)).own[work](BOX), { code: 'failed' });
  }
});
