import assert from 'node:assert/strict';
import { test } from 'node:test';
import { restoresBackupByWallet, savesBackupByWallet } from './stage/backup.ts';
import { comesInBy, invitesByLink, makesRoom } from './stage/closed-room.ts';
import { Person } from './stage/person.ts';
import { Stage } from './stage/stage.ts';
import { Account, InjectedWallet } from './stage/wallet.ts';

const stage = Stage.forFile();
const WALLET = 'Test Wallet';

test('a backup that the wallet opens brings a room to another browser', async () => {
  const account = new Account();
  const [first, second] = [await stage.profile(), await stage.profile()];
  const wallets = await Promise.all(
    [first, second].map((profile) => InjectedWallet.into(profile, undefined, account)),
  );
  for (const wallet of wallets) wallet.opensBoxes = true;
  const { person: olga } = await makesRoom(stage, 'Olga', { wallet: WALLET, profile: first });
  const { person: ben } = await comesInBy(stage, 'Ben', await invitesByLink(olga));
  await olga.say('remember this');
  await ben.reads('remember this');
  const file = await savesBackupByWallet(olga);
  await olga.page.close();

  await restoresBackupByWallet(stage, second, file, WALLET);
  assert.equal(wallets[1]?.asked.filter((method) => method === 'eth_decrypt').length, 1);
  const wish = { room: 'lobby', name: 'Olga', profile: second, wallet: WALLET };
  const again = await Person.atEntrance(stage, wish);
  await again.page.getByRole('button', { name: 'Enter Garden' }).click();
  await again.isInRoom();
  await again.reads('remember this');
});

test('in a room whose keys are erased after use, nothing is sealed to wallets', async () => {
  const profile = await stage.profile();
  const wallet = await InjectedWallet.into(profile);
  wallet.opensBoxes = true;
  const wishes = { wallet: WALLET, profile, forwardSecret: true };
  const { person: olga } = await makesRoom(stage, 'Olga', wishes);
  const { page } = olga;
  await page.getByRole('button', { name: 'About the room' }).click();
  await page.getByRole('button', { name: 'Save a backup' }).click();
  // By then it was found out that the wallet could.
  await page.getByRole('radio', { name: 'My wallet' }).waitFor();
  assert.equal(await page.getByText('Seal to my wallet, too').count(), 0);
});

test('where the wallet does not offer it, a backup has a passphrase, and nothing else is shown', async () => {
  const profile = await stage.profile();
  await InjectedWallet.into(profile);
  const { person: olga } = await makesRoom(stage, 'Olga', { wallet: WALLET, profile });
  const { page } = olga;
  await page.getByRole('button', { name: 'About the room' }).click();
  await page.getByRole('button', { name: 'Save a backup' }).click();
  const saving = page.getByRole('dialog').filter({ hasText: 'Passphrase' });
  await saving.getByLabel('Passphrase').waitFor();
  assert.equal(await saving.getByRole('radio').count(), 0);
});
