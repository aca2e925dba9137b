/** The mirror of an account's profile on Ceramic, and what others have there: loaded when it is first wanted. */

import { didOf } from '#peer';
import type { Delegation } from '../keys/session-key.ts';
import {
  checkNode,
  profileOf,
  readMirror,
  resolveThreeId,
  resourceOf,
  writeMirror,
} from '../mirror/open.ts';
import { write } from '../store/database.ts';
import { isByContract } from '../wallet/signature.ts';
import { askWallet, DELEGATION_LEFT_MILLIS_MIN, ownNonce } from './login.ts';
import type { MirrorChoice, MirroredPerson, Mirrors } from './mirror-contract.ts';
import { MIRROR_CHAIN_ID, mirrorAccount, mirrorSetting, settingKey } from './mirror-setting.ts';
import type { Mirrored } from './own-mirror.ts';

const NO_NODE =
  'No Ceramic node was chosen: there is nobody to ask. Name one in your own card, which is beside your name.';

/** What wallets on other chains have signed for the mirror alone, by session; it ends with the page. */
const apart = new Map<string, Delegation>();

export function mirrorsOf(own: Mirrored): Mirrors {
  const account = own.wallet.address;
  const nodeOf = async (): Promise<string | null> => (await mirrorSetting(account))?.node ?? null;
  return {
    setting: () => mirrorSetting(account),
    choose: (choice, person) => choose(own, choice, person),
    async find(other) {
      const node = await nodeOf();
      return node === null || node === '' ? null : readMirror(node, other);
    },
    async resolve(did) {
      const node = await nodeOf();
      if (node === null || node === '') throw new Error(NO_NODE);
      return resolveThreeId(node, did);
    },
  };
}

/** Whatever cannot be mirrored changes nothing: neither what is there, nor what was chosen. */
async function choose(
  own: Mirrored,
  { node, on, avatar, links }: MirrorChoice,
  person: MirroredPerson,
): Promise<string | null> {
  const account = own.wallet.address;
  const resource = await resourceOf(account);
  if (on || node.trim() !== '') await checkNode(node);
  const stream = on ? await mirror(own, { node, avatar, links }, person, resource) : null;
  const setting = { node: node.trim(), on, avatar, links, resource };
  await write('sessions', settingKey(account), setting);
  return stream;
}

/** By what Ceramic checks, a capability of another chain's wallet would not be one. */
const NOT_ETHEREUM =
  'A profile can be mirrored with a wallet of Ethereum alone. Nothing was written; come in with one to have it mirrored.';

const NOT_A_KEY =
  'Your wallet is a contract, whose signature Ceramic does not take. Mirrors are for wallets that sign with a key.';

async function mirror(
  own: Mirrored,
  { node, avatar, links }: Omit<MirrorChoice, 'on'>,
  { name, color }: MirroredPerson,
  resource: string,
): Promise<string> {
  const { wallet, key } = own;
  if (!wallet.account.startsWith('did:pkh:eip155:')) throw new Error(NOT_ETHEREUM);
  const profile = await profileOf({ name, color }, { avatar, links });
  return writeMirror(node, wallet.address, profile, {
    did: didOf(key.publicKey),
    capability: () => capabilityOf(own, resource),
    sign: (message) => key.sign(message),
  });
}

/**
 * What the wallet signed for the session, if it allows the mirror, too; else it is asked once more. What it then signs
 * speaks for the session from then on, unless the wallet is on another chain than the mirror is known by: a server may
 * take that chain alone.
 */
async function capabilityOf(own: Mirrored, resource: string): Promise<Delegation> {
  const { wallet, key } = own;
  const did = didOf(key.publicKey);
  for (const known of [key.delegation, apart.get(did) ?? null]) {
    if (known !== null && !isByContract(known) && allows(known, resource)) return known;
  }
  const account = mirrorAccount(wallet.address);
  if (key.delegation !== null && isByContract(key.delegation)) throw new Error(NOT_A_KEY);
  const made = await askWallet(wallet, key, ownNonce(), { account, resource });
  if (wallet.account === account) await key.delegate(made);
  else apart.set(did, made);
  return made;
}

function allows({ message, expiresAtMillis }: Delegation, resource: string): boolean {
  const lines = message.split('\n');
  return (
    lines.includes(`Chain ID: ${MIRROR_CHAIN_ID}`) &&
    lines.includes(`- ${resource}`) &&
    expiresAtMillis - Date.now() > DELEGATION_LEFT_MILLIS_MIN
  );
}
