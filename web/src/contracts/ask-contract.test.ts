import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { toHex } from '../wallet/hex.ts';
import { hashPersonalMessage } from '../wallet/personal-message.ts';
import { askWallet, type ChainDoor, callOf } from './ask-contract.ts';
import { VALIDATOR } from './validator.ts';

const SOURCE = '../chain/src/main/resources/tropichat/chain/SignatureValidator.hex';

const CHECK = {
  chain: 10,
  signer: new Uint8Array(20).fill(0xab),
  message: new TextEncoder().encode('let me in'),
  signature: new Uint8Array(33).fill(0xcd),
};

const door = (answer: unknown, chain: number | null = 10): ChainDoor => ({
  chain: async () => chain,
  call: async () => {
    if (answer instanceof Error) throw answer;
    return answer;
  },
});

test('the code that asks contracts is the server’s', () => {
  assert.equal(VALIDATOR, `0x${readFileSync(SOURCE, 'utf8').trim()}`);
});

test('wallet, digest and signature are encoded as Solidity has them', () => {
  const word = (digits: string): string => digits.padStart(64, '0');
  assert.equal(
    callOf(CHECK),
    VALIDATOR +
      word('ab'.repeat(20)) +
      toHex(hashPersonalMessage(CHECK.message)).slice(2) +
      word('60') +
      word('21') +
      'cd'.repeat(33).padEnd(128, '0'),
  );
  assert.ok(callOf({ ...CHECK, signature: new Uint8Array() }).endsWith(word('60') + word('0')));
});

test('the contract’s answer is one byte, and nothing else is an answer', async () => {
  assert.equal(await askWallet(door('0x01'), CHECK), true);
  assert.equal(await askWallet(door('0x00'), CHECK), false);
  for (const nonsense of ['0x', '0x1', `0x${'00'.repeat(31)}01`, null, 1, new Error('reverted')]) {
    assert.equal(await askWallet(door(nonsense), CHECK), null);
  }
});

test('a wallet on another chain, or on none, is not asked', async () => {
  assert.equal(await askWallet(door('0x01', 1), CHECK), null);
  assert.equal(await askWallet(door('0x01', null), CHECK), null);
});

test('a wallet that does not answer is not waited for', async () => {
  const silent: ChainDoor = { chain: async () => 10, call: () => new Promise(() => {}) };
  assert.equal(await askWallet(silent, CHECK), null);
});
