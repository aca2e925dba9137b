/** The log of a tile, as a node gives it out: verified record by record, since anybody may run a node. */
import { encode } from '@ipld/dag-cbor';
import { CID } from 'multiformats/cid';
import { type Doubt, doubtOf, readSigned, type SignedJson, type SignedRecord } from './jws.ts';
import { patched } from './patch.ts';
import { cidOfBlock, genesisOfStream } from './stream.ts';

/** Records of one stream that are read; a profile that changes daily has so many in some years. */
export const RECORDS_MAX = 2_000;

/** What a tile says before anything is put into it. */
const EMPTY: unknown = Object.freeze({});

/** Why a record was refused. */
export type RefusalCode =
  | Exclude<Doubt, null>
  | 'malformed'
  | 'out_of_order'
  | 'unfit'
  | 'too_many';

/** What a log has become. */
export interface Tile {
  readonly stream: string;
  readonly genesis: CID;
  /** The last record that counts: what the next one has to name. */
  readonly tip: CID;
  readonly controller: string;
  readonly family: string | null;
  /** The document as the last record left it. */
  readonly document: unknown;
  /** The newest document that was fit; null where there was none. */
  readonly fit: { readonly document: unknown } | null;
  /** Why the first record that does not count was refused; nothing behind it counts. Null where all do. */
  readonly refused: RefusalCode | null;
}

/** A record behind the first, on its way to being believed. */
interface Step {
  readonly cid: CID;
  readonly prev: unknown;
  readonly signed: SignedRecord | null;
}

/**
 * @param fits what the stream is for; a document that is not fit is passed over, and the one before it stays
 * @returns null where the log is not the stream's
 */
export async function tileOf(
  stream: string,
  log: unknown,
  fits: (document: unknown) => boolean,
): Promise<Tile | null> {
  const values = valuesOf(log);
  const first = await beginning(stream, values[0]);
  if (first === null) return null;
  const isFit = (document: unknown): boolean => document !== EMPTY && isTrue(() => fits(document));
  let tile: Tile = { ...first, fit: isFit(first.document) ? first : null };
  for (const [at, value] of values.entries()) {
    if (at === 0) continue;
    if (at === RECORDS_MAX) return { ...tile, refused: 'too_many' };
    const next = await follow(tile, value, values.slice(at + 1).some(isAnchor));
    if (typeof next === 'string') return { ...tile, refused: next };
    const { document } = next;
    tile = { ...next, fit: isFit(document) ? { document } : tile.fit };
  }
  const isWhole = tile.document === EMPTY || tile.fit?.document === tile.document;
  return isWhole ? tile : { ...tile, refused: 'unfit' };
}

/** Documents may hold what nobody thought of. */
function isTrue(question: () => boolean): boolean {
  try {
    return question();
  } catch {
    return false;
  }
}

function valuesOf(log: unknown): readonly unknown[] {
  const { commits } = (log ?? {}) as Readonly<Record<string, unknown>>;
  if (!Array.isArray(commits)) return [];
  return commits
    .slice(0, RECORDS_MAX + 1)
    .map((commit: { readonly value?: unknown }) => commit?.value);
}

const isAnchor = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'proof' in value;

const isSignedJson = (value: unknown): value is SignedJson =>
  typeof value === 'object' && value !== null && 'jws' in value;

/** A stream begins with a header alone, which is named by its id: it needs no signature. */
async function beginning(stream: string, value: unknown): Promise<Tile | null> {
  const genesis = genesisOfStream(stream);
  if (genesis === null) return null;
  try {
    const signed = isSignedJson(value) ? readSigned(value) : null;
    const cid = signed?.cid ?? cidOfBlock(encode(value));
    const { header, data } = (signed?.payload ?? value) as {
      readonly header: { readonly controllers: readonly string[]; readonly family?: unknown };
      readonly data?: unknown;
    };
    const [controller = ''] = header.controllers;
    if (!cid.equals(genesis) || header.controllers.length !== 1) return null;
    if (signed !== null && (await doubtOf(signed, controller, stream, true)) !== null) return null;
    const family = typeof header.family === 'string' ? header.family : null;
    const document = signed === null ? EMPTY : (data ?? EMPTY);
    return {
      stream,
      genesis,
      tip: genesis,
      controller,
      family,
      document,
      fit: null,
      refused: null,
    };
  } catch {
    return null;
  }
}

/** What a record makes of a tile, or why it makes nothing of it. */
async function follow(tile: Tile, value: unknown, anchored: boolean): Promise<Tile | RefusalCode> {
  const step = stepOf(value);
  if (step === null) return 'malformed';
  if (!tile.tip.equals(CID.asCID(step.prev))) return 'out_of_order';
  if (step.signed === null) return { ...tile, tip: step.cid };
  const { payload } = step.signed;
  if (!tile.genesis.equals(CID.asCID(payload['id']))) return 'out_of_order';
  const doubt = await doubtOf(step.signed, tile.controller, tile.stream, anchored);
  if (doubt !== null) return doubt;
  const next = patched(tile.document, payload['data']);
  if (next === null) return 'malformed';
  const controller = controllerOf(payload) ?? tile.controller;
  // A mirror is its account's for good; the keys of a 3ID change hands by this.
  if (controller !== tile.controller && tile.family !== '3id') return 'wrong_key';
  return { ...tile, tip: step.cid, controller, document: next.document };
}

function stepOf(value: unknown): Step | null {
  try {
    if (isSignedJson(value)) {
      const signed = readSigned(value);
      return { cid: signed.cid, prev: signed.payload['prev'], signed };
    }
    return isAnchor(value) ? anchorOf(value as Readonly<Record<string, string>>) : null;
  } catch {
    return null;
  }
}

/** Anchors say when something was there, and are nobody's word: only their place in the log is checked. */
function anchorOf({ id, prev, proof, ...others }: Readonly<Record<string, string>>): Step {
  const links = {
    id: CID.parse(id ?? ''),
    prev: CID.parse(prev ?? ''),
    proof: CID.parse(proof ?? ''),
  };
  return { cid: cidOfBlock(encode({ ...others, ...links })), prev: links.prev, signed: null };
}

/** Who controls the stream from a record on, where that changes with it. */
function controllerOf(payload: Readonly<Record<string, unknown>>): string | null {
  const { controllers } = (payload['header'] ?? {}) as { readonly controllers?: unknown };
  if (!Array.isArray(controllers) || controllers.length !== 1) return null;
  return typeof controllers[0] === 'string' ? controllers[0] : null;
}
