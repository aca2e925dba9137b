import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { HistorySite, limitQuota, range } from './stage/history-page.ts';

const site = HistorySite.forFile();

test('texts come in order, both ways, without what amends them, and keys with it', async () => {
  const [page, older] = [await site.tab(), await site.tab()];
  // As browsers are that read backwards one by one.
  await older.evaluate(() => Reflect.deleteProperty(IDBObjectStore.prototype, 'getAllRecords'));
  for (const tab of [page, older]) assert.deepEqual(await inOrder(tab), IN_ORDER);
});

const IN_ORDER = {
  older: range(120, 0),
  newer: range(62, 82),
  keys: 421,
  amendments: 301,
  blocks: [200, undefined],
};

function inOrder(tab: Page): Promise<unknown> {
  return tab.evaluate(async () => {
    const { entry, amendment, lamports, store, texts, kept } = window.room;
    const order = await store('order');
    const shown = Array.from({ length: 120 }, (_, index) => entry(index + 1));
    // More of them than are read ahead, amid what is shown.
    const reactions = Array.from({ length: 300 }, (_, index) =>
      entry(60, { kind: 'react', target: entry(60).id, text: null, word: `react ${index}` }),
    );
    const edit = amendment(200, 'edit', entry(60), 'better');
    await order.put([...[...shown].reverse(), ...reactions, edit], false);
    return {
      older: await texts(order),
      newer: lamports(await order.page(entry(61), 'newer', 20)),
      keys: (await kept(order)).length,
      amendments: (await order.amendments([entry(60).id, entry(61).id])).get(entry(60).id)?.length,
      blocks: (await order.blocks([entry(7), entry(999)])).map((block) => block?.length),
    };
  });
}

test('finds are told as they come, the newest of them first, and no more than are wanted', async () => {
  const page = await site.tab();
  const told = await page.evaluate(async () => {
    const { entry, fill, lamports, store } = window.room;
    const room = await store('finds');
    // The oldest are written last, as they come from others.
    for (let from = 1_000; from > 0; from -= 50) await fill(room, from, from + 50);
    await room.put([entry(2_000, { text: 'a toucan' }), entry(3, { text: 'a toucan' })], false);
    const tell = async (query: string): Promise<(number | null)[][]> => {
      const all: (number | null)[][] = [];
      for await (const hits of room.search(query, 4))
        all.push(lamports(hits.map(({ place }) => place)));
      return all;
    };
    return {
      toucan: await tell('toucan'),
      many: await tell('WATER over'),
      none: await tell('gull'),
      nothing: await tell(' '),
    };
  });
  assert.deepEqual(told.toucan, [[2_000, 3]]);
  assert.deepEqual(told.many.at(-1), range(1_049, 1_045));
  assert.ok(told.many.length > 1, 'told of the first before all was read');
  assert.deepEqual([told.none, told.nothing], [[], []]);
});

test('what memory keeps for a search follows what is written and deleted, here and elsewhere', async () => {
  const profile = await site.profile();
  const [page, other] = [await site.tab(profile), await site.tab(profile)];
  const write = (tab: Page, from: number, to: number): Promise<boolean> =>
    tab.evaluate(
      async ([from, to]) => {
        const room = await window.room.store('followed');
        const puts: Promise<boolean>[] = [];
        for (let lamport = from; lamport < to; lamport += 10) {
          puts.push(window.room.fill(room, lamport, Math.min(lamport + 10, to)));
          await puts.at(-1);
        }
        return (await Promise.all(puts)).every((kept) => kept);
      },
      [from, to] as const,
    );
  const count = (query: string): Promise<number> =>
    page.evaluate(async (words) => {
      const { store, found } = window.room;
      return (await found(await store('followed'), words, 10_000)).length;
    }, query);
  await write(page, 1, 101);
  await page.evaluate(async () => (await window.room.store('followed')).searching(true));
  assert.equal(await count('water'), 100);
  // Enough to be put together with what is there.
  await write(other, 101, 1_201);
  await write(page, 1_201, 2_301);
  assert.equal(await count('water'), 2_300);
  assert.equal(await count('message 1150 over'), 1);
  await other.evaluate(async () => (await window.room.store('followed')).dropBelow(2_201));
  assert.equal(await count('water'), 100);
  await page.evaluate(async () => (await window.room.store('followed')).searching(false));
  assert.equal(await count('water'), 100);
  await other.evaluate(async () => (await window.room.store('followed')).clear());
  assert.equal(await count('water'), 0);
});

test('one of two tabs writes; when it goes, the other does, and nothing is lost', async () => {
  const profile = await site.profile();
  const [first, second] = [await site.tab(profile), await site.tab(profile)];
  for (const tab of [first, second]) {
    await tab.evaluate(async () => {
      const { store, heard, lamports } = window.room;
      (await store('tabs')).onStored((entries) => heard.push(...lamports(entries)));
    });
  }
  const put = (tab: Page, from: number, to: number): Promise<boolean> =>
    tab.evaluate(
      async ([from, to]) => window.room.fill(await window.room.store('tabs'), from, to),
      [from, to] as const,
    );
  assert.equal(await put(first, 1, 4), true);
  assert.equal(await put(second, 4, 7), true);
  for (const [tab, others] of [
    [first, [4, 5, 6]],
    [second, [1, 2, 3]],
  ] as const) {
    await tab.waitForFunction(() => window.room.heard.length === 3);
    assert.deepEqual(await tab.evaluate(() => window.room.heard), others);
  }

  // The second hands in a lot while the first goes.
  const all = second.evaluate(async () => {
    const { store, entry, heard } = window.room;
    const tabs = await store('tabs');
    const puts: Promise<boolean>[] = [];
    for (let lamport = 10; lamport < 1_010; lamport++) {
      puts.push(tabs.put([entry(lamport)], false));
      if (lamport % 100 === 0) await puts.at(-1);
      if (lamport === 500) heard.push('half');
    }
    return (await Promise.all(puts)).every((kept) => kept);
  });
  await second.waitForFunction(() => window.room.heard.includes('half'));
  await first.close();
  assert.equal(await all, true);
  await site.reload(second);
  const kept = await second.evaluate(async () => window.room.kept(await window.room.store('tabs')));
  assert.deepEqual(kept, [...range(1_009, 9), ...range(6, 0)]);
});

test('a full disk is told of in all tabs that write, loses nothing, and is written to when it has space', async () => {
  const profile = await site.profileOnDisk();
  const [page, other] = [await site.tab(profile), await site.tab(profile)];
  await limitQuota(page, 500_000);
  const before = await page.evaluate(async () => {
    const { store, fill, heard } = window.room;
    const room = await store('quota');
    room.onProblem((words) => heard.push(words));
    return fill(room, 1, 101);
  });
  assert.equal(before, true);

  for (const [tab, from] of [
    [page, 101],
    [other, 201],
  ] as const) {
    const full = await tab.evaluate(async (from) => {
      const { store, fill, kept, lamports, entry } = window.room;
      const room = await store('quota');
      const large = await fill(room, from, from + 100, { blockBytes: 20_000 });
      await room.setRead(entry(from));
      await room.setReceipt(entry(from).id, { stage: 'sent', reached: 1, of: 2, archived: [] });
      return {
        large,
        problem: room.problem,
        kept: [room.kept(entry(1)), room.kept(entry(from, { blockBytes: 20_000 }))],
        keys: (await kept(room)).slice(0, 2),
        newest: lamports(await room.page(null, 'older', 1)),
        oldest: lamports(await room.page(null, 'newer', 1)),
        found: (await window.room.found(room, `message ${from + 50}`, 5)).length,
      };
    }, from);
    assert.equal(full.large, false);
    assert.match(full.problem ?? '', /disk space .* is used up.*this tab only.*by itself/);
    assert.deepEqual(full.kept, [true, false]);
    assert.deepEqual(full.keys, [from + 99, from + 98]);
    assert.deepEqual([full.newest, full.oldest, full.found], [[from + 99], [1], 1]);
  }

  // What was kept before is there in a tab that comes now.
  const third = await site.tab(profile);
  const there = await third.evaluate(async () =>
    window.room.kept(await window.room.store('quota')),
  );
  assert.deepEqual(there, range(100, 0));
  await third.close();

  await limitQuota(page);
  for (const tab of [page, other]) {
    await tab.evaluate(async () => window.room.isWell(await window.room.store('quota')));
  }
  const told = await page.evaluate(() => window.room.heard.map((words) => words === null));
  assert.deepEqual([told[0], told.at(-1)], [false, true]);
  await other.close();
  await site.reload(page);
  const after = await page.evaluate(async () => {
    const { store, kept, entry } = window.room;
    const room = await store('quota');
    const receipts = await room.receipts([entry(101).id, entry(201).id]);
    return {
      kept: await kept(room),
      receipts: [...receipts.values()].map(({ reached }) => reached),
      read: (await room.read())?.lamport,
    };
  });
  assert.deepEqual(after.kept, range(300, 0));
  assert.deepEqual(after.receipts, [1, 1]);
  assert.ok(after.read === 101 || after.read === 201);
});

test('old history is deleted from a full disk, and what waits is written once there is space', async () => {
  const page = await site.tab(await site.profileOnDisk());
  await limitQuota(page, 500_000);
  const full = await page.evaluate(async () => {
    const { store, fill, kept } = window.room;
    const room = await store('space');
    const done = [await fill(room, 1, 51), await fill(room, 51, 151, { blockBytes: 20_000 })];
    await room.dropBelow(41);
    return { done, kept: await kept(room), floor: await room.floor() };
  });
  assert.deepEqual(full, { done: [true, false], kept: range(150, 40), floor: 41 });
  await limitQuota(page);
  await page.evaluate(async () => window.room.isWell(await window.room.store('space')));
  await site.reload(page);
  const later = await page.evaluate(async () => {
    const room = await window.room.store('space');
    return [await window.room.kept(room), await room.floor()];
  });
  assert.deepEqual(later, [range(150, 40), 41]);
});

test('what is too old is dropped when the limit is set, and in a tab that comes later', async () => {
  const profile = await site.profile();
  const [page, other] = [await site.tab(profile), await site.tab(profile)];
  await other.evaluate(async () => {
    const { store, heard } = window.room;
    (await store('age')).onDropped((lamport, elsewhere) => heard.push(lamport, elsewhere));
  });
  const HOUR_MILLIS = 3_600_000;
  const seen = await page.evaluate(async (hour) => {
    const { store, entry, amendment, heard, kept, rawKeys, found } = window.room;
    const room = await store('age');
    room.onDropped((lamport) => heard.push(lamport));
    const now = Date.now();
    // One is said each hour; the last one just now.
    const said = Array.from({ length: 100 }, (_, index) =>
      entry(index + 1, { timeMillis: now - (99 - index) * hour }),
    );
    await room.put([...said, amendment(101, 'react', entry(100))], false);
    await room.put([amendment(3, 'edit', entry(2), 'early bird')], false);
    await room.setRetention({ entriesMax: 7_000, ageMillisMax: 10.5 * hour });
    return {
      heard,
      kept: await kept(room),
      floor: await room.floor(),
      amendments: (await rawKeys('amendments')).length,
      found: [await found(room, 'early', 5), await found(room, 'message 50', 5)],
      still: (await found(room, 'message 95', 5)).length,
    };
  }, HOUR_MILLIS);
  assert.deepEqual(seen, {
    heard: [90],
    kept: range(101, 89),
    floor: 90,
    amendments: 1,
    found: [[], []],
    still: 1,
  });
  await other.waitForFunction(() => window.room.heard.length > 0);
  assert.deepEqual(await other.evaluate(() => window.room.heard), [90, false]);

  // Set by somebody who leaves at once, and then nothing is written any more.
  await other.close();
  await page.evaluate(async (hour) => {
    await window.room.putRaw('rooms', [
      [['age'], { retention: { entriesMax: 7_000, ageMillisMax: 5.5 * hour } }],
    ]);
  }, HOUR_MILLIS);
  await site.reload(page);
  const later = await page.evaluate(async () => {
    const room = await window.room.store('age');
    return [await window.room.kept(room), (await room.retention()).entriesMax];
  });
  assert.deepEqual(later, [range(101, 94), 7_000]);
});

test('deleting a room in one tab deletes all of it in every tab, and nothing else', async () => {
  const profile = await site.profile();
  const [page, other] = [await site.tab(profile), await site.tab(profile)];
  await other.evaluate(async () => {
    const { store, heard } = window.room;
    (await store('one')).onDropped((lamport, elsewhere) => heard.push(lamport, elsewhere));
  });
  const seen = await page.evaluate(async () => {
    const { store, fill, entry, amendment, kept, rawKeys } = window.room;
    const [one, too] = [await store('one'), await store('one too')];
    await fill(one, 1, 101);
    await fill(too, 1, 51);
    await one.put([amendment(200, 'edit', entry(1), 'said')], false);
    await one.setRead(entry(3));
    await one.setRetention({ entriesMax: 500, ageMillisMax: null });
    await one.clear();
    const gone = [await kept(one), await window.room.found(one, 'message', 5), await one.read()];
    const { entriesMax } = await one.retention();
    const again = await fill(one, 201, 203);
    return {
      ...{ gone, entriesMax, again },
      floor: await one.floor(),
      // What another tab had on its way is not wanted any more.
      late: [await fill(one, 50, 60), await kept(one)],
      too: (await kept(too)).length,
      amendments: await rawKeys('amendments'),
    };
  });
  assert.deepEqual(seen, {
    gone: [[], [], null],
    entriesMax: 500,
    again: true,
    floor: 201,
    late: [true, [202, 201]],
    too: 50,
    amendments: [],
  });
  await other.waitForFunction(() => window.room.heard.length > 0);
  assert.deepEqual(await other.evaluate(() => window.room.heard), [201, true]);
});

test('a store in memory has the newest only', async () => {
  const page = await site.tab();
  const seen = await page.evaluate(async () => {
    const { memoryStore, fill, lamports, kept } = window.room;
    const store = memoryStore(100);
    const done = await fill(store, 1, 151);
    const first = lamports(await store.page(null, 'newer', 1));
    await store.dropBelow(100);
    return [done, store.problem, first, (await kept(store)).length, await store.floor()];
  });
  assert.deepEqual(seen, [false, null, [51], 51, 100]);
});
