import type { BrowserContext } from 'playwright-core';
import { Person, type Place } from './person.ts';

/** Somebody in a profile of their own, which is there for another page later. */
export interface Somebody {
  readonly person: Person;
  readonly profile: BrowserContext;
}

export interface OwnRoom extends Somebody {
  /** `#/r/<id>`, without any invitation. */
  readonly hash: string;
}

interface Wishes {
  readonly room?: string;
  /** Newcomers read nothing of what was said before. */
  readonly forwardSecret?: boolean;
  /** The name of the wallet to choose; the guest's without one. */
  readonly wallet?: string;
  readonly profile?: BrowserContext;
}

/** Somebody who makes a room of their own, by the form at the entrance. */
export async function makesRoom(
  place: Place,
  name: string,
  { room = 'Garden', forwardSecret = false, wallet, profile: given }: Wishes = {},
): Promise<OwnRoom> {
  const profile = given ?? (await place.profile());
  const chosen = wallet === undefined ? {} : { wallet };
  const person = await Person.atEntrance(place, { room: 'lobby', name, profile, ...chosen });
  const { page } = person;
  await page.getByRole('button', { name: 'Make a room of your own' }).click();
  await page.getByRole('textbox', { name: /room’s name|name of the room/i }).fill(room);
  if (forwardSecret) await page.getByRole('radio', { name: /Only what is said from then/ }).check();
  await page.getByRole('button', { name: 'Make the room' }).click();
  await person.isInRoom();
  await page.getByRole('heading', { level: 1, name: room }).waitFor();
  return { person, profile, hash: new URL(page.url()).hash };
}

/** Makes a link by which one person, or some, may come in. */
export async function invitesByLink({ page }: Person, uses = '1 person'): Promise<string> {
  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Invite people' });
  await dialog.getByRole('combobox', { name: /^For/ }).selectOption({ label: uses });
  await dialog.getByRole('button', { name: 'Make a link' }).click();
  const link = await dialog.getByRole('textbox', { name: 'The link' }).inputValue();
  await dialog.getByRole('button', { name: 'Close' }).click();
  return link;
}

/** Opens a link in a profile, fills the form, and presses Enter. */
export async function follows(
  place: Place,
  name: string,
  link: string,
  former?: BrowserContext,
): Promise<Somebody> {
  const profile = former ?? (await place.profile());
  const person = await Person.atAddress(place, { name, profile, hash: new URL(link).hash });
  await person.pressEnterButton();
  return { person, profile };
}

/** The same by somebody who is let in. */
export async function comesInBy(
  place: Place,
  name: string,
  link: string,
  former?: BrowserContext,
): Promise<Somebody> {
  const somebody = await follows(place, name, link, former);
  await somebody.person.isInRoom();
  return somebody;
}

/** Does something to somebody by the person’s dialog, and says yes to what is asked. */
export async function rules({ page }: Person, name: string, power: string): Promise<void> {
  await page
    .getByRole('button', { name: `More about ${name}` })
    .first()
    .click();
  const dialog = page.getByRole('dialog', { name });
  await dialog.getByRole('button', { name: power }).click();
  await page
    .getByRole('dialog', { name: `${power}: ${name}` })
    .getByRole('button', { name: power })
    .click();
  await dialog.getByRole('button', { name: 'Close' }).click();
}
