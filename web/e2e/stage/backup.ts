import type { BrowserContext } from 'playwright-core';
import type { Person, Place } from './person.ts';

const PASSPHRASE = 'five coconuts fell on tuesday';
const WRONG_PASSPHRASE = 'five coconuts fell on monday';

/** Saves a backup from within a room of one's own; answers where the file lies. */
export async function savesBackup({ page }: Person): Promise<string> {
  await page.getByRole('button', { name: 'About the room' }).click();
  await page.getByRole('button', { name: 'Save a backup' }).click();
  const saving = page.getByRole('dialog').filter({ hasText: 'Passphrase' });
  await saving.getByLabel('Passphrase').fill(PASSPHRASE);
  await saving.getByLabel('The same once more').fill(PASSPHRASE);
  const downloading = page.waitForEvent('download');
  await saving.getByRole('button', { name: 'Save the file' }).click();
  return (await downloading).path();
}

/** Takes a backup of one room back in another profile, by the passphrase that opens it: others do not. */
export async function restoresBackup(
  { server }: Place,
  profile: BrowserContext,
  file: string,
): Promise<void> {
  const page = await profile.newPage();
  await page.goto(server.url);
  await page.getByRole('button', { name: 'Restore a backup' }).click();
  const restoring = page.getByRole('dialog').filter({ hasText: 'Passphrase' });
  await restoring.getByLabel('The file').setInputFiles(file);
  await restoring.getByLabel('Passphrase').fill(WRONG_PASSPHRASE);
  await restoring.getByRole('button', { name: 'Restore it' }).click();
  await restoring.getByRole('alert').filter({ hasText: 'passphrase' }).waitFor();
  await restoring.getByLabel('Passphrase').fill(PASSPHRASE);
  await restoring.getByRole('button', { name: 'Restore it' }).click();
  await restoring
    .getByRole('status')
    .filter({ hasText: /1 room/ })
    .first()
    .waitFor();
  await page.close();
}

/** The same of a backup that the wallet opens, by a wallet that may be used. */
export async function savesBackupByWallet({ page }: Person): Promise<string> {
  await page.getByRole('button', { name: 'About the room' }).click();
  await page.getByRole('button', { name: 'Save a backup' }).click();
  const saving = page.getByRole('dialog').filter({ hasText: 'What opens it' });
  await saving.getByRole('radio', { name: 'My wallet' }).check();
  const downloading = page.waitForEvent('download');
  await saving.getByRole('button', { name: 'Save the file' }).click();
  return (await downloading).path();
}

/** Takes it back by the wallet of that name; the guest's opens nothing. */
export async function restoresBackupByWallet(
  { server }: Place,
  profile: BrowserContext,
  file: string,
  wallet: string,
): Promise<void> {
  const page = await profile.newPage();
  await page.goto(server.url);
  const restoring = page.getByRole('dialog').filter({ hasText: 'Restore a backup' });
  const opens = async (chosen: string) => {
    await page.getByRole('radio', { name: chosen }).check();
    await page.getByRole('button', { name: 'Restore a backup' }).click();
    await restoring.getByLabel('The file').setInputFiles(file);
    await restoring.getByText('A wallet opens this one').waitFor();
    await restoring.getByRole('button', { name: 'Restore it' }).click();
  };
  await opens('Guest');
  await restoring.getByRole('alert').filter({ hasText: 'Choose' }).waitFor();
  await restoring.getByRole('button', { name: 'Close' }).click();
  await opens(wallet);
  await restoring
    .getByRole('status')
    .filter({ hasText: /1 room/ })
    .first()
    .waitFor();
  await page.close();
}
