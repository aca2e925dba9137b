/** Streams of Ceramic: how they are named, and the one that is an account's mirror. */
import { encode as encodeCbor } from '@ipld/dag-cbor';
import { base36 } from 'multiformats/bases/base36';
import { CID } from 'multiformats/cid';
import { create as digestOf } from 'multiformats/hashes/digest';
import { sha256 } from '../keys/hashes.ts';

/** Multicodecs of a stream's id, and of the blocks that streams are made of. */
const STREAM_ID = 0xce;
const DAG_CBOR = 0x71;
const DAG_JOSE = 0x85;
const SHA2_256 = 0x12;

/** The type of a stream that is a tile: a JSON document, changed by patches. */
const TILE = 0;

/** A varint of two bytes: {@link STREAM_ID}. */
const PREFIX = Uint8Array.of((STREAM_ID & 0x7f) | 0x80, STREAM_ID >> 7, TILE);

/** The longest that is read; those of tiles have 63 characters. */
const ID_CHARS_MAX = 128;

/** What tiles of accounts' profiles are found by, beside their controller. */
export const FAMILY = 'tropichat.profile';

/** A tile with no secret of its own: whoever knows its header knows its id. */
export interface Genesis {
  readonly header: { readonly controllers: readonly [string]; readonly family: string };
}

/**
 * An account as Ceramic knows it. An externally owned account is the same on every chain: it is named by the main one,
 * so that there is one mirror of it, whichever chain its wallet happens to be on.
 */
export const didOfAccount = (account: string): string => `did:pkh:eip155:1:${account}`;

export function genesisOf(controller: string, family = FAMILY): Genesis {
  return { header: { controllers: [controller], family } };
}

export function cidOfBlock(bytes: Uint8Array, code: 'dag-cbor' | 'dag-jose' = 'dag-cbor'): CID {
  const codec = code === 'dag-cbor' ? DAG_CBOR : DAG_JOSE;
  return CID.createV1(codec, digestOf(SHA2_256, sha256(bytes)));
}

export function streamOf(genesis: CID): string {
  return base36.encode(Uint8Array.of(...PREFIX, ...genesis.bytes));
}

/** The first block of a tile; null where the text names none. */
export function genesisOfStream(id: string): CID | null {
  try {
    const bytes = base36.decode(id.slice(0, ID_CHARS_MAX));
    if (!PREFIX.every((byte, at) => bytes[at] === byte)) return null;
    const cid = CID.decode(bytes.subarray(PREFIX.length));
    return streamOf(cid) === id ? cid : null;
  } catch {
    return null;
  }
}

export function mirrorOf(account: string): { readonly stream: string; readonly genesis: Genesis } {
  const genesis = genesisOf(didOfAccount(account));
  return { stream: streamOf(cidOfBlock(encodeCbor(genesis))), genesis };
}

/** The mirror as a resource of a wallet's capability. */
export const resourceOf = (account: string): string => `ceramic://${mirrorOf(account).stream}`;
