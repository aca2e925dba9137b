import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface PinRequest {
  readonly method: string;
  readonly url: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

export interface PinningService {
  readonly asked: readonly PinRequest[];
  readonly endpoint: string;
  close(): void;
}

/** A pinning service in the shapes of the API: its statuses one after the other, for pages of any site. */
export async function pinningService(statuses: readonly string[]): Promise<PinningService> {
  const asked: PinRequest[] = [];
  const server = createServer(async (request, response) => {
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('access-control-allow-headers', 'authorization, content-type');
    if (request.method === 'OPTIONS') {
      response.writeHead(204).end();
      return;
    }
    asked.push(await asPinRequest(request));
    const status = statuses[asked.length - 1];
    response.writeHead(request.method === 'POST' ? 202 : 200, {
      'content-type': 'application/json',
    });
    response.end(
      JSON.stringify({
        requestid: 'UniqueIdOfPinRequest',
        status,
        created: '2026-07-27T17:32:28.276Z',
        pin: JSON.parse(asked[0]?.body ?? '{}'),
        delegates: ['/ip4/203.0.113.1/tcp/4001/p2p/QmServicePeerId'],
        info: status === 'failed' ? { status_details: 'no provider found' } : {},
      }),
    );
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const close = (): void => {
    server.closeAllConnections();
    server.close();
  };
  return { asked, endpoint: `http://127.0.0.1:${port}`, close };
}

async function asPinRequest(request: IncomingMessage): Promise<PinRequest> {
  const { method = '', url = '', headers } = request;
  return { method, url, authorization: headers.authorization, body: await text(request) };
}
