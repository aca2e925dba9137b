import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';
import { readGate } from '#gate-judge';
import { bytesOfRule } from '../gates/encoded.ts';
import { pagePort } from './page-port.ts';
import { Rechecks } from './rechecks.ts';
import type { ChainMethod } from './wallet-contract.ts';

const CHAIN = 31_337;
const NEWEST = 100;
const EARLIER = '0x62';
const WALLET = '0x9D85ca56217D2bb651b00f15e694EB7E713637D4';
const TOKEN = '0x5b38da6a701c568545dcfcb03fcb875f56beddc4';
const BADGE = { erc721: { chain: CHAIN, contract: TOKEN } };
const NONE = `0x${'0'.repeat(64)}`;
const ONE = `0x${'0'.repeat(63)}1`;

const bytesOf = (rule: unknown): Uint8Array => bytesOfRule(rule) ?? assert.fail('no rule');
const hashOf = (rule: unknown): Uint8Array =>
  readGate(bytesOf(rule), pagePort)?.hash() ?? assert.fail('no rule');

/** A chain that writes down what it is asked, and answers so to everything but its id and its newest block. */
function chainOf(answer: (method: ChainMethod, params: readonly unknown[]) => unknown) {
  const asked: ChainMethod[] = [];
  const world = { id: CHAIN, waiting: 0, mostWaiting: 0, asked, rechecks: new Rechecks({ ask }) };
  async function ask(method: ChainMethod, params: readonly unknown[]): Promise<unknown> {
    asked.push(method);
    world.waiting++;
    world.mostWaiting = Math.max(world.mostWaiting, world.waiting);
    await Promise.resolve();
    world.waiting--;
    if (method === 'eth_chainId') return `0x${world.id.toString(16)}`;
    return method === 'eth_blockNumber' ? `0x${NEWEST.toString(16)}` : answer(method, params);
  }
  return world;
}

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ['setTimeout', 'Date'] });
});

/** What comes of a question, however long it takes. */
async function settled(finding: Promise<boolean>): Promise<boolean> {
  let isOver = false;
  void finding.finally(() => {
    isOver = true;
  });
  while (!isOver) {
    await new Promise((resolve) => setImmediate(resolve));
    if (!isOver) mock.timers.tick(1_000);
  }
  return finding;
}

const lacks = (world: ReturnType<typeof chainOf>, rule: unknown = BADGE, hash = hashOf(rule)) =>
  settled(world.rechecks.lacks({ hash, rule, wallet: WALLET }));

test('who holds nothing at both blocks, and nothing a moment later either, lacks it', async () => {
  const world = chainOf(() => NONE);
  assert.equal(await lacks(world), true);
  assert.equal(world.asked.filter((method) => method === 'eth_call').length, 4);
});

test('a rule counts as JSON and as the bytes in the room’s record', async () => {
  assert.equal(
    await lacks(
      chainOf(() => NONE),
      bytesOf(BADGE),
      hashOf(BADGE),
    ),
    true,
  );
});

test('a rule of another hash is the server’s own, and nothing is asked', async () => {
  const world = chainOf(() => NONE);
  const other = hashOf({ erc20: { chain: CHAIN, contract: TOKEN } });
  assert.equal(await lacks(world, BADGE, other), false);
  assert.equal(await lacks(world, { nothing: undefined }, other), false);
  assert.deepEqual(world.asked, []);
});

test('who has got it since, or has it at one block, is not turned away', async () => {
  let calls = 0;
  assert.equal(await lacks(chainOf(() => (calls++ < 2 ? NONE : ONE))), false);
  const isEarlier = (params: readonly unknown[]) => params[1] === EARLIER;
  assert.equal(await lacks(chainOf((_, params) => (isEarlier(params) ? NONE : ONE))), false);
  assert.equal(await lacks(chainOf((_, params) => (isEarlier(params) ? ONE : NONE))), false);
});

test('coins are read as numbers of any length', async () => {
  const rule = { native: { chain: CHAIN, min: '16' } };
  assert.equal(
    await lacks(
      chainOf(() => '0xf'),
      rule,
    ),
    true,
  );
  assert.equal(
    await lacks(
      chainOf(() => '0x10'),
      rule,
    ),
    false,
  );
});

test('contracts that refuse own nothing, and prove nothing else', async () => {
  const refuse = () => {
    throw Object.assign(new Error('execution reverted'), { code: 3 });
  };
  const ids = { erc721: { chain: CHAIN, contract: TOKEN, ids: [7] } };
  assert.equal(await lacks(chainOf(refuse), ids), true);
  assert.equal(await lacks(chainOf(refuse)), false);
});

for (const [name, answer] of Object.entries({
  'no text': 7,
  'no number': 'nothing',
  'far too much': `0x${'0'.repeat(1_000_000)}`,
  'half a byte': '0x0',
})) {
  test(`an answer that is ${name} counts for nothing`, async () => {
    assert.equal(await lacks(chainOf(() => answer)), false);
  });
}

test('another chain, and one that changes meanwhile, say nothing', async () => {
  const other = chainOf(() => NONE);
  other.id = 1;
  assert.equal(await lacks(other), false);
  const changing = chainOf(() => {
    changing.id = 1;
    return NONE;
  });
  assert.equal(await lacks(changing), false);
});

test('a wallet that never answers is not waited for', async () => {
  assert.equal(await lacks(chainOf(() => new Promise(() => {}))), false);
});

test('few questions are asked at once, and too many not at all', async () => {
  const of = (count: number) => ({
    all: Array.from({ length: count }, (_, at) => ({
      erc1155: { chain: CHAIN, contract: TOKEN, id: at },
    })),
  });
  const world = chainOf(() => NONE);
  assert.equal(await lacks(world, of(40)), true);
  assert.equal(world.mostWaiting, 4);
  const ids = Array.from({ length: 32 }, (_, id) => id);
  const many = [0, 40, 80].map((from) => ({
    erc721: { chain: CHAIN, contract: TOKEN, ids: ids.map((id) => from + id) },
  }));
  const asked = chainOf(() => NONE);
  assert.equal(await lacks(asked, { all: many }), false);
  assert.deepEqual(asked.asked, ['eth_chainId']);
});

test('what was found out counts for a minute', async () => {
  const world = chainOf(() => ONE);
  await lacks(world);
  const before = world.asked.length;
  await lacks(world);
  assert.equal(world.asked.length, before);
  mock.timers.tick(60_000);
  await lacks(world);
  assert.ok(world.asked.length > before);
});
