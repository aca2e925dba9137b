import { readFile } from 'node:fs/promises';
import { Person } from './person.ts';
import type { Stage } from './stage.ts';

export const MESSAGES = ['first words', 'second words', 'third words'];

/** Somebody who has said something, edited it, and has the panel for saving open. */
export async function spoken(stage: Stage, room: string): Promise<Person> {
  const ana = await Person.inRoom(stage, { room, name: 'Ana' });
  for (const text of MESSAGES) {
    await ana.say(text);
    await ana.log.getByRole('article').filter({ hasText: text }).getByText('Kept here').waitFor();
  }
  await openPanel(ana);
  return ana;
}

export async function openPanel(person: Person): Promise<void> {
  await person.page.getByRole('button', { name: 'Search' }).click();
  await person.page.getByText('Save, load, archive').click();
}

/** What a button of the panel saves. */
export async function saved(person: Person, button: string): Promise<Buffer> {
  const download = person.page.waitForEvent('download');
  await person.page.getByRole('button', { name: button }).click();
  return readFile(await (await download).path());
}

/** Loads a file by the panel. */
export async function loads(person: Person, car: Buffer): Promise<void> {
  const file = { name: 'room.car', mimeType: 'application/vnd.ipld.car', buffer: car };
  await person.page.getByLabel('Load a CAR file').setInputFiles(file);
}
