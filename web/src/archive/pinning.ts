import { readCid } from './blocks.ts';
import type { Archive } from './contract.ts';
import { askForText, type Server, serverAt } from './http.ts';
import { gatewaySource } from './kubo.ts';
import { walk } from './walk.ts';
import { quote, trouble } from './words.ts';

/** A pin's status and what it is about. */
const STATUS_BYTES_MAX = 65_536;

/** How often a service is asked whether it has the batch, and how often at most: for two minutes. */
const POLL_MILLIS = 2_000;
const POLLS_MAX = 60;

export interface PinningOptions {
  /** https://pins.example.org/psa: what /pins is below of. */
  readonly endpoint: string;
  readonly token: string;
  /** What the service lists the pins as. */
  readonly name: string;
  /** Multiaddresses of nodes that have the batches. */
  readonly origins?: readonly string[];
  /** A trustless gateway to read from; most services have one. */
  readonly gateway?: string;
  readonly head: string | null;
  readonly patienceMillis?: number;
  readonly pollMillis?: number;
}

interface PinStatus {
  readonly requestid: string;
  readonly status: 'queued' | 'pinning' | 'pinned' | 'failed';
  readonly info?: { readonly status_details?: unknown };
}

/**
 * A service that fetches from another archive, and pins, what it is told to.
 * https://ipfs.github.io/pinning-services-api-spec/
 */
export function pinningArchive(options: PinningOptions): Archive {
  const { endpoint, token, gateway, patienceMillis } = options;
  const service = serverAt('The pinning service', endpoint.replace(/\/pins\/?$/, ''), {
    token,
    patienceMillis,
  });
  const source = gateway === undefined ? null : gatewaySource(gateway, patienceMillis);
  let head = options.head;
  return {
    kind: 'pinning',
    address: null,
    writer: null,
    append: async ({ root }) => {
      await pin(service, root, options);
      head = root;
      return head;
    },
    async *since(cursor) {
      if (source === null) {
        throw trouble(
          'Nothing can be read from a pinning service',
          'it only keeps',
          'Name its gateway as well.',
        );
      }
      yield* walk(source, head, cursor);
    },
    close: async () => {},
  };
}

async function pin(service: Server, root: string, options: PinningOptions): Promise<void> {
  const { name, origins = [], pollMillis = POLL_MILLIS } = options;
  // The batch links the older ones: its pin holds the whole room.
  const body = JSON.stringify({ cid: readCid(root).toString(), name, origins });
  const headers = { 'content-type': 'application/json' };
  let at = await askForStatus(service, '/pins', { method: 'POST', headers, body });
  for (let polls = 0; at.status !== 'pinned'; polls++) {
    if (at.status === 'failed') throw failed(service, at);
    if (polls === POLLS_MAX) throw slow(service);
    await new Promise((resolve) => setTimeout(resolve, pollMillis));
    at = await askForStatus(service, `/pins/${encodeURIComponent(at.requestid)}`, {});
  }
}

async function askForStatus(service: Server, path: string, init: RequestInit): Promise<PinStatus> {
  const text = await askForText(service, path, init, STATUS_BYTES_MAX);
  try {
    const status: unknown = JSON.parse(text);
    if (isStatus(status)) return status;
  } catch {
    // Not even JSON.
  }
  throw trouble(
    `${service.name} cannot be understood`,
    `it says "${quote(text)}"`,
    'Check the address of the service.',
  );
}

function isStatus(value: unknown): value is PinStatus {
  if (typeof value !== 'object' || value === null) return false;
  const { requestid, status } = value as Partial<Record<string, unknown>>;
  return (
    typeof requestid === 'string' &&
    ['queued', 'pinning', 'pinned', 'failed'].includes(String(status))
  );
}

function failed(service: Server, { info }: PinStatus): Error {
  const details = info?.status_details;
  const why =
    typeof details === 'string' ? `it says "${quote(details)}"` : 'it does not say the reason';
  return trouble(
    `${service.name} could not pin the batch`,
    why,
    'It has to reach a node that has it: name one of those as origin.',
  );
}

function slow(service: Server): Error {
  return trouble(
    `${service.name} has not pinned the batch yet`,
    'it is still looking for it',
    'It may get there by itself; a node that has it, named as origin, helps.',
  );
}
