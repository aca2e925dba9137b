import type { MirrorSetting } from '../mirror/contract.ts';
import { read } from '../store/database.ts';

/** The chain by which Ceramic knows an account, whichever its wallet is on: see mirror/stream.ts. */
export const MIRROR_CHAIN_ID = 1;

/** As which Ceramic knows the account of an Ethereum wallet. */
export const mirrorAccount = (address: string): string =>
  `did:pkh:eip155:${MIRROR_CHAIN_ID}:${address}`;

export const settingKey = (account: string): string => `${account}/mirror`;

/** How an account's profile is mirrored, as far as this browser knows; null where it is not, and never was. */
export async function mirrorSetting(account: string): Promise<MirrorSetting | null> {
  return (await read<MirrorSetting>('sessions', settingKey(account)))?.value ?? null;
}

/** What the wallet is to allow besides speaking; null where the profile is not mirrored. */
export async function mirrorResource(account: string): Promise<string | null> {
  const setting = await mirrorSetting(account);
  return setting?.on === true ? setting.resource : null;
}
