/** A profile as a mirror holds it: bounded, and checked on its way out and on its way in. */
import { encode } from '@ipld/dag-cbor';
import { quote, trouble } from '../archive/words.ts';
import type { MirrorProfile } from './contract.ts';

/** All of it, as a block. */
export const PROFILE_BYTES_MAX = 4_096;

/** As core has it. */
const NAME_CHARS_MAX = 32;
const LINKS_MAX = 12;
const LINK_CHARS_MAX = 512;

const COLOR = /^#[0-9a-fA-F]{6}$/;
const DID = /^did:[a-z0-9]+:[\w.:%-]+$/;

/** An address that a person may follow, or a DID. */
const isLink = (link: unknown): link is string =>
  typeof link === 'string' && link.length <= LINK_CHARS_MAX && (DID.test(link) || isWeb(link));

const isWeb = (link: string): boolean =>
  URL.canParse(link) && /^https?:$/.test(new URL(link).protocol);

/** Null where a document is no profile. */
export function readProfile(document: unknown): MirrorProfile | null {
  if (typeof document !== 'object' || document === null) return null;
  const { name, color, avatar = null, links = [] } = document as Readonly<Record<string, unknown>>;
  if (typeof name !== 'string' || name.trim() === '' || [...name].length > NAME_CHARS_MAX) {
    return null;
  }
  if (typeof color !== 'string' || !COLOR.test(color)) return null;
  if (avatar !== null && !(isLink(avatar) && isWeb(avatar))) return null;
  if (!Array.isArray(links) || links.length > LINKS_MAX || !links.every(isLink)) return null;
  if (encode(document).length > PROFILE_BYTES_MAX) return null;
  return { name, color, avatar, links };
}

/** What the document of a profile is. */
export function documentOf({ name, color, avatar, links }: MirrorProfile): object {
  return {
    name,
    color,
    ...(avatar === null ? {} : { avatar }),
    ...(links.length === 0 ? {} : { links }),
  };
}

/** What a person typed, as a profile; throws an Error for people. */
export function profileOf(
  person: Pick<MirrorProfile, 'name' | 'color'>,
  typed: { readonly avatar: string; readonly links: string },
): MirrorProfile {
  const links = typed.links.split(/\s+/).filter((link) => link !== '');
  const avatar = typed.avatar.trim() === '' ? null : typed.avatar.trim();
  const wrong = links.find((link) => !isLink(link));
  if (wrong !== undefined) {
    throw notMirrored(`"${quote(wrong)}" is no link`, 'Links begin with https:// or did:.');
  }
  if (avatar !== null && !(isLink(avatar) && isWeb(avatar))) {
    throw notMirrored(`"${quote(avatar)}" is no picture's address`, 'It begins with https://.');
  }
  if (links.length > LINKS_MAX) {
    throw notMirrored(`there are ${links.length} links`, `Keep ${LINKS_MAX} of them.`);
  }
  const profile = { ...person, avatar, links };
  if (readProfile(documentOf(profile)) !== null) return profile;
  throw notMirrored(
    `it is larger than the ${PROFILE_BYTES_MAX} bytes that it may have, or its name is too long`,
    'Shorten the links.',
  );
}

const notMirrored = (why: string, help: string): Error =>
  trouble('The profile was not mirrored', why, help);
