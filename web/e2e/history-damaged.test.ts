import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { HistorySite, range } from './stage/history-page.ts';

const site = HistorySite.forFile();

/** Fills a room with 200 texts and more, and then damages some of all that is kept of it. */
async function damage(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const { store, fill, entry, amendment, profile, putRaw } = window.room;
    const room = await store('damaged');
    await fill(room, 1, 201);
    await room.put([amendment(300, 'edit', entry(5), 'better')], false);
    await room.putProfile(profile.id, profile.block);

    const key = (lamport: number) => ['damaged', lamport, entry(lamport).digest];
    const flipped = entry(150).block.slice();
    flipped[99] = (flipped[99] ?? 0) ^ 1;
    await putRaw('entries', [
      [key(150), { ...entry(150), block: flipped }],
      [key(151), { ...entry(151), block: 'torn' }],
      [key(152), null],
      [key(153), entry(154)],
      [key(1), 7],
      // Keys that are none.
      [['damaged', 160, 'torn'], entry(160)],
      [['damaged', 'torn', entry(161).digest], entry(161)],
      [['damaged', 162.5], entry(162)],
    ]);
    await putRaw('amendments', [[['damaged', entry(5).id, 7, entry(7).digest], {}]]);
    await putRaw('rooms', [
      [['damaged'], { read: 'yes', floor: -1, retention: { entriesMax: '' } }],
    ]);
    await putRaw('profiles', [[['damaged', profile.id], flipped]]);
    await putRaw('receipts', [[['damaged', entry(5).id], 'torn']]);
    await putRaw('texts', [[['damaged', 0, 1, 1], { folded: 7 }]]);
  });
}

/** What the damage is to be seen in. */
const BAD = [1, 150, 151, 152, 153];
const GOOD = range(200, 0).filter((each) => !BAD.includes(each));

test('damaged records are left out, named and counted; all the others are there', async () => {
  const page = await site.tab();
  await damage(page);
  const seen = await page.evaluate(async () => {
    const { store, entry, profile, lamports, texts, kept } = window.room;
    const room = await store('damaged');
    return {
      texts: await texts(room),
      newer: lamports(await room.page(null, 'newer', 2)),
      older: lamports(await room.page(entry(154), 'older', 2)),
      entries: await room.entries([entry(150), entry(151)]),
      blocks: (await room.blocks([entry(152), entry(153), entry(154)])).map((each) => each?.length),
      keys: (await kept(room)).length,
      amendments: (await room.amendments([entry(5).id])).get(entry(5).id)?.map(({ text }) => text),
      profiles: await room.profiles([profile.id]),
      receipts: (await room.receipts([entry(5).id])).size,
      room: [await room.read(), await room.floor(), (await room.retention()).entriesMax],
      found: (await window.room.found(room, 'message 149', 5)).length,
    };
  });
  assert.deepEqual(seen, {
    texts: GOOD,
    newer: [2, 3],
    older: [149, 148],
    entries: [null, null],
    blocks: [undefined, undefined, 200],
    keys: 201,
    amendments: ['better'],
    profiles: [null],
    receipts: 0,
    room: [null, 0, 200_000],
    found: 1,
  });
  const { words, name } = await page.evaluate(async () => {
    const { store, entry } = window.room;
    return { words: (await store('damaged')).problem ?? '', name: entry(153).id };
  });
  // Five texts, an amendment and a profile; the newest was come upon first.
  assert.match(
    words,
    /left out: 7 of this room’s records \(bafy\w+, bafy\w+, bafy\w+ and others\)/,
  );
  assert.ok(words.includes(name));
});

test('damaged records are mended when they come again, and then nobody is told of them', async () => {
  const page = await site.tab();
  await damage(page);
  const seen = await page.evaluate(async () => {
    const { store, entry, profile, texts } = window.room;
    const room = await store('damaged');
    await texts(room);
    await room.profiles([profile.id]);
    await room.amendments([entry(5).id]);
    const before = room.problem === null;
    await room.put(
      [1, 150, 151, 152, 153].map((each) => entry(each)),
      false,
    );
    await room.put([entry(7, { target: entry(5).id, kind: 'edit' })], false);
    await room.putProfile(profile.id, profile.block);
    return {
      before,
      texts: (await texts(room)).length,
      profile: (await room.profiles([profile.id]))[0]?.length,
      after: room.problem,
    };
  });
  assert.deepEqual(seen, { before: false, texts: 199, profile: 200, after: null });
});

test('what is searched is made anew where some of it is damaged', async () => {
  const page = await site.tab();
  const found = await page.evaluate(async () => {
    const { store, fill, rawKeys, putRaw, entry, amendment } = window.room;
    const room = await store('searched');
    await fill(room, 1, 301);
    await fill(room, 301, 601);
    await room.put([amendment(700, 'edit', entry(5), 'a macaw')], false);
    const [key] = await rawKeys('texts');
    await putRaw('texts', [[key ?? [], { folded: 7 }]]);
    const hits = await Promise.all(
      ['WATER 7', 'message 599', 'Macaw'].map((query) => window.room.found(room, query, 1_000)),
    );
    return [...hits.map(({ length }) => length), room.problem];
  });
  const withSeven = range(1, 601).filter((lamport) => String(lamport).includes('7')).length;
  assert.deepEqual(found, [withSeven, 1, 1, null]);
});

test('a database of a newer version is left alone, and the person is told', async () => {
  const page = await site.tab();
  const seen = await page.evaluate(async () => {
    const { database, store, fill, lamports } = window.room;
    (await database(1_000, (newer) => newer.createObjectStore('future'))).close();
    const room = await store('newer');
    const kept = await fill(room, 1, 11);
    return [room.problem, kept, lamports(await room.page(null, 'older', 2))];
  });
  assert.match(String(seen[0]), /newer version of TropiChat.*this tab only.*Reload/);
  assert.deepEqual(seen.slice(1), [false, [10, 9]]);
});

test('a tab that a newer version overtakes goes on in memory', async () => {
  const page = await site.tab();
  const seen = await page.evaluate(async () => {
    const { database, store, fill, texts } = window.room;
    const room = await store('overtaken');
    const before = await fill(room, 1, 4);
    (await database(1_000, (newer) => newer.createObjectStore('future'))).close();
    const after = await fill(room, 4, 7);
    return { before, after, texts: await texts(room), problem: room.problem };
  });
  const { problem, ...rest } = seen;
  assert.match(problem ?? '', /newer version of TropiChat/);
  assert.deepEqual(rest, { before: true, after: false, texts: [6, 5, 4] });
});

test('a database of version 1 is upgraded, and keeps what is in it', async () => {
  const page = await site.tab();
  const seen = await page.evaluate(async () => {
    const { database, store, fill, texts, read } = window.room;
    const old = await database(1, (first) => {
      for (const map of ['guest', 'sessions']) first.createObjectStore(map);
    });
    old.transaction('guest', 'readwrite').objectStore('guest').put('mine', 'secret-key');
    const room = await store('upgrade');
    const kept = await fill(room, 1, 3);
    return [kept, await read<string>('guest', 'secret-key'), await texts(room)];
  });
  assert.deepEqual(seen, [true, { value: 'mine', persistent: true }, [2, 1]]);
});
