/**
 * People's pictures, by the server's word: asked for where somebody is seen, one after the other, and again now and then. What
 * is shown stays while it is asked for again.
 */
import { signal } from '@preact/signals';
import type { AvatarAnswer } from '../session/contract.ts';
import { tryAvatar } from './card.ts';

/** How old an answer may be: a token may have changed hands. A guess. */
const ASKED_AGAIN_MILLIS = 10 * 60 * 1_000;

/** The same where nobody could tell. A guess. */
const TRIED_AGAIN_MILLIS = 60 * 1_000;

/** Answers that are kept, those that came last. A guess: some megabytes of pictures. */
const KEPT_MAX = 100;

/** A picture's address in this page, or why there is none. */
export type Picture =
  | { readonly url: string; readonly bytes: Uint8Array }
  | { readonly reason: string };

interface Asked {
  readonly account: string;
  readonly avatar: string;
}

const keyOf = ({ account, avatar }: Asked): string => `${account} ${avatar}`;

const pictures = signal<ReadonlyMap<string, Picture>>(new Map());
const dueMillis = new Map<string, number>();
const waiting = new Map<string, Asked>();
let asking = false;

/** Null while nobody has answered. */
export const pictureOf = (account: string, avatar: string): Picture | null =>
  pictures.value.get(keyOf({ account, avatar })) ?? null;

/** Somebody is seen who wants to be shown so. */
export function wantPicture(account: string, avatar: string): void {
  const asked = { account, avatar };
  if (Date.now() < (dueMillis.get(keyOf(asked)) ?? 0)) return;
  waiting.set(keyOf(asked), asked);
  if (!asking) void askAll();
}

async function askAll(): Promise<void> {
  asking = true;
  for (const [key, { account, avatar }] of waiting) {
    waiting.delete(key);
    take(key, await tryAvatar(account, avatar));
  }
  asking = false;
}

const isOpen = (answer: AvatarAnswer | null): boolean =>
  answer === null ||
  (answer.kind === 'refused' && /^(?:unreachable|busy|chain-unknown)$/.test(answer.reason));

function isSame({ bytes }: { readonly bytes: Uint8Array }, answer: AvatarAnswer | null): boolean {
  if (answer?.kind !== 'image' || answer.bytes.byteLength !== bytes.length) return false;
  const other = new Uint8Array(answer.bytes);
  return bytes.every((byte, at) => byte === other[at]);
}

function take(key: string, answer: AvatarAnswer | null): void {
  const known = pictures.peek().get(key);
  dueMillis.set(key, Date.now() + (isOpen(answer) ? TRIED_AGAIN_MILLIS : ASKED_AGAIN_MILLIS));
  // Where nobody can tell, what was shown stays; and what is the same does not flicker.
  if (known !== undefined && 'url' in known && (isOpen(answer) || isSame(known, answer))) return;
  const changed = new Map(pictures.peek());
  changed.delete(key);
  changed.set(key, pictureIn(answer));
  const dropped = [...changed.keys()].slice(0, -KEPT_MAX);
  const forgotten = [known, ...dropped.map((oldest) => changed.get(oldest))];
  for (const oldest of dropped) {
    changed.delete(oldest);
    dueMillis.delete(oldest);
  }
  pictures.value = changed;
  for (const picture of forgotten) forget(picture);
}

export function pictureIn(answer: AvatarAnswer | null): Picture {
  if (answer?.kind !== 'image') return { reason: answer?.reason ?? 'unreachable' };
  const url = URL.createObjectURL(new Blob([answer.bytes], { type: answer.type }));
  return { url, bytes: new Uint8Array(answer.bytes) };
}

/** What is on the screen is decoded already. */
export function forget(picture: Picture | null | undefined): void {
  if (picture != null && 'url' in picture) URL.revokeObjectURL(picture.url);
}
