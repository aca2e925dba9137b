import type { BrowserContext, Locator, Page } from 'playwright-core';
import { hashOfRoom } from '../../src/app/room-address.ts';

/** Where pages are opened: a server, and new profiles of a browser. */
export interface Place {
  readonly server: { readonly url: string };
  profile(): Promise<BrowserContext>;
}

interface Wish {
  readonly room: string;
  readonly name: string;
  /** The name of the wallet to choose; the guest's without one. */
  readonly wallet?: string;
  /** `#rrggbb`. */
  readonly color?: string;
  /** The profile to open the page in; a new one without. */
  readonly profile?: BrowserContext;
}

/** A code for joining by hand in its two forms. */
interface Code {
  readonly text: string;
  readonly link: string;
}

/** Somebody at a page of the app: does and sees what people do and see. */
export class Person {
  readonly page: Page;
  readonly name: string;
  readonly log: Locator;
  readonly message: Locator;
  readonly title: Locator;

  private constructor(page: Page, name: string) {
    this.page = page;
    this.name = name;
    this.log = page.getByRole('log');
    this.message = page.getByRole('textbox', { name: 'Message' });
    this.title = page.getByRole('heading', { level: 1 });
  }

  /** Opens the page and fills the form at the entrance. */
  static async atEntrance(place: Place, wish: Wish): Promise<Person> {
    return Person.atAddress(place, { ...wish, hash: hashOfRoom(wish.room) });
  }

  /** The same at an address that holds more than a room's name. */
  static async atAddress(
    place: Place,
    wish: Omit<Wish, 'room'> & { readonly hash: string },
  ): Promise<Person> {
    const context = wish.profile ?? (await place.profile());
    const page = await context.newPage();
    await page.goto(`${place.server.url}/${wish.hash}`);
    const person = new Person(page, wish.name);
    await page.getByRole('radio', { name: wish.wallet ?? 'Guest' }).check();
    await page.getByRole('textbox', { name: 'Your name' }).fill(wish.name);
    if (wish.color) await page.getByLabel('another colour').fill(wish.color);
    return person;
  }

  /** Opens the page and enters. */
  static async inRoom(place: Place, wish: Wish): Promise<Person> {
    const person = await Person.atEntrance(place, wish);
    await person.enter();
    return person;
  }

  /** Several people, each in a profile of their own, linked with each other. */
  static async together(place: Place, room: string, ...names: string[]): Promise<Person[]> {
    const people = await Promise.all(names.map((name) => Person.inRoom(place, { room, name })));
    await Promise.all(people.map((person) => person.isLinkedWith(people.length - 1)));
    return people;
  }

  async pressEnterButton(): Promise<void> {
    await this.page.getByRole('button', { name: 'Enter', exact: true }).click();
  }

  async enter(): Promise<void> {
    await this.pressEnterButton();
    await this.isInRoom();
  }

  /** Waits until something can be said: what is kept of the room is shown sooner. */
  async isInRoom(): Promise<void> {
    await this.message.and(this.page.locator(':read-write')).waitFor();
  }

  async leave(): Promise<void> {
    await this.page.getByRole('button', { name: 'Leave' }).click();
    await this.isAtEntrance();
  }

  async isAtEntrance(): Promise<void> {
    await this.page.getByRole('button', { name: 'Enter', exact: true }).waitFor();
  }

  /** Waits for words that the page says about what went wrong. */
  async isTold(words: string | RegExp): Promise<void> {
    await this.page.getByRole('alert').filter({ hasText: words }).waitFor();
  }

  async hasStatus(words: string | RegExp): Promise<void> {
    await this.page.getByRole('status').filter({ hasText: words }).first().waitFor();
  }

  /** Sends a text, or a command, by the keyboard's Enter. */
  async say(text: string): Promise<void> {
    await this.message.fill(text);
    await this.message.press('Enter');
  }

  /** Waits for exactly this text of a message. */
  async reads(text: string): Promise<Locator> {
    const found = this.log.getByText(text, { exact: true }).first();
    await found.waitFor();
    return found;
  }

  /** The message with this text. */
  messageOf(text: string): Locator {
    return this.log.getByRole('article').filter({ hasText: text });
  }

  /** Does something with the message of this text, by its menu. */
  async chooses(text: string, action: string): Promise<void> {
    const message = this.messageOf(text).first();
    await message.getByLabel('What to do with the message').click();
    await message.getByRole('button', { name: action, exact: true }).click();
  }

  /** Waits for a line such as "Bo came in". */
  async seesNotice(words: string): Promise<void> {
    await this.log.getByRole('paragraph').filter({ hasText: words }).first().waitFor();
  }

  // ---- By hand

  /** Makes an invitation, as text and as a link. */
  async invites(): Promise<Code> {
    await this.page.getByRole('button', { name: 'Invite by hand' }).click();
    return this.#code('Invitation');
  }

  /** Pastes what somebody sent back. */
  async takesReply(reply: string): Promise<void> {
    await this.page.getByRole('textbox', { name: 'What they send back' }).fill(reply);
    await this.page.getByRole('button', { name: 'Let them in' }).click();
  }

  async closesDialog(): Promise<void> {
    await this.page.getByRole('status').filter({ hasText: 'is in.' }).waitFor();
    await this.page.getByRole('button', { name: 'Close' }).click();
  }

  /** Pastes an invitation at the entrance. */
  async takesInvitation(invitation: string): Promise<void> {
    const field = this.page.getByRole('textbox', { name: 'The invitation that you were sent' });
    if (!(await field.isVisible())) {
      await this.page.getByRole('button', { name: 'Join by hand' }).click();
    }
    await field.fill(invitation);
    await this.page.getByRole('button', { name: 'Read it' }).click();
  }

  /** Follows a link in the window that is open. */
  async opens(link: string): Promise<void> {
    await this.page.evaluate((address) => location.assign(address), link);
  }

  /** Makes the reply to an invitation that is shown. */
  async repliesTo(name: string): Promise<Code> {
    await this.page.getByRole('button', { name: 'Make the reply' }).click();
    await this.page.getByRole('heading', { name: `Send this back to ${name}` }).waitFor();
    return this.#code('Reply');
  }

  async #code(what: string): Promise<Code> {
    const [text, link] = await Promise.all(
      ['text', 'a link'].map((form) =>
        this.page.getByRole('textbox', { name: `${what} as ${form}` }).inputValue(),
      ),
    );
    return { text: text ?? '', link: link ?? '' };
  }

  /** The people list's items. */
  members(name?: string): Locator {
    const items = this.page.getByRole('list', { name: /people|person/ }).getByRole('listitem');
    return name === undefined ? items : items.filter({ hasText: name });
  }

  /** Waits until exactly this many others are there, all of them linked. */
  async isLinkedWith(others: number): Promise<void> {
    await this.members().nth(others).waitFor();
    const everybody = ['', 'the other person', 'both others'][others] ?? `all ${others} others`;
    await this.page.getByText(`Linked directly with ${everybody}.`).waitFor();
  }

  async isAlone(): Promise<void> {
    await this.page.getByText('Nobody else is here yet').waitFor();
  }
}
