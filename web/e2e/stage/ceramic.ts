/** What tests do on a Ceramic node besides the page: keys, accounts and streams of their own. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { encode } from '@ipld/dag-cbor';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { base58btc } from 'multiformats/bases/base58';
import { CID } from 'multiformats/cid';
import { base64UrlOf } from '../../src/base64url.ts';
import type { MirrorSigner } from '../../src/mirror/contract.ts';
import { type SignedJson, signed } from '../../src/mirror/jws.ts';
import { cidOfBlock, genesisOf, resourceOf, streamOf } from '../../src/mirror/stream.ts';
import { TestbedNode } from './testbed.ts';
import type { Account } from './wallet.ts';

/** The records of a stream, as a node gives them out. */
export interface Log {
  readonly streamId: string;
  readonly commits: readonly { readonly cid: string; readonly value: unknown }[];
}

/** A record behind those of a log, whoever signs it. */
export function forged(
  { commits }: Log,
  document: object,
  signer: MirrorSigner,
  header: object = {},
): Promise<SignedJson> {
  const data = [{ op: 'replace', path: '', value: document }];
  const [id, prev] = [commits[0], commits.at(-1)].map((commit) => CID.parse(commit?.cid ?? ''));
  return signed({ id, prev, header, data }, signer);
}

/** A node that tells the truth, but for what `lie` makes of each log; it answers pages as the other does. */
export async function lyingNode(
  url: string,
  lie: (log: string) => string | Promise<string>,
): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const server = createServer((request, response) => {
    void (async () => {
      const { method = 'GET', headers } = request;
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const answer = await fetch(`${url}${request.url}`, {
        method,
        headers: { ...(headers['content-type'] && { 'content-type': headers['content-type'] }) },
        ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
      });
      const text = await answer.text();
      const isLog = method === 'GET' && request.url?.includes('/commits/') === true;
      response.writeHead(answer.status, {
        'access-control-allow-origin': '*',
        'access-control-allow-headers': '*',
      });
      response.end(isLog ? await lie(text) : text);
    })();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A real node, and the one below it that keeps its blocks. */
export class CeramicNode {
  readonly url: string;
  readonly #nodes: readonly { stop(): Promise<void> }[];

  private constructor(url: string, nodes: readonly { stop(): Promise<void> }[]) {
    this.url = url;
    this.#nodes = nodes;
  }

  static async start(): Promise<CeramicNode> {
    const ipfs = await TestbedNode.startIpfs();
    const ceramic = await TestbedNode.startCeramic(ipfs.addresses.rpc).catch(async (error) => {
      await ipfs.stop();
      throw error;
    });
    return new CeramicNode(ceramic.addresses.api, [ceramic, ipfs]);
  }

  async stop(): Promise<void> {
    for (const node of this.#nodes) await node.stop();
  }

  async post(path: string, body: object): Promise<{ status: number; text: string }> {
    const response = await fetch(`${this.url}/api/v0/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: response.status, text: await response.text() };
  }

  /** The log of a stream as the node gives it out. */
  async log(stream: string): Promise<Log> {
    const response = await fetch(`${this.url}/api/v0/commits/${stream}`);
    return (await response.json()) as Log;
  }

  /** Has the node take a record that somebody made up; resolves to what it says. */
  async forge(stream: string, document: object, signer: MirrorSigner) {
    const commit = await forged(await this.log(stream), document, signer);
    return this.post('commits', { streamId: stream, commit, opts: {} });
  }

  /** Makes a did:3 with these keys, controlled by a fresh secp256k1 key; as the libraries for 3ID do. */
  async makeThreeId(publicKeys: Readonly<Record<string, string>>): Promise<string> {
    const secret = secp256k1.utils.randomSecretKey();
    const did = `did:key:${multikey([0xe7, 0x01], secp256k1.getPublicKey(secret))}`;
    const genesis = genesisOf(did, '3id');
    const cid = cidOfBlock(encode(genesis));
    const stream = streamOf(cid);
    await this.post('streams', { type: 0, genesis, opts: { anchor: false, publish: false } });
    const record = { id: cid, prev: cid, header: {}, data: added({ publicKeys }) };
    const commit = dagJws(record, did, (message) => secp256k1.sign(message, secret));
    const { status, text } = await this.post('commits', { streamId: stream, commit, opts: {} });
    if (status !== 200) throw new Error(text);
    return `did:3:${stream}`;
  }
}

const added = (fields: object): object[] =>
  Object.entries(fields).map(([name, value]) => ({ op: 'add', path: `/${name}`, value }));

export function multikey(codec: readonly number[], raw: Uint8Array): string {
  return base58btc.encode(Uint8Array.of(...codec, ...raw));
}

/** A record signed by a secp256k1 key that is its own DID. */
function dagJws(record: object, did: string, sign: (message: Uint8Array) => Uint8Array): object {
  const linkedBlock = encode(record);
  const link = cidOfBlock(linkedBlock);
  const header = { alg: 'ES256K', kid: `${did}#${did.slice(8)}` };
  const head = base64UrlOf(new TextEncoder().encode(JSON.stringify(header)));
  const payload = base64UrlOf(link.bytes);
  const signature = base64UrlOf(sign(new TextEncoder().encode(`${head}.${payload}`)));
  return {
    jws: { payload, signatures: [{ protected: head, signature }], link: link.toString() },
    linkedBlock: Buffer.from(linkedBlock).toString('base64'),
  };
}

/** A session key of an account, with what its wallet has signed for it. */
export async function signerOf(
  account: Account,
  { resource, lastsMillis = 60_000 }: { resource?: string; lastsMillis?: number } = {},
): Promise<MirrorSigner> {
  const pair = await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify']);
  const raw = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  const did = `did:key:${multikey([0xed, 0x01], raw)}`;
  const until = Date.now() + lastsMillis;
  const message = [
    'localhost wants you to sign in with your Ethereum account:',
    account.address,
    '',
    'Let this browser speak for me.',
    '',
    `URI: ${did}`,
    'Version: 1',
    'Chain ID: 1',
    'Nonce: abcdefgh12345678',
    `Issued At: ${new Date(Math.min(Date.now(), until) - 60_000).toISOString()}`,
    `Expiration Time: ${new Date(until).toISOString()}`,
    'Resources:',
    `- ${resource ?? resourceOf(account.address)}`,
  ].join('\n');
  return {
    did,
    capability: async () => ({ message, signature: account.sign(message) }),
    sign: async (bytes) =>
      new Uint8Array(await crypto.subtle.sign('Ed25519', pair.privateKey, bytes)),
  };
}
