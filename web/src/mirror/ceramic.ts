/** A Ceramic node by its HTTP API, and mirrors of profiles on it. The node is believed nothing but that it is there. */
import { encode } from '@ipld/dag-cbor';
import { askForText, type Server, serverAt } from '../archive/http.ts';
import { trouble } from '../archive/words.ts';
import type { FoundMirror, MirrorProfile, MirrorSigner } from './contract.ts';
import { doubtOf, readSigned, type SignedJson, signed } from './jws.ts';
import { type RefusalCode, type Tile, tileOf } from './log.ts';
import { documentOf, readProfile } from './profile.ts';
import { cidOfBlock, didOfAccount, type Genesis, mirrorOf } from './stream.ts';
import { REFUSED_FOR, refusalWords } from './words.ts';

/** The longest log that is read: hundreds of records at their largest. */
const LOG_BYTES_MAX = 4_194_304;

const TILE = 0;

/** What the owner's next record does away with. */
const MENDED_BY_WRITING: readonly RefusalCode[] = ['unfit', 'expired'];

const HELP = 'Try again later, or choose another node.';

export function nodeAt(url: string): Server {
  const address = url
    .trim()
    .replace(/\/+$/, '')
    .replace(/\/api\/v0$/, '');
  return serverAt('The Ceramic node', address, { help: HELP, like: 'https://ceramic.example.org' });
}

/** What a node answers; throws in words for people where that is no JSON. */
export async function call(node: Server, path: string, body?: object): Promise<unknown> {
  const init =
    body === undefined
      ? {}
      : {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        };
  const text = await askForText(node, `/api/v0/${path}`, init, LOG_BYTES_MAX);
  try {
    return JSON.parse(text);
  } catch {
    throw garbage(node);
  }
}

export function garbage(node: Server): Error {
  return trouble(
    `${node.name} cannot be understood`,
    'it answers something that no Ceramic node does',
    'Check its address: something else may be there.',
  );
}

const isProfile = (document: unknown): boolean => readProfile(document) !== null;

/** The mirror as the node has it, verified. A node that did not know it looks for it among its peers. */
async function load(node: Server, stream: string, genesis: Genesis): Promise<Tile> {
  const opts = { anchor: false, publish: false };
  await call(node, 'streams', { type: TILE, genesis, opts });
  const tile = await tileOf(stream, await call(node, `commits/${stream}`), isProfile);
  // It began as it had to: its id says so.
  if (tile === null) throw garbage(node);
  return tile;
}

export async function readMirror(url: string, account: string): Promise<FoundMirror> {
  const { stream, genesis } = mirrorOf(account);
  const { fit, refused } = await load(nodeAt(url), stream, genesis);
  return {
    stream,
    profile: fit && readProfile(fit.document),
    refused: refusalWords(refused, fit !== null),
  };
}

/**
 * Puts a profile behind what is in an account's mirror; resolves to the stream's id. Rejects with an Error for people, and
 * what was there stays.
 */
export async function writeMirror(
  url: string,
  account: string,
  profile: MirrorProfile,
  signer: MirrorSigner,
): Promise<string> {
  const node = nodeAt(url);
  const { stream, genesis } = mirrorOf(account);
  const controller = didOfAccount(account);
  const tile = await load(node, stream, genesis);
  if (tile.refused !== null && !MENDED_BY_WRITING.includes(tile.refused)) {
    throw notMirrored(
      `${node.name} keeps a record in its place that does not count, and nothing can be put behind that`,
      'Choose another node.',
    );
  }
  const document = documentOf(profile);
  if (isSame(document, tile.document)) return stream;
  const commit = await recordOf(tile, document, signer);
  const doubt = await doubtOf(readSigned(commit), controller, stream, false);
  if (doubt !== null) {
    throw notMirrored(
      `it would be ${REFUSED_FOR[doubt]}`,
      'Mirror it again, and let your wallet sign.',
    );
  }
  await call(node, 'commits', { streamId: stream, commit, opts: { anchor: true, publish: true } });
  // What others read is what counts.
  const after = await load(node, stream, genesis);
  if (!isSame(document, after.fit?.document)) throw garbage(node);
  return stream;
}

/** The record that replaces what a tile says. */
function recordOf(tile: Tile, document: object, signer: MirrorSigner): Promise<SignedJson> {
  const data = [{ op: 'replace', path: '', value: document }];
  return signed({ id: tile.genesis, prev: tile.tip, header: {}, data }, signer);
}

const isSame = (one: object, other: unknown): boolean =>
  other !== undefined && cidOfBlock(encode(one)).equals(cidOfBlock(encode(other)));

const notMirrored = (why: string, help: string): Error =>
  trouble('The profile was not mirrored', why, help);
