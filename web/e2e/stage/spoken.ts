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
