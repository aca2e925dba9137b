/** did:3, a DID whose document is a tile of Ceramic (family `3id`), controlled by a key of its own: resolved by its log. */
import { base58btc } from 'multiformats/bases/base58';
import { quote, trouble } from '../archive/words.ts';
import { call, nodeAt } from './ceramic.ts';
import type { PublicKey, ThreeId } from './contract.ts';
import { tileOf } from './log.ts';
import { genesisOfStream } from './stream.ts';
import { refusalWords } from './words.ts';

const DID = /^did:3:(k[0-9a-z]{1,127})$/;

/** Keys of one document; those of the kind have two or three. */
const KEYS_MAX = 16;
const NAME_CHARS_MAX = 64;
const KEY_CHARS_MAX = 128;

/** Multicodecs at the beginning of a key (https://github.com/multiformats/multicodec). */
const USES: ReadonlyMap<number, PublicKey['use']> = new Map([
  [0xe7, 'signing'],
  [0xed, 'signing'],
  [0xec, 'encryption'],
]);

/** Keys of a document; null where it is none of that kind. */
function keysOf(document: unknown): readonly PublicKey[] | null {
  const { publicKeys } = (document ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof publicKeys !== 'object' || publicKeys === null) return null;
  const keys = Object.entries(publicKeys).map(([name, key]) => keyOf(name, key));
  const known = keys.filter((key) => key !== null);
  return known.length === keys.length && keys.length <= KEYS_MAX ? known : null;
}

function keyOf(name: string, key: unknown): PublicKey | null {
  if (typeof key !== 'string' || name.length > NAME_CHARS_MAX || key.length > KEY_CHARS_MAX) {
    return null;
  }
  try {
    const use = USES.get(base58btc.decode(key)[0] ?? 0) ?? 'other';
    return { name, use, key };
  } catch {
    return null;
  }
}

/** Rejects with an Error for people where there is no such document, or the node cannot be asked. */
export async function resolveThreeId(url: string, did: string): Promise<ThreeId> {
  const stream = DID.exec(did)?.[1];
  if (stream === undefined || genesisOfStream(stream) === null) {
    throw trouble(
      `"${quote(did)}" cannot be resolved`,
      'only a did:3 that names a stream of Ceramic can be; the servers of older ones are gone',
      'Ask its owner for a newer one.',
    );
  }
  const node = nodeAt(url);
  const log = await call(node, `commits/${stream}`);
  const tile = await tileOf(stream, log, (document) => keysOf(document) !== null);
  if (tile?.fit == null || tile.family !== '3id') {
    const why =
      refusalWords(tile?.refused ?? null, false) ?? 'what it has there is no such document';
    throw trouble(
      `"${quote(did)}" was not resolved by ${node.name}`,
      why.replace(/\.$/, ''),
      'Try another node, or ask its owner.',
    );
  }
  return {
    did,
    keys: keysOf(tile.fit.document) ?? [],
    refused: refusalWords(tile.refused, true),
  };
}
