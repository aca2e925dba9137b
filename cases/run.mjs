// Runs every vector against the compiled module, in its strict and in its shipped build. The JVM runs the same vectors
// in VectorsTest; whoever answers otherwise is wrong.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

const here = new URL('.', import.meta.url);
const vectors = new URL('src/main/resources/vectors/', here);
const { keccak_256 } = await import(new URL('../web/node_modules/@noble/hashes/sha3.js', here));

const hashes = {
  sha256: (data) => new Uint8Array(createHash('sha256').update(data).digest()),
  keccak256: (data) => keccak_256(data),
};

let count = 0;
for (const build of ['strict', 'shipped']) {
  const { run } = await import(new URL(`target/${build}/cases.js`, here));
  for (const file of readdirSync(vectors).filter((name) => name.endsWith('.json'))) {
    describe(`${build} ${file}`, () => {
      for (const vector of JSON.parse(readFileSync(new URL(file, vectors), 'utf8'))) {
        count++;
        it(vector.name, () => assert.equal(run(hashes, vector.op, vector.in), vector.out));
      }
    });
  }
}

it('has vectors', () => assert.ok(count > 0));
