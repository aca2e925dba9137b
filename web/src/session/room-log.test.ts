import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import type { Peer, PeerEntry, PeerOrigin } from '#peer';
import type { LogEntry } from '../history/contract.ts';
import { cidOf, packed } from '../history/places.ts';
import { memoryStore } from '../history/room-store.ts';
import { LawLog } from './law-log.ts';
import { RoomLog, type RoomLogHost, type Wish } from './room-log.ts';
import type { RuledCore } from './ruled-core.ts';

function wish(lamport: number, origin: PeerOrigin): Wish {
  const digest = new Uint8Array(32).fill(lamport);
  const entry: PeerEntry = {
    ...{ id: cidOf(digest), digest, lamport, block: new Uint8Array([lamport]), kind: 'text' },
    ...{ author: 'did:key:zAna', name: 'Ana', color: '#00aa77', account: '0x0', proven: false },
    ...{ profile: null, timeMillis: lamport, clockOff: false, text: 'hi', action: false },
    ...{ reply: null, target: null, emoji: null, on: false, archive: null, letter: null },
  };
  return { type: 'store', ticket: lamport, origin, entry };
}

/** What happened, in its order; whoever is told of entries reads them at once. */
function logOf(entriesMax: number) {
  const store = memoryStore(entriesMax);
  const happened: string[] = [];
  const reads: Promise<void>[] = [];
  const lamports = (entries: readonly (LogEntry | null)[]) =>
    entries.map((entry) => entry?.lamport ?? 'none');
  const host: RoomLogHost = {
    take: () => void happened.push('answered'),
    said: (entries) => happened.push(`said ${lamports(entries)}`),
    came: (entries, missed) => {
      if (entries.length === 0) return;
      happened.push(`${missed ? 'missed' : 'came'} ${lamports(entries)}`);
      reads.push(
        store.entries(entries).then((read) => void happened.push(`read ${lamports(read)}`)),
      );
    },
    kept: (id, kept) => happened.push(`kept ${id.slice(-1)} ${kept}`),
    erased: (ids) => happened.push(`erased ${ids.map((id) => id.slice(-1))}`),
  };
  const log = new RoomLog(store, host, null);
  return { log, store, happened, reads };
}

test('what one turn wants to be kept is told of once, and not before it can be read', async () => {
  const { log, happened, reads } = logOf(100);
  await log.store([wish(1, 'late'), wish(2, 'live'), wish(3, 'archive'), wish(4, 'late')]);
  await Promise.all(reads);
  assert.deepEqual(happened, [
    'said 2',
    'came 2',
    'missed 1,3,4',
    'answered',
    'read 2',
    'read 1,3,4',
  ]);
});

test('also where something else is still being written', async () => {
  const { log, store, happened, reads } = logOf(100);
  const before = store.putProfile('profile', new Uint8Array([1]));
  await Promise.resolve();
  await Promise.all([before, log.store([wish(1, 'late')])]);
  await Promise.all(reads);
  assert.deepEqual(happened, ['missed 1', 'answered', 'read 1']);
});

/** As core says it, a turn for each. */
function say(log: RoomLog, ...wishes: readonly Wish[]): void {
  for (const each of wishes) {
    log.keep(each);
    log.settle();
  }
}

const said = (happened: readonly string[]) => happened.filter((what) => what.startsWith('said'));

test('what others say is shown at once, and where they go on, together', () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const { log, happened } = logOf(100);
  say(log, ...[1, 2, 3, 4, 5, 6].map((lamport) => wish(lamport, 'live')));
  assert.deepEqual(said(happened), ['said 1', 'said 2', 'said 3', 'said 4']);
  mock.timers.tick(500);
  assert.deepEqual(said(happened).slice(4), ['said 5,6']);
  mock.timers.reset();
});

test('what the person says waits for nothing, nor does what history brings', () => {
  const { log, happened } = logOf(100);
  say(log, ...[1, 2, 3, 4, 5].map((lamport) => wish(lamport, 'live')), wish(6, 'own'));
  say(log, wish(7, 'live'), wish(8, 'late'));
  assert.deepEqual(said(happened).slice(4), ['said 5,6', 'said 7']);
});

test('what waits to be kept is kept before anything is read or deleted, and when the room is left', async () => {
  const { log, store, happened } = logOf(100);
  const all = [1, 2, 3, 4, 5, 6, 7].map((lamport) => wish(lamport, 'live'));
  say(log, ...all.slice(0, 5));
  log.keep({ type: 'load', ticket: 1, keys: packed(all.slice(4, 5).map(({ entry }) => entry)) });
  assert.deepEqual(said(happened).slice(4), ['said 5']);
  say(log, ...all.slice(5, 6));
  log.keep({ type: 'erase', keys: packed(all.slice(5, 6).map(({ entry }) => entry)) });
  assert.deepEqual(said(happened).slice(5), ['said 6']);
  say(log, ...all.slice(6));
  log.close();
  assert.deepEqual(said(happened).slice(6), ['said 7']);
  await new Promise((resolve) => setImmediate(resolve));
  const kept = await store.entries(all.map(({ entry }) => entry));
  assert.deepEqual(
    kept.map((entry) => entry?.lamport ?? null),
    [1, 2, 3, 4, 5, null, 7],
  );
});

test('entries that do not count are told of once they cannot be read any more', async () => {
  const { log, store, happened, reads } = logOf(100);
  await log.store([wish(1, 'late'), wish(2, 'late')]);
  await Promise.all(reads);
  const [first, second] = [1, 2].map((lamport) => wish(lamport, 'late').entry);
  assert.ok(first && second);
  happened.length = 0;
  assert.equal(log.keep({ type: 'erase', keys: packed([first]) }), null);
  assert.deepEqual(happened, []);
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(happened, [`erased ${first.id.slice(-1)}`]);
  const left = await store.entries([first, second]);
  assert.deepEqual(
    left.map((entry) => entry?.lamport ?? null),
    [null, 2],
  );
});

test('core hears of the law before it may begin to talk', async () => {
  const told: string[] = [];
  const core = {
    lawRestored: (_: unknown, rules: readonly unknown[]) => told.push(`law of ${rules.length}`),
  } as unknown as RuledCore;
  const law = new LawLog('room', 'did:key:zAna', core);
  law.storeRule({
    type: 'storeRule',
    id: 'rule',
    account: new Uint8Array(20),
    block: new Uint8Array(),
  });
  const peer = {
    forgotten: () => told.push('forgotten'),
    restored: () => told.push('restored'),
  } as unknown as Peer;
  const host: RoomLogHost = {
    take: (step) => void step(peer, 0),
    ...{ said: () => {}, came: () => {}, kept: () => {}, erased: () => {} },
  };
  await new RoomLog(memoryStore(1), host, law).restore();
  assert.deepEqual(told, ['forgotten', 'law of 1', 'restored']);
});
