/** What a person's browser keeps of a room, as its database has it. */
import type { BrowserContext } from 'playwright-core';
import type { Person, Place } from './person.ts';

/** How often it is looked whether there are as many as wanted. */
const LOOK_MILLIS = 200;

/** The texts in the order of the log, once there are so many at least. */
export function keptTexts(person: Person, room: string, count: number): Promise<string[]> {
  return person.page.evaluate(
    async ([room, count, millis]) => {
      const request = indexedDB.open('tropichat');
      const database = await new Promise<IDBDatabase>((resolve) => {
        request.onsuccess = () => resolve(request.result);
      });
      const look = () =>
        new Promise<string[]>((resolve) => {
          const range = IDBKeyRange.bound([room], [room, []]);
          const all = database.transaction('entries').objectStore('entries').getAll(range);
          all.onsuccess = () => resolve(all.result.flatMap(({ text }) => text ?? []));
        });
      let texts = await look();
      while (texts.length < count) {
        await new Promise((resolve) => setTimeout(resolve, millis));
        texts = await look();
      }
      database.close();
      return texts;
    },
    [room, count, LOOK_MILLIS] as const,
  );
}

/** Bounds how many entries the person's browser keeps of the room, and has it begin anew with that. */
export async function keepsOnly(person: Person, room: string, entriesMax: number): Promise<void> {
  await person.page.evaluate(
    async ([room, retention]) => {
      const database = await new Promise<IDBDatabase>((resolve) => {
        const request = indexedDB.open('tropichat');
        request.onsuccess = () => resolve(request.result);
      });
      const transaction = database.transaction('rooms', 'readwrite');
      transaction.objectStore('rooms').put({ retention }, [room]);
      await new Promise((resolve) => {
        transaction.oncomplete = resolve;
      });
      database.close();
    },
    [room, { entriesMax, ageMillisMax: null }] as const,
  );
  await person.page.reload();
  await person.isInRoom();
}

/** The person's browser loses what was said in all rooms and their laws; keys stay. Nothing of the app may be open. */
export async function losesHistory(profile: BrowserContext, { server }: Place): Promise<void> {
  const page = await profile.newPage();
  // An empty page of the site: the app itself would open the database, and keep what it has read.
  const body = '<!doctype html><link rel="icon" href="data:,">';
  await page.route('**/*', (route) => route.fulfill({ contentType: 'text/html', body }));
  await page.goto(server.url);
  await page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve) => {
      const request = indexedDB.open('tropichat');
      request.onsuccess = () => resolve(request.result);
    });
    const names = [...database.objectStoreNames].filter(
      (name) => !['guest', 'sessions', 'charters'].includes(name),
    );
    const transaction = database.transaction(names, 'readwrite');
    for (const name of names) transaction.objectStore(name).clear();
    await new Promise((resolve) => {
      transaction.oncomplete = resolve;
    });
    database.close();
  });
  await page.close();
}
