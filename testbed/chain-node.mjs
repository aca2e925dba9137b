/**
 * Real chains on free ports of the loopback, one for each id that is named: `node chain-node.mjs 31337 31338`. On each
 * lie the contracts of contracts/, compiled here and now. Prints one line of JSON, {"31337": {"rpc": URL, "contracts":
 * {"Coin": address, …}}, …}, once all of it is there; runs until its standard input ends or it is told to stop.
 * Accounts are the node's own, which sign by themselves; a block is made for each transaction.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { compile } from './solidity.mjs';
import { stopWhenTold } from './stopping.mjs';

const DEPLOYED = [
  'Coin',
  'Badge',
  'Items',
  'Refusing',
  'Talkative',
  'Endless',
  'Club',
  'DelegateRegistry',
  'WalletFactory',
  'Names',
  'Addresses',
  'ElsewhereAddresses',
  'OnBehalf',
];
const SOURCES = ['Tokens.sol', 'Delegates.sol', 'Wallets.sol', 'Names.sol'];

const anvil = createRequire(import.meta.url).resolve('@foundry-rs/anvil-linux-amd64/bin/anvil');

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/** Calls a node; throws what it answers as an error. */
async function call(rpc, method, ...params) {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
  const response = await fetch(rpc, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  const { result, error } = await response.json();
  if (error) throw new Error(`${method}: ${error.message}`);
  return result;
}

async function startNode(id) {
  const port = await freePort();
  // Whatever ends this process ends it, too.
  process.on('exit', () => node.kill());
  const node = spawn(anvil, ['--port', `${port}`, '--chain-id', `${id}`, '--host', '127.0.0.1', '--prune-history', '256'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve, reject) => {
    node.stdout.on('data', (said) => `${said}`.includes('Listening on') && resolve());
    node.on('exit', () => reject(new Error('the chain ended before it began')));
  });
  return `http://127.0.0.1:${port}`;
}

async function deploy(rpc, compiled) {
  const [from] = await call(rpc, 'eth_accounts');
  const contracts = {};
  for (const name of DEPLOYED) {
    const transaction = { from, data: compiled[name].bytecode, gas: '0x989680' };
    contracts[name] = (await call(rpc, 'eth_sendTransactionSync', transaction)).contractAddress;
  }
  return contracts;
}

const compiled = compile(
  Object.fromEntries(
    SOURCES.map((name) => [name, readFileSync(fileURLToPath(new URL(`contracts/${name}`, import.meta.url)), 'utf8')]),
  ),
);
const nodes = await Promise.all(process.argv.slice(2).map(startNode));
stopWhenTold(async () => {});
const chains = {};
for (const [index, id] of process.argv.slice(2).entries()) {
  const rpc = nodes[index];
  chains[id] = { rpc, contracts: await deploy(rpc, compiled) };
}
console.log(JSON.stringify(chains));
