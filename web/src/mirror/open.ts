import type { FoundMirror, MirrorProfile, MirrorSigner, ThreeId } from './contract.ts';

export type {
  FoundMirror,
  MirrorProfile,
  MirrorSetting,
  MirrorSigner,
  PublicKey,
  ThreeId,
} from './contract.ts';

// The door to this folder: few have a mirror, so all of it is loaded when one is first written or looked for.

/** What a wallet allows who lets a session key write the account's mirror. */
export const resourceOf = async (account: string): Promise<string> =>
  (await import('./stream.ts')).resourceOf(account);

/** Rejects with an Error for people where the address can be no node's. */
export const checkNode = async (url: string): Promise<void> =>
  void (await import('./ceramic.ts')).nodeAt(url);

/** Puts the profile into the account's mirror; resolves to the stream's id. Rejects with an Error for people. */
export const writeMirror = async (
  node: string,
  account: string,
  profile: MirrorProfile,
  signer: MirrorSigner,
): Promise<string> => (await import('./ceramic.ts')).writeMirror(node, account, profile, signer);

/** The mirror of an account. Rejects with an Error for people where the node cannot be asked. */
export const readMirror = async (node: string, account: string): Promise<FoundMirror> =>
  (await import('./ceramic.ts')).readMirror(node, account);

/** Resolves a did:3. Rejects with an Error for people. */
export const resolveThreeId = async (node: string, did: string): Promise<ThreeId> =>
  (await import('./three-id.ts')).resolveThreeId(node, did);

/** The profile as it would be mirrored; rejects with an Error for people where it must not be. */
export const profileOf = async (
  person: Pick<MirrorProfile, 'name' | 'color'>,
  typed: { readonly avatar: string; readonly links: string },
): Promise<MirrorProfile> => (await import('./profile.ts')).profileOf(person, typed);
