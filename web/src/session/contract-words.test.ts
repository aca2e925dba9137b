import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ChainDoor } from '../contracts/ask-contract.ts';
import { toHex } from '../wallet/hex.ts';
import type { ContractWord } from './contract.ts';
import { ContractWords } from './contract-words.ts';

const ACCOUNT = '0x2c7536E3605D9C16a7a3D7b1898e529396a65c23';
const SESSION = 'did:key:z6Mk';

const check = (number = 0) => ({
  chain: 10,
  signer: new Uint8Array(20),
  message: new TextEncoder().encode(
    `chat.example wants you to sign in with your Ethereum account:\n${ACCOUNT}\n\nChat.\n\nURI: ${SESSION}\nVersion: 1`,
  ),
  signature: Uint8Array.of(number, 1, 2),
});

const door = (answer: unknown, chain = 10): ChainDoor => ({
  chain: async () => chain,
  call: async () => answer,
});

function words(wallet: ChainDoor | null, server: readonly (boolean | null)[] | null) {
  const told: [string, string, ContractWord][] = [];
  const asked: unknown[] = [];
  const all = new ContractWords({
    wallet: () => ({ chain: wallet }),
    askServer: async (chain, statements) => {
      asked.push([chain, statements]);
      return server;
    },
    tell: (account, session, word) => void told.push([account, session, word]),
  });
  return { all, told, asked };
}

test('what the chain says to this page is believed, and asked once', async () => {
  const { all, told, asked } = words(door('0x01'), [false]);
  assert.equal(await all.isSigned(check()), true);
  assert.equal(await all.isSigned(check()), true);
  assert.deepEqual(told, [[ACCOUNT, SESSION, 'chain']]);
  assert.deepEqual(asked, []);
});

test('what the chain denies to this page is not asked of the server', async () => {
  const { all, told, asked } = words(door('0x00'), [true]);
  assert.equal(await all.isSigned(check()), false);
  assert.deepEqual([told[0]?.[2], asked.length], ['no', 0]);
});

test('the server’s word is told as that, and proves nothing', async () => {
  for (const wallet of [door('0x01', 1), null]) {
    const { all, told, asked } = words(wallet, [true]);
    assert.equal(await all.isSigned(check()), false);
    assert.equal(told[0]?.[2], 'server');
    const message = new TextDecoder().decode(check().message);
    assert.deepEqual(asked, [[10, [{ message, signature: toHex(check().signature) }]]]);
  }
});

test('who is not there to be asked leaves it open', async () => {
  for (const server of [null, [null], []]) {
    const { all, told } = words(null, server);
    assert.equal(await all.isSigned(check()), false);
    assert.equal(told[0]?.[2], 'nobody');
  }
  const { all, told } = words(null, [false]);
  assert.equal(await all.isSigned(check()), false);
  assert.equal(told[0]?.[2], 'no');
});

test('a crowd of signatures is not asked about all at once', async () => {
  const { all, told, asked } = words(null, [true]);
  await Promise.all(Array.from({ length: 40 }, (_, number) => all.isSigned(check(number))));
  assert.equal(asked.length, 8);
  assert.equal(told.filter(([, , word]) => word === 'nobody').length, 32);
});
