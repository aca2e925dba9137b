/** Signed records of streams (DAG-JOSE): how they are made, and who signed them. */
import { decode, encode } from '@ipld/dag-cbor';
import { base58btc } from 'multiformats/bases/base58';
import { CID } from 'multiformats/cid';
import { base64UrlOf, bytesOfBase64Url } from '../base64url.ts';
import { verifyDidKey } from '../keys/did-key.ts';
import { type Cacao, cacaoOf, isSigned, readCacao } from './cacao.ts';
import type { MirrorSigner } from './contract.ts';
import { cidOfBlock } from './stream.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** Largest record that is read; the node's own bound on blocks. */
const RECORD_BYTES_MAX = 256_000;

/** How far ahead of ours the clock of somebody who signs may be; as core has it for delegations. */
const CLOCK_SKEW_MILLIS_MAX = 5 * 60_000;

/** How long after a capability ended what it signed may still be unanchored; the node's own rule. */
const PHASE_OUT_MILLIS = 24 * 60 * 60_000;

/** A record as the node's HTTP API has it: blocks in base64, links as text. */
export interface SignedJson {
  readonly jws: {
    readonly payload: string;
    readonly signatures: readonly [{ readonly protected: string; readonly signature: string }];
    readonly link: string;
  };
  readonly linkedBlock: string;
  readonly cacaoBlock?: string;
}

/** A record that has been read, its signature unchecked. */
export interface SignedRecord {
  readonly cid: CID;
  /** What was signed. */
  readonly payload: Readonly<Record<string, unknown>>;
  /** did:key of who signed. */
  readonly signer: string;
  readonly signature: Bytes;
  readonly message: Bytes;
  /** Whether the signer has it is unchecked. */
  readonly capability: Cacao | null;
}

/** Why a signature does not count; null where it does. */
export type Doubt = 'wrong_key' | 'false_signature' | 'no_capability' | 'future' | 'expired' | null;

const base64Of = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));

function bytesOfBase64(text: unknown, max: number): Bytes {
  if (typeof text !== 'string' || text.length > 2 * max) throw new Error('no block');
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

function bytesOf(text: unknown): Bytes {
  const bytes = typeof text === 'string' ? bytesOfBase64Url(text) : null;
  if (bytes === null) throw new Error('no base64url');
  return bytes;
}

/**
 * Signs a record as `did-session` would, with a key that stays where it is. Nodes do not give out the capabilities that
 * they were given: the record itself has it, too, for those who verify.
 */
export async function signed(payload: object, signer: MirrorSigner): Promise<SignedJson> {
  const { message, signature } = await signer.capability();
  const cacaoBlock = encode(cacaoOf(message, signature));
  const linkedBlock = encode({ ...payload, capability: cacaoBlock });
  const link = cidOfBlock(linkedBlock);
  const header = {
    alg: 'EdDSA',
    cap: `ipfs://${cidOfBlock(cacaoBlock)}`,
    kid: `${signer.did}#${signer.did.slice('did:key:'.length)}`,
  };
  const text = new TextEncoder();
  const head = base64UrlOf(text.encode(JSON.stringify(header)));
  const body = base64UrlOf(link.bytes);
  const made = await signer.sign(text.encode(`${head}.${body}`));
  return {
    jws: {
      payload: body,
      signatures: [{ protected: head, signature: base64UrlOf(made) }],
      link: link.toString(),
    },
    linkedBlock: base64Of(linkedBlock),
    cacaoBlock: base64Of(cacaoBlock),
  };
}

/** Reads a record; throws where it is none, or where its blocks are not those that it names. */
export function readSigned(value: SignedJson): SignedRecord {
  const { payload, signatures } = value.jws;
  const [{ protected: head, signature }] = signatures;
  const linked = bytesOfBase64(value.linkedBlock, RECORD_BYTES_MAX);
  const link = CID.decode(bytesOf(payload));
  if (signatures.length !== 1 || !cidOfBlock(linked).equals(link)) throw new Error('another block');
  const record = decode<Readonly<Record<string, unknown>>>(linked);
  const { kid, cap } = JSON.parse(new TextDecoder().decode(bytesOf(head)));
  const block = encode({
    payload: bytesOf(payload),
    signatures: [{ protected: bytesOf(head), signature: bytesOf(signature) }],
  });
  return {
    cid: cidOfBlock(block, 'dag-jose'),
    payload: record,
    signer: String(kid).split(/[?#]/)[0] ?? '',
    signature: bytesOf(signature),
    message: new TextEncoder().encode(`${head}.${payload}`),
    capability: capabilityOf(record['capability'], cap),
  };
}

/** The capability that a record carries, if it is the one that it was signed by. */
function capabilityOf(bytes: unknown, named: unknown): Cacao | null {
  const isNamed = bytes instanceof Uint8Array && `ipfs://${cidOfBlock(bytes)}` === named;
  return isNamed ? readCacao(bytes) : null;
}

/**
 * Whether a record of a stream was signed by its controller, or by a key that the controller has allowed it.
 *
 * @param anchored the node says that the record was there when its capability was good: nobody else knows
 */
export async function doubtOf(
  record: SignedRecord,
  controller: string,
  stream: string,
  anchored: boolean,
): Promise<Doubt> {
  const { signer, capability } = record;
  if (signer !== controller) {
    if (capability?.p.iss !== controller || capability.p.aud !== signer) return 'wrong_key';
    const allowed = capability.p.resources ?? [];
    if (!allowed.includes('ceramic://*') && !allowed.includes(`ceramic://${stream}`)) {
      return 'no_capability';
    }
    if (!isSigned(capability)) return 'false_signature';
    const doubt = timeDoubt(capability, anchored);
    if (doubt !== null) return doubt;
  }
  const key = keyOf(signer);
  const isRight = key !== null && (await verifyDidKey(key, record.message, record.signature));
  return isRight ? null : 'false_signature';
}

function timeDoubt({ p }: Cacao, anchored: boolean): Doubt {
  const now = Date.now();
  const since = Math.max(Date.parse(p.iat), Date.parse(p.nbf ?? p.iat));
  const until = p.exp === undefined ? Number.POSITIVE_INFINITY : Date.parse(p.exp);
  if (!(since <= now + CLOCK_SKEW_MILLIS_MAX)) return 'future';
  return anchored || now < until + PHASE_OUT_MILLIS ? null : 'expired';
}

/** Multicodec and raw key of a did:key; null where it is none. */
function keyOf(did: string): Uint8Array | null {
  try {
    return did.startsWith('did:key:z') ? base58btc.decode(did.slice('did:key:'.length)) : null;
  } catch {
    return null;
  }
}
