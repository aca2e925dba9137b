/** Prints the code that asks whether a contract has signed, compiled from its source: what is kept beside it must be this. */
import { readFileSync } from 'node:fs';
import { compile } from './solidity.mjs';

const SOURCE = '../chain/src/main/solidity/SignatureValidator.sol';
// Chains that run older code than this are not known to have such wallets.
const EVM_VERSION = 'paris';

const text = readFileSync(new URL(SOURCE, import.meta.url), 'utf8');
console.log(compile({ validator: text }, EVM_VERSION).SignatureValidator.bytecode.slice(2));
