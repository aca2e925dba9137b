/** What is said in the room, signed before the clock starts, as fragments ready to be handed in. */
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { didOf } from '#peer';
import { encode, Link } from './cbor.mjs';

export const ROOM = 'lobby';

/** Entries that one names as its parents: in a busy room as many as it may (Limits.ENTRY_PARENTS_MAX). */
const PARENTS = 8;

/** The head of the last fragment of a frame; all of ours have one. */
const LAST = Buffer.of(1);

const CID_PREFIX = Buffer.of(0x01, 0x71, 0x12, 0x20);

/** From here on waves take five bytes each, so that entries differ in length by nothing else. */
const FIRST_WAVE = 2 ** 24;

/** Where the number of hops stands in the fragment of an entry without a profile; with one it is there too. */
const HOPS_AT = Buffer.concat([LAST, Buffer.of(0), encode('t'), encode('entry'), encode('hops')]).length;

export const sha256 = (bytes) => createHash('sha256').update(bytes).digest();

export const fragmentOf = (frame) => Buffer.concat([LAST, encode(frame)]);

/** An Ed25519 key pair that signs at once. */
export class Session {
  #pair = generateKeyPairSync('ed25519');
  publicKey = new Uint8Array(Buffer.from(this.#pair.publicKey.export({ format: 'jwk' }).x, 'base64url'));
  did = didOf(this.publicKey);

  /** `kind` as in core's SessionStatement. */
  sign(kind, content) {
    return sign(null, Buffer.concat([Buffer.from(`tropichat ${kind} 1\0`), content]), this.#pair.privateKey);
  }
}

/** Entries of many authors in turn; each author's first brings its profile along. */
export function prepare(count, authorCount, textBytes) {
  const authors = Array.from({ length: authorCount }, () => new Session());
  const fragments = [];
  let parents = [];
  for (let i = 0; i < count; i++) {
    const author = authors[i % authorCount];
    const text = `message ${i} `.padEnd(textBytes, 'and so on ');
    const profile = i < authorCount ? blockOf(author, 1, [], 'profile', profileOf(i)) : undefined;
    if (profile) author.profile = linkTo(profile);
    const block = blockOf(author, i + 1, parents, 'text', { text }, author.profile);
    fragments.push(fragmentOf({ t: 'entry', block, hops: 0, wave: FIRST_WAVE + i, profile }));
    parents = [...parents, linkTo(block)].slice(-PARENTS);
  }
  return fragments;
}

function profileOf(i) {
  return { name: `Author ${i}`, color: '#ff8800', wallet: randomBytes(20) };
}

const linkTo = (block) => new Link(Buffer.concat([CID_PREFIX, sha256(block)]));

function blockOf(author, lamport, parents, kind, body, profile) {
  const entry = { v: 1, room: ROOM, author: author.did, lamport, time: Date.now(), parents, kind, body, profile };
  return encode({ ...entry, sig: author.sign('entry', encode(entry)) });
}

/** Makes of a fragment what a relay must make of it: one hop more, and else the same. */
export function hop(fragment) {
  fragment[HOPS_AT]++;
}
