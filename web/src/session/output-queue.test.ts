import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PeerOutput } from '#peer';
import { OutputQueue } from './output-queue.ts';

const close = (link: number): PeerOutput => ({ type: 'closeLink', link });
const epoch = (id: string): PeerOutput => ({ type: 'storeEpoch', id, state: null });

/** What was carried out, and the end of each turn; epochs are kept when the test says so. */
function queueOf(also: (queue: OutputQueue, output: PeerOutput) => void = () => {}) {
  const happened: string[] = [];
  const keeping: { kept: () => void; failed: () => void }[] = [];
  const queue: OutputQueue = new OutputQueue(
    (output) => {
      happened.push(output.type === 'closeLink' ? `${output.link}` : output.type);
      also(queue, output);
      if (output.type !== 'storeEpoch') return null;
      return new Promise((kept, failed) => keeping.push({ kept, failed }));
    },
    () => happened.push('over'),
  );
  return { queue, happened, keeping };
}

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('outputs are carried out in their order, and those that come about meanwhile behind them', () => {
  const { queue, happened } = queueOf((queue, output) => {
    if (output.type === 'closeLink' && output.link === 1) queue.add([close(3)]);
  });
  queue.add([close(1), close(2)]);
  assert.deepEqual(happened, ['1', '2', '3', 'over']);
});

test('nothing is carried out before an epoch is kept, whatever comes meanwhile', async () => {
  const { queue, happened, keeping } = queueOf();
  queue.add([close(1), epoch('a'), close(2), epoch('b'), close(3)]);
  queue.add([close(4)]);
  await settle();
  assert.deepEqual(happened, ['1', 'storeEpoch', 'over', 'over']);
  let settled = false;
  const all = queue.settled().then(() => {
    settled = true;
  });
  keeping[0]?.kept();
  await settle();
  assert.deepEqual(happened.slice(4), ['2', 'storeEpoch', 'over']);
  assert.equal(settled, false);
  keeping[1]?.kept();
  await all;
  assert.deepEqual(happened.slice(7), ['3', '4', 'over']);
});

test('where it cannot be kept, the room goes on', async () => {
  const { queue, happened, keeping } = queueOf();
  queue.add([epoch('a'), close(1)]);
  keeping[0]?.failed();
  await queue.settled();
  assert.deepEqual(happened, ['storeEpoch', 'over', '1', 'over']);
});
