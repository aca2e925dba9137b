/** Compiles contracts of this folder: {name: {bytecode, abi}}, bytecode as hexadecimal digits with 0x. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const solc = createRequire(import.meta.url)('solc');

/** `sources` are names to texts; imports are found among the installed packages.
 * `evmVersion` is the oldest of Ethereum's that runs them. */
export function compile(sources, evmVersion = 'cancun') {
  const settings = {
    optimizer: { enabled: true, runs: 200 },
    metadata: { bytecodeHash: 'none', appendCBOR: false },
    evmVersion,
    outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object', 'evm.methodIdentifiers'] } },
  };
  const input = {
    language: 'Solidity',
    sources: Object.fromEntries(Object.entries(sources).map(([name, content]) => [name, { content }])),
    settings,
  };
  const read = (path) => ({
    contents: readFileSync(new URL(`node_modules/${path}`, import.meta.url), 'utf8'),
  });
  const output = JSON.parse(solc.compile(JSON.stringify(input), { import: read }));
  const errors = (output.errors ?? []).filter((each) => each.severity === 'error');
  if (errors.length > 0) throw new Error(errors.map((each) => each.formattedMessage).join('\n'));
  const compiled = {};
  for (const name of Object.keys(sources)) {
    for (const [contract, { abi, evm }] of Object.entries(output.contracts[name])) {
      compiled[contract] = { abi, bytecode: `0x${evm.bytecode.object}`, methods: evm.methodIdentifiers };
    }
  }
  return compiled;
}
