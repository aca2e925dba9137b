import assert from 'node:assert/strict';
import { test } from 'node:test';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { addressOfPublicKey, checksumAddress } from './address.ts';
import { announcedChoice } from './discovery.ts';
import { toHex } from './hex.ts';
import { connectInjected } from './injected.ts';
import { signPersonalMessage } from './personal-message.ts';
import { explain, WalletProblem } from './problem.ts';
import type { Provider } from './provider.ts';

const SECRET = new Uint8Array(32).fill(7);
const ADDRESS = checksumAddress(addressOfPublicKey(secp256k1.getPublicKey(SECRET, false)));
const OTHER = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';
/** Of `x`, by the account's own key: v is 27 or 28. */
const OWN = signPersonalMessage(new TextEncoder().encode('x'), SECRET);

interface FakeProvider extends Provider {
  emit(event: string, payload: unknown): void;
  readonly calls: { method: string; params?: readonly unknown[] }[];
}

/** Answers by method; an answer that is an Error is thrown. */
function provider(answers: Record<string, unknown>): FakeProvider {
  const listeners = new Map<string, Set<(payload: unknown) => void>>();
  const calls: FakeProvider['calls'] = [];
  return {
    calls,
    async request(call) {
      calls.push(call);
      const answer = answers[call.method];
      if (answer instanceof Error) throw answer;
      return answer;
    },
    on(event, listener) {
      listeners.set(event, (listeners.get(event) ?? new Set()).add(listener));
    },
    removeListener: (event, listener) => listeners.get(event)?.delete(listener),
    emit(event, payload) {
      for (const listener of listeners.get(event) ?? []) listener(payload);
    },
  };
}

const working = (overrides: Record<string, unknown> = {}): FakeProvider =>
  provider({
    eth_requestAccounts: [ADDRESS.toLowerCase()],
    eth_accounts: [ADDRESS.toLowerCase()],
    eth_chainId: '0x89',
    personal_sign: toHex(OWN),
    ...overrides,
  });

const code =
  (expected: string) =>
  (error: unknown): boolean =>
    error instanceof WalletProblem && error.code === expected;

test('a wallet is connected with its checksummed account and its chain', async () => {
  const wallet = await connectInjected(working(), 'Test', 'asked');
  assert.equal(wallet?.address, ADDRESS);
  assert.equal(wallet?.account, `did:pkh:eip155:137:${ADDRESS}`);
});

test('a message is signed as hex of its UTF-8', async () => {
  const fake = working();
  const wallet = await connectInjected(fake, 'Test', 'asked');
  assert.equal(await wallet?.sign('x'), toHex(OWN));
  await wallet?.sign('hé');
  const asked = fake.calls.findLast(({ method }) => method === 'personal_sign');
  assert.deepEqual(asked?.params, ['0x68c3a9', ADDRESS]);
});

test('a bare recovery bit becomes 27 or 28', async () => {
  const wallet = await connectInjected(
    working({
      personal_sign: toHex(Uint8Array.of(...OWN.subarray(0, -1), (OWN.at(-1) ?? 0) - 27)),
    }),
    'Test',
    'asked',
  );
  assert.equal(await wallet?.sign('x'), toHex(OWN));
});

test('what the account’s key has not signed is left to its contract, as the wallet gave it', async () => {
  const others = toHex(signPersonalMessage(new TextEncoder().encode('y'), SECRET));
  const safes = `0x${'11'.repeat(64)}00`;
  for (const given of ['0x', '0x1234', safes, others, `0x${'ab'.repeat(3 * 1024)}`]) {
    const wallet = await connectInjected(working({ personal_sign: given }), 'Test', 'asked');
    assert.equal(await wallet?.sign('x'), `eip1271:${given}`);
  }
});

test('of an account that is no contract, another key’s signature is no contract’s', async () => {
  const others = toHex(signPersonalMessage(new TextEncoder().encode('y'), SECRET));
  const fake = working({ personal_sign: others, eth_getCode: '0x' });
  const wallet = await connectInjected(fake, 'Test', 'asked');
  assert.equal(await wallet?.sign('x'), others);
});

test('what is no signature, or too long for one, is refused in words', async () => {
  for (const given of [null, 'yes', '0x123', `0x${'ab'.repeat(3 * 1024 + 1)}`]) {
    const wallet = await connectInjected(working({ personal_sign: given }), 'Test', 'asked');
    await assert.rejects(async () => wallet?.sign('x'), code('signature'));
  }
});

test('the chain is asked by the wallet’s own node, whichever chain it is on by then', async () => {
  const fake = working({ eth_call: '0x01' });
  const wallet = await connectInjected(fake, 'Test', 'asked');
  assert.equal(await wallet?.chain?.chain(), 137);
  assert.equal(await wallet?.chain?.call({ data: '0x00' }), '0x01');
  assert.deepEqual(fake.calls.at(-1)?.params, [{ data: '0x00' }, 'latest']);
});

test('a locked wallet is a problem when asked, and nothing when silent', async () => {
  const locked = { eth_requestAccounts: [], eth_accounts: [] };
  await assert.rejects(connectInjected(working(locked), 'Test', 'asked'), code('locked'));
  assert.equal(await connectInjected(working(locked), 'Test', 'silent'), null);
});

test('a silent connection never asks', async () => {
  const fake = working();
  await connectInjected(fake, 'Test', 'silent');
  assert.deepEqual(
    fake.calls.map(({ method }) => method),
    ['eth_accounts', 'eth_chainId'],
  );
});

test('every known refusal has its own words', () => {
  for (const [number, name] of [
    [4001, 'rejected'],
    [4100, 'unauthorized'],
    [4200, 'unsupported'],
    [4900, 'disconnected'],
    [4901, 'disconnected'],
    [-32002, 'pending'],
    [-32601, 'unsupported'],
  ] as const) {
    const problem = explain({ code: number, message: 'internal words' }, 'Test');
    assert.equal(problem.code, name);
    assert.ok(problem.message.includes('Test') && !problem.message.includes('internal words'));
  }
});

test('a wrapped refusal is found', () => {
  const wrapped = { code: -32603, data: { originalError: { code: 4001 } } };
  assert.equal(explain(wrapped, 'Test').code, 'rejected');
});

test('an unknown error is told with the wallet’s own words, cut short', () => {
  assert.match(explain(new Error('boom'), 'Test').message, /“boom”/);
  assert.ok(explain(new Error('x'.repeat(5000)), 'Test').message.length < 400);
  assert.equal(explain(undefined, 'Test').code, 'failed');
});

test('a change of account, a lock and an unlock are told once each', async () => {
  const fake = working();
  const wallet = await connectInjected(fake, 'Test', 'asked');
  const heard: (string | null)[] = [];
  const stop = wallet?.onAccountChanged((address) => heard.push(address));
  fake.emit('accountsChanged', [ADDRESS]);
  fake.emit('accountsChanged', [OTHER.toLowerCase()]);
  fake.emit('accountsChanged', []);
  fake.emit('accountsChanged', []);
  fake.emit('accountsChanged', [ADDRESS]);
  stop?.();
  fake.emit('accountsChanged', [OTHER]);
  assert.deepEqual(heard, [OTHER, null, ADDRESS]);
});

test('malformed announcements are passed over', () => {
  const good = { info: { uuid: 'u', name: 'W', rdns: 'a.b', icon: 'data:image/png;base64,' } };
  assert.equal(announcedChoice({ ...good, provider: working() })?.id, 'a.b');
  assert.equal(announcedChoice({ ...good, provider: {} }), null);
  assert.equal(announcedChoice({ info: { name: 7 }, provider: working() }), null);
  assert.equal(announcedChoice({ info: { name: 'W', rdns: 'guest' }, provider: working() }), null);
  assert.equal(announcedChoice(null), null);
  assert.equal(announcedChoice('x'), null);
});

test('only data: images become icons', () => {
  const info = { name: 'W', rdns: 'a.b', icon: 'https://example.org/pixel.png' };
  assert.equal(announcedChoice({ info, provider: working() })?.icon, null);
});
