import assert from 'node:assert/strict';
import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { test } from 'node:test';
import { toBase58 } from './base58.ts';
import { registeredChoice } from './discovery.ts';
import { WalletProblem } from './problem.ts';
import { connectSolana } from './solana.ts';
import { isSolanaWallet, type StandardWallet } from './standard.ts';

/** RFC 8032, section 7.1, test 2, and its public key in base58. */
const SEED = '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb';
const ADDRESS = '586Z7H2vpX9qNhN2T4e9Utugie3ogjbxzGaMtM3E6HR5';
const OTHER = '7S3P4HxJpyyigGzodYwHtCxZyUQe9JiBMHyRWXArAaKv';

const key = createPrivateKey({
  key: Buffer.from(`302e020100300506032b657004220420${SEED}`, 'hex'),
  format: 'der',
  type: 'pkcs8',
});
const publicKey = new Uint8Array(
  createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32),
);

const account = {
  address: ADDRESS,
  publicKey,
  chains: ['solana:mainnet'],
  features: ['solana:signMessage'],
};

interface Fake extends StandardWallet {
  accounts: readonly unknown[];
  tell(): void;
  readonly calls: unknown[];
}

/** A wallet as extensions register it; `changed` takes the place of single features. */
function wallet(changed: Record<string, unknown> = {}, accounts: readonly unknown[] = [account]) {
  const listeners = new Set<() => void>();
  const fake: Fake = {
    name: 'Sun',
    icon: 'data:image/png;base64,',
    chains: ['solana:mainnet'],
    accounts,
    calls: [],
    tell: () => {
      for (const listener of listeners) listener();
    },
    features: {
      'standard:connect': {
        async connect(input: unknown) {
          fake.calls.push(input);
          return { accounts: fake.accounts };
        },
      },
      'standard:events': {
        on(_: string, listener: () => void) {
          listeners.add(listener);
          return () => listeners.delete(listener);
        },
      },
      'solana:signMessage': {
        async signMessage({ message }: { message: Uint8Array }) {
          return [{ signedMessage: message, signature: new Uint8Array(sign(null, message, key)) }];
        },
      },
      ...changed,
    },
  };
  return fake;
}

const signing = (answer: unknown) =>
  wallet({ 'solana:signMessage': { signMessage: async () => answer } });

const code =
  (expected: string) =>
  (error: unknown): boolean =>
    error instanceof WalletProblem && error.code === expected;

test('keys and signatures are written as in the vectors of CAIP-10 and of base58', () => {
  assert.equal(toBase58(publicKey), ADDRESS);
  assert.equal(toBase58(new Uint8Array()), '');
  assert.equal(toBase58(new Uint8Array(32)), '1'.repeat(32));
  // draft-msporny-base58-03, section 5.
  assert.equal(toBase58(new TextEncoder().encode('Hello World!')), '2NEpo7TZRRrLZSi2U');
  assert.equal(toBase58(Uint8Array.of(0, 0, 0x28, 0x7f, 0xb4, 0xcd)), '11233QC4');
});

test('a wallet is connected with its account on the main cluster, and signs the very text', async () => {
  const connected = await connectSolana(wallet(), 'Sun', 'asked');
  assert.equal(connected?.address, ADDRESS);
  assert.equal(connected?.account, `did:pkh:solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp:${ADDRESS}`);
  const text = 'hé 🌴';
  const signature = sign(null, Buffer.from(text), key);
  assert.ok(verify(null, Buffer.from(text), createPublicKey(key), signature));
  assert.equal(await connected?.sign(text), toBase58(signature));
});

test('a silent connection says so, and a refusal of it is no problem', async () => {
  const fake = wallet();
  await connectSolana(fake, 'Sun', 'silent');
  assert.deepEqual(fake.calls, [{ silent: true }]);
  const refuses = { 'standard:connect': { connect: () => Promise.reject(new Error('no')) } };
  assert.equal(await connectSolana(wallet(refuses), 'Sun', 'silent'), null);
  assert.equal(await connectSolana(wallet({}, []), 'Sun', 'silent'), null);
  await assert.rejects(connectSolana(wallet(refuses), 'Sun', 'asked'), code('failed'));
  await assert.rejects(connectSolana(wallet({}, []), 'Sun', 'asked'), code('locked'));
});

test('the first account on Solana counts', async () => {
  const accounts = [null, { address: OTHER }, { ...account, chains: ['eip155:1'] }, account];
  const connected = await connectSolana(wallet({}, accounts), 'Sun', 'asked');
  assert.equal(connected?.address, ADDRESS);
});

test('an account that is none, or cannot sign texts, is refused in words', async () => {
  const connect = (changed: object) =>
    connectSolana(wallet({}, [{ ...account, ...changed }]), 'Sun', 'asked');
  await assert.rejects(connect({ address: OTHER }), code('account'));
  await assert.rejects(connect({ publicKey: new Uint8Array(31) }), code('account'));
  await assert.rejects(connect({ features: [] }), code('unsupported'));
});

test('whatever is not the signature of the text is refused', async () => {
  const good = new Uint8Array(64);
  const message = new TextEncoder().encode('x');
  for (const answer of [
    undefined,
    [],
    [null],
    [{ signature: good }],
    [{ signedMessage: new TextEncoder().encode('y'), signature: good }],
    [{ signedMessage: message, signature: new Uint8Array(63) }],
    [{ signedMessage: message, signature: 'text' }],
  ]) {
    const connected = await connectSolana(signing(answer), 'Sun', 'asked');
    await assert.rejects(async () => connected?.sign('x'), code('signature'));
  }
});

test('a no is told in words', async () => {
  const refusal = Object.assign(new Error('User rejected the request.'), { code: 4001 });
  const refuses = { 'solana:signMessage': { signMessage: () => Promise.reject(refusal) } };
  const connected = await connectSolana(wallet(refuses), 'Sun', 'asked');
  await assert.rejects(async () => connected?.sign('x'), code('rejected'));
});

test('a change of account, a lock and an unlock are told once each', async () => {
  const fake = wallet();
  const connected = await connectSolana(fake, 'Sun', 'asked');
  const heard: (string | null)[] = [];
  const stop = connected?.onAccountChanged((address) => heard.push(address));
  fake.tell();
  fake.accounts = [{ ...account, address: OTHER }];
  fake.tell();
  fake.tell();
  fake.accounts = [];
  fake.tell();
  fake.accounts = [account];
  fake.tell();
  stop?.();
  fake.accounts = [];
  fake.tell();
  assert.deepEqual(heard, [OTHER, null, ADDRESS]);
});

test('only wallets of Solana that sign texts are offered', () => {
  const good = wallet();
  const choice = registeredChoice(good);
  assert.deepEqual([choice?.id, choice?.chain], ['solana:Sun', 'Solana']);
  assert.equal(registeredChoice({ ...good, icon: 'https://example.org/pixel.png' })?.icon, null);
  assert.ok(isSolanaWallet(good));
  for (const other of [
    null,
    'x',
    {},
    { ...good, name: 7 },
    { ...good, name: ' ' },
    { ...good, icon: undefined },
    { ...good, chains: ['sui:mainnet'] },
    { ...good, chains: 'solana:mainnet' },
    { ...good, features: undefined },
    wallet({ 'solana:signMessage': undefined }),
    wallet({ 'solana:signMessage': {} }),
    wallet({ 'standard:connect': null }),
  ]) {
    assert.equal(registeredChoice(other), null);
  }
});
