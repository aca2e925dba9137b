import { createServer } from 'node:http';
import { CID } from 'multiformats/cid';

/**
 * A trustless gateway: GET /ipfs/CID?format=raw, or ?format=car&dag-scope=all|block.
 * https://specs.ipfs.tech/http-gateways/trustless-gateway/
 */
export async function startGateway({ block, car }) {
  const answer = async (request, response) => {
    const { pathname, searchParams } = new URL(request.url, 'http://gateway');
    const [, text] = /^\/ipfs\/([a-z0-9]+)$/.exec(pathname) ?? [];
    if (request.method !== 'GET' || text === undefined) return fail(response, 400, 'no CID');
    const cid = CID.parse(text);
    const format = searchParams.get('format');
    if (format === 'raw') {
      const bytes = await block(cid);
      response.writeHead(200, head('application/vnd.ipld.raw')).end(bytes);
    } else if (format === 'car' && searchParams.get('dag-scope') === 'all') {
      response.writeHead(200, head('application/vnd.ipld.car; version=1'));
      for await (const part of car(cid)) response.write(part);
      response.end();
    } else fail(response, 406, 'format=raw and format=car&dag-scope=all are spoken here');
  };
  const server = createServer((request, response) => {
    answer(request, response).catch((error) => {
      if (response.headersSent) response.destroy();
      else fail(response, 404, error.message);
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

const head = (type) => ({ 'Content-Type': type, 'Access-Control-Allow-Origin': '*' });

function fail(response, status, words) {
  response.writeHead(status, head('text/plain')).end(words);
}
