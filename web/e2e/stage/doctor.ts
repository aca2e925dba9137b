import type { Locator } from 'playwright-core';
import type { Person } from './person.ts';

/** The connection doctor in somebody's page. */
export class Doctor {
  readonly dialog: Locator;
  readonly #person: Person;

  private constructor(person: Person) {
    this.#person = person;
    this.dialog = person.page.getByRole('dialog', { name: 'Connection doctor' });
  }

  static async calledBy(person: Person): Promise<Doctor> {
    const doctor = new Doctor(person);
    await person.say('/doctor');
    await doctor.dialog.waitFor();
    return doctor;
  }

  /** Waits for what a probe has found. */
  async finds(probe: string, words: RegExp): Promise<void> {
    const line = this.dialog.getByRole('listitem').filter({ hasText: probe });
    await line.filter({ hasText: words }).first().waitFor();
  }

  async says(verdict: RegExp): Promise<void> {
    await this.dialog.getByRole('status').filter({ hasText: verdict }).waitFor();
  }

  async copies(): Promise<string> {
    await this.dialog.getByRole('button', { name: 'Copy all of this as text' }).click();
    await this.dialog.getByText('Copied').first().waitFor();
    return this.#person.page.evaluate(() => navigator.clipboard.readText());
  }
}
