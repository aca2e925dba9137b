/** What people do who write to one another alone. */
import type { Locator } from 'playwright-core';
import type { Person } from './person.ts';

/** The conversation with somebody, as it is on the screen. */
export function conversation({ page }: Person, name: string): Locator {
  return page.getByRole('dialog', { name: `Privately with ${name}` });
}

export async function opensFromName({ page }: Person, name: string): Promise<void> {
  await page
    .getByRole('button', { name: `More about ${name}` })
    .first()
    .click();
  await page.getByRole('button', { name: 'Write privately' }).click();
}

export async function opensFromList({ page }: Person, name: string): Promise<void> {
  await page.getByRole('list', { name: 'Privately' }).getByRole('button', { name }).click();
}

export async function sends(person: Person, name: string, draft: string): Promise<void> {
  const field = conversation(person, name).getByRole('textbox');
  await field.fill(draft);
  await field.press('Enter');
}

export async function writes(person: Person, name: string, text: string): Promise<void> {
  await sends(person, name, text);
  await readsIn(person, name, text);
}

export async function readsIn(person: Person, name: string, text: string): Promise<Locator> {
  const found = conversation(person, name).getByRole('article').filter({ hasText: text }).first();
  await found.waitFor();
  return found;
}

export async function closes(person: Person, name: string): Promise<void> {
  await conversation(person, name).getByRole('button', { name: 'Close' }).click();
}
