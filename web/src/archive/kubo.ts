import { BLOCK_BYTES_MAX, readCid } from './blocks.ts';
import type { Archive, SealedBatch } from './contract.ts';
import { ask, askForBytes, askForText, type Server, serverAt } from './http.ts';
import { type BlockSource, walk } from './walk.ts';
import { quote, trouble } from './words.ts';

/** The largest room that is read in one answer; the page holds its blocks until they are stored. */
const ROOM_BYTES_MAX = 268_435_456;

/** Addresses of a node that are handed on; a pinning service tries some. */
const ADDRESSES_MAX = 20;

/** What a node says about an import, or itself. */
const REPORT_BYTES_MAX = 65_536;

export interface KuboOptions {
  /** Where Kubo's RPC is, http://127.0.0.1:5001; without it the archive is only read. */
  readonly rpc?: string | undefined;
  /** A trustless gateway to read from; without it, the RPC. */
  readonly gateway?: string | undefined;
  /** For an RPC that wants one (API.Authorizations). */
  readonly token?: string | undefined;
  /** The newest batch, from the room's signed head record. */
  readonly head: string | null;
  /** How long a server may be silent. */
  readonly patienceMillis?: number;
}

function nodeAt(rpc: string, token?: string, patienceMillis?: number): Server {
  return serverAt('The IPFS node', rpc.replace(/\/api\/v0\/?$/, ''), { token, patienceMillis });
}

/** An IPFS node that keeps the room's batches, pinned. */
export function kuboArchive(options: KuboOptions): Archive {
  const { token, patienceMillis } = options;
  const rpc = options.rpc === undefined ? null : nodeAt(options.rpc, token, patienceMillis);
  const source = options.gateway
    ? gatewaySource(options.gateway, patienceMillis)
    : rpc && rpcSource(rpc);
  if (source === null) {
    throw trouble('No archive was opened', 'there is no address', 'Name a node or a gateway.');
  }
  let head = options.head;
  return {
    kind: 'ipfs',
    address: null,
    writer: null,
    append: async (batch) => {
      if (rpc === null) {
        throw trouble('Nothing was stored', 'a gateway is only read', 'Name an IPFS node as well.');
      }
      await importBatch(rpc, batch);
      head = batch.root;
      return head;
    },
    since: (cursor) => walk(source, head, cursor),
    close: async () => {},
  };
}

/** The multiaddresses at which others reach the node behind an RPC. */
export async function nodeAddresses({
  rpc = '',
  token,
  patienceMillis,
}: KuboOptions): Promise<string[]> {
  const node = nodeAt(rpc, token, patienceMillis);
  const said = await askForText(node, '/api/v0/id', { method: 'POST' }, REPORT_BYTES_MAX);
  try {
    const { Addresses } = JSON.parse(said) as { Addresses?: unknown };
    if (Array.isArray(Addresses)) return Addresses.map(String).slice(0, ADDRESSES_MAX);
  } catch {
    // Not even JSON.
  }
  throw trouble(
    `${node.name} cannot be understood`,
    `it says "${quote(said)}"`,
    'Check that it is an IPFS node.',
  );
}

/** Reads from a trustless gateway, which is believed nothing. */
export function gatewaySource(url: string, patienceMillis?: number): BlockSource {
  const gateway = serverAt('The gateway', url.replace(/\/ipfs\/?$/, ''), { patienceMillis });
  const wants = (type: string): RequestInit => ({ headers: { accept: type } });
  return {
    name: gateway.name,
    block: (cid) =>
      askForBytes(
        gateway,
        `/ipfs/${cid}?format=raw`,
        wants('application/vnd.ipld.raw'),
        BLOCK_BYTES_MAX,
      ),
    car: (root) =>
      ask(
        gateway,
        `/ipfs/${root}?format=car&dag-scope=all`,
        wants('application/vnd.ipld.car; version=1'),
        ROOM_BYTES_MAX,
      ),
  };
}

function rpcSource(rpc: Server): BlockSource {
  const post = { method: 'POST' };
  return {
    name: rpc.name,
    block: (cid) => askForBytes(rpc, `/api/v0/block/get?arg=${cid}`, post, BLOCK_BYTES_MAX),
    car: (root) => ask(rpc, `/api/v0/dag/export?arg=${root}`, post, ROOM_BYTES_MAX),
  };
}

async function importBatch(rpc: Server, { root, car }: SealedBatch): Promise<void> {
  const body = new FormData();
  body.append('file', new Blob([car], { type: 'application/vnd.ipld.car' }), 'batch.car');
  const path = '/api/v0/dag/import?pin-roots=true';
  const report = await askForText(rpc, path, { method: 'POST', body }, REPORT_BYTES_MAX);
  if (!rootsIn(report).includes(readCid(root).toString())) {
    throw trouble(
      `${rpc.name} did not store the batch`,
      'it reports another content than what it was given',
      'Check that it is an IPFS node.',
    );
  }
  // An import reports a pin that failed in passing; this fails. It pins the older batches too, which it links.
  await askForText(rpc, `/api/v0/pin/add?arg=${root}`, { method: 'POST' }, REPORT_BYTES_MAX);
}

/** The roots that an import reports, a line of JSON each. */
function rootsIn(report: string): string[] {
  return report.split('\n').flatMap((line) => {
    try {
      return [readCid(JSON.parse(line).Root.Cid['/']).toString()];
    } catch {
      return [];
    }
  });
}
