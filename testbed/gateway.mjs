import { createServer } from 'node:http';
import { CID } from 'multiformats/cid';

/**
 * A trustless gateway, GET /ipfs/CID?format=raw and ?format=car&dag-scope=all, as far as it is given blocks and CARs;
 * and the commands it is given, /NAME?…, which get the query and the body and answer in JSON.
 * https://specs.ipfs.tech/http-gateways/trustless-gateway/
 */
export async function startGateway({ block, car, commands = {} }) {
  const answer = async (request, response) => {
    const { pathname, searchParams } = new URL(request.url, 'http://gateway');
    const [, name, cid] = /^\/([a-z]+)(?:\/([a-z0-9]+))?$/.exec(pathname) ?? [];
    if (name === 'ipfs' && cid && request.method === 'GET') {
      await answerContent(CID.parse(cid), searchParams, response);
    } else if (name !== undefined && Object.hasOwn(commands, name)) {
      const said = await commands[name](searchParams, await bodyOf(request));
      response.writeHead(200, head('application/json')).end(JSON.stringify(said));
    } else fail(response, 400, 'nothing is known by this name');
  };
  const answerContent = async (cid, query, response) => {
    const format = query.get('format');
    if (format === 'raw') {
      response.writeHead(200, head('application/vnd.ipld.raw')).end(await block(cid));
    } else if (format === 'car' && query.get('dag-scope') === 'all' && car) {
      response.writeHead(200, head('application/vnd.ipld.car; version=1'));
      for await (const part of car(cid)) response.write(part);
      response.end();
    } else fail(response, 406, 'this form is not spoken here');
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

async function bodyOf(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts);
}

const head = (type) => ({ 'Content-Type': type, 'Access-Control-Allow-Origin': '*' });

function fail(response, status, words) {
  response.writeHead(status, head('text/plain')).end(words);
}
